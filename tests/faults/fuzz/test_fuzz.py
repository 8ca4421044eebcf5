"""T13: whatever is sent to any address, the answer is a page or a sentence, never a crash."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from sixianghui.common.policy import open_to_all
from sixianghui.project.urls import handler400, handler403, handler404, handler500  # noqa: F401
from sixianghui.project.urls import urlpatterns as ours
from tests.conftest import Lane
from tests.faults.channel.walking import stay_signed_in
from tests.faults.fuzz.inputs import Maker, Place, Request
from tests.faults.fuzz.world import World, shown

pytestmark = pytest.mark.django_db
#: One share is enough for each commit. The long lane has many: what is found in one does not wait for the others.
SHARDS = {"fast": 1, "deep": 4, "long": 20}[os.environ.get("TESTS_LANE", "fast")]
#: So many requests see each other's doings; then everything is as it was.
BATCH = 50


@open_to_all
def careless(request: HttpRequest) -> HttpResponse:
    """A view that believes what it is sent."""
    return HttpResponse(str(int(request.GET.get("page") or 1)))


urlpatterns = [path("careless/", careless), *ours]


@contextmanager
def crashes() -> Iterator[list[str]]:
    """What went wrong inside, in a line each."""
    found: list[str] = []

    def note(request: HttpRequest, **_more: Any) -> None:
        found.append(shown(traceback.format_exc(limit=-3)))

    got_request_exception.connect(note, weak=False)
    logging.disable(logging.CRITICAL)  # a warning for each refusal would be most of the work
    try:
        yield found
    finally:
        logging.disable(logging.NOTSET)
        got_request_exception.disconnect(note)


def send(world: World, request: Request) -> int:
    """The status of the answer."""
    client = world.client(request.place.role)
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value.encode("utf-8", "replace").decode("latin-1")
        for name, value in request.headers.items()
    }
    if cookie := headers.pop("HTTP_COOKIE", ""):
        client.cookies.clear()
        headers["HTTP_COOKIE"] = cookie
    answer = client.generic(
        request.method,
        request.path,
        request.body,
        request.kind or "application/octet-stream",
        QUERY_STRING=request.query,
        **headers,  # type: ignore[arg-type]
    )
    if answer.streaming:
        for (
            _piece
        ) in answer.streaming_content:  # to its end: what is closed early closes the test's database too
            pass
    return int(answer.status_code)


def fuzz(world: World, maker: Maker, many: int) -> tuple[int, list[str]]:
    """Send requests until so many things were wrong in them: how many requests, and a line for each that crashed."""
    wrong: list[str] = []
    sent = 0
    with crashes() as found:
        while maker.wrong < many:
            stay_signed_in()
            with transaction.atomic():
                for _ in range(BATCH):
                    sent += 1
                    request = maker.request()
                    try:
                        with transaction.atomic():
                            status = send(world, request)
                    except Exception:  # what escapes even the page for crashes
                        status = 599
                        found.append(shown(traceback.format_exc(limit=-3)))
                    if status >= 500 and status not in {501, 503}:
                        wrong.append(
                            f"{status} {str(request)[:500]} → {found[-1] if found else 'no exception'}"
                        )
                transaction.set_rollback(True)
    return sent, wrong


@pytest.mark.parametrize("shard", range(SHARDS))
def test_requests_when_they_are_wrong_in_a_thousand_ways_then_none_crashes(
    shard: int, lane: Lane, record_property: Callable[..., None]
) -> None:
    many = lane.pick(fast=2_000, deep=10_000, long=50_000)
    world = World()
    maker = Maker(world.places, seed=20180605 + shard)

    sent, wrong = fuzz(world, maker, many)

    record_property(
        "counted",
        f"fuzz {shard}: {maker.wrong} wrong inputs in {sent} requests to {len(world.places)} addresses, {len(wrong)} crashes",
    )
    if wrong and (kept := os.environ.get("FUZZ_LOG")):
        with open(kept, "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write("\n".join(wrong) + "\n")
    assert wrong == []


@override_settings(ROOT_URLCONF="tests.faults.fuzz.test_fuzz")
def test_control_when_a_view_believes_what_it_is_sent_then_it_is_found() -> None:
    world = World()
    world.places = [Place("careless/", "/careless/", "anonymous", {"page": ["1"]})]

    _sent, wrong = fuzz(world, Maker(world.places, seed=1), 600)

    assert wrong != []
