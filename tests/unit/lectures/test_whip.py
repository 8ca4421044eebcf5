"""The address where encoders offer a picture by WebRTC: what it asks for before anybody looks at the offer."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sixianghui.common import time
from sixianghui.ingest import public as ingest
from sixianghui.lectures import commands
from sixianghui.media import commands as media
from sixianghui.media import queries
from tests.unit.lectures.house import House, a_house

pytestmark = pytest.mark.django_db
with_it = pytest.mark.skipif(not ingest.whip_installed(), reason="the extra `whip` is not installed")


@pytest.fixture
def house(clock: time.ManualClock) -> House:
    one = a_house(clock)
    one.at(-60)
    return one


def a_stage(house: House) -> tuple[Any, Any, str]:
    """A lecture that comes from a camera, an hour before it begins; its door is open."""
    lecture = house.lecture()
    commands.use_camera(lecture, by=house.host)
    key = commands.give_key(lecture, by=house.host)
    return lecture, commands.open_door(lecture, by=house.host), key


def offer(key: str, body: bytes = b"v=0\r\n", kind: str = "application/sdp") -> HttpResponse:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return Client(enforce_csrf_checks=True).post("/streams/whip/", body, content_type=kind, headers=headers)


def leave(ref: str, key: str) -> int:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return Client(enforce_csrf_checks=True).delete(f"/streams/whip/{ref}/", headers=headers).status_code


def test_offer_when_what_it_takes_is_not_installed_then_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "aiortc", None)  # what an import finds where it is not installed
    answer = offer("any")
    assert (answer.status_code, "RTMP" in answer.content.decode()) == (501, True)


@with_it
def test_offer_when_there_is_no_key_or_a_wrong_one_then_it_is_refused_in_words(house: House) -> None:
    lecture, _stream, key = a_stage(house)
    without = offer("")
    assert (without.status_code, without.headers["WWW-Authenticate"]) == (401, "Bearer")
    wrong = offer("not-the-key")
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (403, "text/plain; charset=utf-8")
    assert wrong.content.decode().startswith("密钥不对")
    commands.take_key(lecture, by=house.host)
    assert offer(key).status_code == 403


@with_it
def test_offer_when_it_is_none_or_too_long_then_it_is_refused(house: House) -> None:
    _lecture, _stream, key = a_stage(house)
    assert offer(key, kind="text/plain").status_code == 415
    assert offer(key, b"v" * (ingest.LONGEST_OFFER + 1)).status_code == 413


@with_it
def test_offer_when_no_ingest_runs_then_it_is_to_come_again(house: House) -> None:
    _lecture, stream, key = a_stage(house)
    answer = offer(key)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert queries.running_feed(stream) is None


def test_leaving_when_the_key_is_of_this_stream_then_the_feed_ends_and_otherwise_it_runs_on(
    house: House,
) -> None:
    _lecture, stream, key = a_stage(house)
    _other, _stream, foreign = a_stage(house)
    ref = media.admit_by_key(key, way="whip", house="node-first").feed
    assert [leave(ref, one) for one in ("", "not-the-key", foreign)] == [401, 403, 404]
    assert queries.running_feed(stream) is not None
    assert leave(ref, key) == 200
    assert queries.running_feed(stream) is None
    assert leave(ref, key) == 404


def test_leaving_when_the_feed_came_another_way_then_there_is_no_such_address(house: House) -> None:
    _lecture, stream, key = a_stage(house)
    ref = media.admit_by_key(key, way="rtmp", house="node-first").feed
    assert leave(ref, key) == 404
    assert queries.running_feed(stream) is not None
