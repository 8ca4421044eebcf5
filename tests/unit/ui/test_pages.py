"""What a command takes back reaches every front once, after the commit, and only then."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from sixianghui.common import wire
from sixianghui.ui.public import keep, purge

pytestmark = pytest.mark.django_db(transaction=True)


class Front:
    """The control socket of a front, and what it was told."""

    def __init__(self, path: Path) -> None:
        self.heard: list[set[str]] = []
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self.socket.accept()
            except OSError:
                return
            with link:
                self.heard.append(set(link.recv(4096).decode().split()[1:]))
                link.sendall(b"purged 0\n")


@pytest.fixture
def front() -> Iterator[Front]:
    folder: Path = settings.CONFIG.run
    folder.mkdir(exist_ok=True)
    path = folder / "front-0.control"
    path.unlink(missing_ok=True)
    found = Front(path)
    yield found
    found.socket.close()
    path.unlink()


@pytest.mark.xdist_group("control socket")
def test_purge_when_several_commands_ask_in_one_transaction_then_is_one_message(front: Front) -> None:
    with transaction.atomic():
        purge("home")
        with transaction.atomic():
            purge("units", "unit:1")
        purge("home", "figures")
        assert front.heard == []
    assert front.heard == [{"home", "units", "unit:1", "figures"}]


@pytest.mark.xdist_group("control socket")
def test_purge_when_the_transaction_fails_then_is_not_sent(front: Front) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        purge("home")
        raise RuntimeError
    assert front.heard == []


@pytest.mark.xdist_group("control socket")
def test_purge_when_only_a_part_failed_then_the_rest_is_sent(front: Front) -> None:
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            purge("units")
            raise RuntimeError
        purge("home")
    assert front.heard == [{"home"}]


def test_answer_when_kept_then_says_under_which_tags_and_how_long() -> None:
    answer = keep(RequestFactory().get("/"), HttpResponse("x", content_type="text/csv"), "b", "a", seconds=30)
    assert (answer[wire.CACHE_TAGS], answer[wire.CACHE_SECONDS]) == ("a all b", "30")


def test_page_when_kept_then_goes_with_what_stands_on_every_page() -> None:
    assert {"a", "columns", "publisher"} <= set(
        keep(RequestFactory().get("/"), HttpResponse("x"), "a")[wire.CACHE_TAGS].split()
    )


def test_answer_when_there_is_a_session_or_it_sets_a_cookie_then_is_not_kept() -> None:
    request = RequestFactory().get("/")
    request.COOKIES[wire.SESSION_COOKIE] = "x"
    assert wire.CACHE_TAGS not in keep(request, HttpResponse("x"), "a")
    answer = HttpResponse("x")
    answer.set_cookie("anything", "x")
    assert wire.CACHE_TAGS not in keep(RequestFactory().get("/"), answer, "a")
