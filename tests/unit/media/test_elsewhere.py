"""Pieces that are fetched from a CDN or a cache: who may read them there, how long they are kept, what a token changes."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from sixianghui.common import time, wire
from sixianghui.media import shows, tokens
from sixianghui.media.public import Show
from tests.factories import an_account
from tests.unit.media.test_streams import BEGAN, Shower, a_stream, get, pieces

pytestmark = pytest.mark.django_db
CDN = "https://cdn.example.cn"


@pytest.fixture(autouse=True)
def _nobody_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shows, "_showers", [])


def _configured(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    changed = {**settings.CONFIG.values, **values}
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, values=changed))


@pytest.mark.parametrize("site", ["", "https://www.example.cn"])
def test_piece_when_it_lies_elsewhere_then_pages_of_this_site_may_read_it_and_no_others(
    monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    one = a_stream()
    shows.register(Shower(Show(BEGAN, BEGAN, True)))
    name = pieces(one)[1]
    _configured(monkeypatch, STREAMS_URL=CDN, SITE_URL=site)

    for each in (name, pieces(one)[0]):
        piece = get(one, each)
        assert piece["Access-Control-Allow-Origin"] == (site or "http://testserver")
        assert piece["Cross-Origin-Resource-Policy"] == "cross-origin"
    playlist, master = get(one, "picture.m3u8"), get(one, "master.m3u8")
    assert f"\n{CDN}/streams/{one.ref}/{name}\n" in playlist.content.decode()
    assert f'URI="{CDN}/streams/{one.ref}/{pieces(one)[0]}"' in playlist.content.decode()
    assert CDN not in master.content.decode()
    for mine in (playlist, master, get(one, "film.mp4")):
        assert "Access-Control-Allow-Origin" not in mine
        assert mine["Cross-Origin-Resource-Policy"] == "same-origin"


def test_piece_when_it_has_a_token_then_caches_may_keep_it_as_long_as_that_is_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = a_stream()
    shows.register(Shower(Show(BEGAN, None, False), sees=an_account()))
    name, token = pieces(one)[1], tokens.token_for(one.ref)
    with time.using(time.ManualClock(BEGAN + dt.timedelta(minutes=1))):
        answer = Client().get(f"/streams/{one.ref}/{name}?t={token}")
    left = tokens.seconds_left(one.ref, token)

    assert answer.status_code == 200
    assert left <= int(answer[wire.CACHE_SECONDS]) <= left + 60
    assert answer["Cache-Control"] == f"public, max-age={answer[wire.CACHE_SECONDS]}"
    assert one.tag in answer[wire.CACHE_TAGS].split()


@pytest.mark.parametrize(
    "token",
    [
        "f" * 5000 + "-" + "0" * 32,
        "1_0-" + "0" * 32,
        " 6b089dd0-" + "0" * 32,
        "-",
        "",
        "６b089dd0-" + "0" * 32,
    ],
)
def test_token_when_it_has_not_our_shape_then_it_is_none(token: str) -> None:
    assert tokens.seconds_left("a" * 20, token) == 0
