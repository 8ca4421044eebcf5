"""Topics have owners; events wait for the commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from sixianghui.realtime import commands
from sixianghui.realtime.memory import Memory
from sixianghui.realtime.public import cursor, may_subscribe, publish, register_topic, since
from sixianghui.realtime.topics import topics


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(commands, "backend", Memory())
    monkeypatch.setattr(topics, "kinds", {})
    yield


def only_zhang(person: Any, name: str) -> bool:
    return bool(person == "zhang" and name == "7")


def test_topic_when_owned_then_its_owner_decides_who_listens() -> None:
    register_topic("lecture", only_zhang)
    asked = [
        ("zhang", "lecture:7"),
        ("zhang", "lecture:8"),
        ("li", "lecture:7"),
        ("zhang", "other:7"),
        ("zhang", "../x"),
    ]
    assert [may_subscribe(*one) for one in asked] == [True, False, False, False, False]


def test_topic_when_nobody_owns_it_then_nothing_can_be_published() -> None:
    with pytest.raises(ValueError, match="no topic"):
        publish("lecture:7", {})


def test_kind_when_malformed_or_owned_already_then_is_refused() -> None:
    register_topic("lecture", only_zhang)
    register_topic("lecture", only_zhang)  # the same owner may say it again
    for kind in ("lecture", "a:b", "Upper", ""):
        with pytest.raises(ValueError, match="kind"):
            register_topic(kind, lambda person, name: True)


@pytest.mark.django_db(transaction=True)
def test_event_when_its_transaction_commits_then_is_heard_and_not_before() -> None:
    register_topic("lecture", only_zhang)
    with transaction.atomic():
        publish("lecture:7", {"n": 1})
        assert cursor() == 0
    backlog = since("zhang", "lecture:7", 0)
    assert backlog is not None
    assert [event.data for event in backlog.events] == [{"n": 1}]
    assert since("li", "lecture:7", 0) is None


@pytest.mark.django_db(transaction=True)
def test_event_when_its_transaction_rolls_back_then_is_never_heard() -> None:
    register_topic("lecture", only_zhang)
    with pytest.raises(RuntimeError, match="no"), transaction.atomic():
        publish("lecture:7", {"n": 1})
        raise RuntimeError("no")
    assert cursor() == 0


def test_event_when_json_cannot_carry_it_then_is_refused_at_once() -> None:
    register_topic("lecture", only_zhang)
    with pytest.raises(TypeError):
        publish("lecture:7", {"at": dt.date(2018, 6, 5)})
