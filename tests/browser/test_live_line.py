"""A live picture over a thin line: a minute without a stall, then encoder, front and app are killed and it plays on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sixianghui.media import ffmpeg
from tests import databases, demo
from tests.adapters.media.test_nginx_streams import Cached, on_the_air_from_a_cache
from tests.browser.conftest import PHONE
from tests.factories.nginx import program
from tests.faults.lectures.studio import ROOT, Encoder, Studio

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.sqlite, pytest.mark.xdist_group("browser")]
Record = Callable[[str, object], None]
#: A line of 1 Mbit/s, a third of a second long.
_LINE = {"offline": False, "latency": 300, "downloadThroughput": 125_000, "uploadThroughput": 32_000}
_SECONDS = 60
#: Counts in the page, which is slow to ask on a busy machine: the seconds that were played, without leaps, and how often it
#: stood still since the first of them.
_COUNT = """() => {
  const video = document.querySelector('video');
  let before = video.currentTime;
  window.played = window.stalls = 0;
  video.addEventListener('timeupdate', () => {
    const more = video.currentTime - before;
    before = video.currentTime;
    if (more > 0 && more < 3) window.played += more;
  });
  video.addEventListener('waiting', () => { if (window.played > 0) window.stalls += 1; });
}"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """With what pages are made of: a browser is to see them."""
    made = {**demo.environ_of(databases.a_data_folder(tmp_path)), "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"], env=made, check=True
    )
    return made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    made = chromium.new_page(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN")
    yield made
    made.context.close()


def _watch(studio: Studio, page: Page) -> None:
    """Open the page of the lecture and press play."""
    page.goto(f"http://127.0.0.1:{studio.port}/lectures/{studio.made['lecture']}/")
    expect(page.locator("lecture-player [data-bar]")).to_be_visible(timeout=60_000)
    until = time.monotonic() + 60
    while not page.evaluate("document.querySelector('video').readyState > 0"):
        assert time.monotonic() < until, "nothing comes"
        page.wait_for_timeout(250)
    page.evaluate(_COUNT)
    page.locator("lecture-player video").click()
    _plays_on(page, 0.5)


def _plays_on(page: Page, seconds: float, limit: float = 120) -> None:
    """Wait until so much more has been played, wherever in the picture that is."""
    before = page.evaluate("window.played")
    until = time.monotonic() + limit
    while (played := page.evaluate("window.played") - before) < seconds:
        assert time.monotonic() < until, f"{played:.1f} of {seconds:.0f} s played"
        page.wait_for_timeout(250)


def test_picture_when_the_line_is_thin_then_it_does_not_stall_and_plays_on_after_every_fall(
    environ: dict[str, str], page: Page, record_property: Record
) -> None:
    with Studio(environ) as studio:
        address = f"rtmp://127.0.0.1:{studio.rtmp_port}/live/{studio.made['key']}"
        studio.wait_for(studio.door_is_open)
        studio.host("begin")
        with Encoder(ffmpeg.find(), address):
            studio.wait_for(lambda: studio.pieces()[2:])
            line = page.context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", _LINE)
            _watch(studio, page)
            _plays_on(page, _SECONDS)
            stalls = page.evaluate("window.stalls")
        record_property("counted", f"thin line: {_SECONDS} s of a live picture, {stalls} stalls")
        assert stalls == 0
        with Encoder(ffmpeg.find(), address):
            _plays_on(page, 8)
            for child in ("front-0", "app-0"):
                studio.kill(child)
                studio.wait_ready()
                _plays_on(page, 8)
            fallen = len(studio.fallen)
            studio.kill("ingest")
        # While it dies its door is still open.
        studio.wait_for(lambda: len(studio.fallen) > fallen)
        studio.wait_for(studio.door_is_open)
        # OBS calls again when its line breaks; ffmpeg gives up.
        with Encoder(ffmpeg.find(), address):
            _plays_on(page, 8)


@pytest.mark.skipif(not program(), reason="no nginx on this machine")
def test_picture_when_its_pieces_lie_elsewhere_then_it_plays_from_there(
    environ: dict[str, str], tmp_path: Path, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    with on_the_air_from_a_cache(tmp_path, environ, closed=False) as house:
        assert isinstance(house, Cached)
        _watch(house, page)
        _plays_on(page, 5)
        pieces = [one for one in asked if one.partition("?")[0].endswith((".m4s", ".mp4"))]
        assert pieces
        assert {one.split("/streams/")[0] for one in pieces} == {f"http://127.0.0.1:{house.cache}"}
        assert refused == []
