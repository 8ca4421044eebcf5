"""Desks, pages about oneself, tabs, and a word with a way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpRequest

from sixianghui.ui.places import Place, Places, Tab
from sixianghui.ui.public import toast
from sixianghui.ui.toasts import undo_of


def test_places_when_registered_twice_then_are_offered_once_in_order() -> None:
    places: Places[Place] = Places()
    first, second = (lambda account: [Place(f"甲{account}", "/a/")]), (lambda account: [Place("乙", "/b/")])
    for source in (first, second, first):
        places.register(source)
    assert [place.label for place in places.of(7)] == ["甲7", "乙"]


@pytest.mark.parametrize(
    ("path", "held"),
    [("/week/", 6), ("/complaints/inbox/abc/", 18), ("/complaints/", 0), ("/", 0), ("/weekly/", 0)],
)
def test_tab_when_asked_for_a_page_then_says_how_closely_it_belongs(path: str, held: int) -> None:
    assert Tab("本周", "/week/", also=("/complaints/inbox/",)).holds(path) == held


@pytest.mark.parametrize(("undo", "address"), [("/x/undo/", "/x/undo/"), ("", ""), ("warn", "")])
def test_toast_when_said_then_carries_its_way_back_if_there_is_one(undo: str, address: str) -> None:
    request: Any = HttpRequest()
    request.session = SessionStore()
    request._messages = SessionStorage(request)
    toast(request, "转过去了。", undo=undo)
    assert [(str(one), undo_of(one), one.level_tag) for one in get_messages(request)] == [
        ("转过去了。", address, "ok")
    ]
