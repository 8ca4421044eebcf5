"""A lecture is sent from a browser with its camera: seen before it is sent, through kills of the house, to the replay."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import databases, demo
from tests.browser.conftest import DESK, PHONE, _chromium
from tests.browser.test_looks import SIDEWAYS, TOO_SMALL, _offences
from tests.faults.house import House
from tests.faults.lectures.studio import ROOT, Studio

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
#: A camera and a microphone of Chromium's own, which nobody has to allow.
_FAKE = ("--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
_PLAYS = "at => { const v = document.querySelector('lecture-player video'); return v && v.currentTime > at && !v.paused }"


@pytest.fixture(scope="module")
def filming(chromium: Browser) -> Iterator[Browser]:
    """A browser with a camera."""
    browser = chromium.browser_type.launch(executable_path=_chromium(), args=list(_FAKE))
    yield browser
    browser.close()


def _studio(environ: dict[str, str]) -> Studio:
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env=environ | {"PYTHONPATH": str(ROOT)}, check=True)
    return Studio(environ)


@pytest.fixture(scope="module")
def rehearsing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose lecture never goes on air."""
    folder = tmp_path_factory.mktemp("rehearsing") / "data"
    folder.mkdir(mode=0o700)
    shutil.copyfile(databases.sqlite_template(), folder / "sixianghui.sqlite3")
    with _studio(demo.environ_of(folder, os.environ)) as started:
        yield started


@pytest.fixture
def studio(product_environ: dict[str, str]) -> Iterator[House]:
    with _studio(product_environ) as started:
        yield started


@pytest.fixture
def opens(filming: Browser) -> Iterator[Opens]:
    """`opens(studio, path, size, host=True)`: a page of the house, as its host or as nobody."""
    contexts: list[BrowserContext] = []

    def open_(
        studio: Studio,
        path: str,
        size: tuple[int, int] = DESK,
        *,
        host: bool = True,
        browser: Browser = filming,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", reduced_motion="reduce"
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        address = f"http://127.0.0.1:{studio.port}"
        if host:
            context.add_cookies([{"name": "sxh_session", "value": studio.made["host"], "url": address}])
        page = context.new_page()
        page.goto(f"{address}/lectures/{studio.made['lecture']}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()


def _until(page: Page, true: str, arg: object = None, limit: float = 60) -> None:
    """Ask the page again and again: its policy forbids what Playwright's own waiting does."""
    until = time.monotonic() + limit
    while not page.evaluate(true, arg):
        assert time.monotonic() < until, true
        page.wait_for_timeout(200)


def _film(page: Page) -> None:
    """Open the camera, see and hear it, and send it."""
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_text("只有你看得到，还没有推上去。")).to_be_visible()
    _until(page, "document.querySelector('camera-studio video').videoWidth > 0")
    _until(page, "document.querySelector('camera-studio meter').value > 0")  # the fake microphone beeps
    page.get_by_role("button", name="开始推").click()
    expect(page.get_by_text("正在推。这一页别关")).to_be_visible()


def _watch(page: Page) -> None:
    """As with a press on the picture, once it is there."""
    _until(page, "(document.querySelector('lecture-player video') || {}).readyState > 0")
    page.locator("lecture-player video").click()
    _until(page, _PLAYS, 1)


def _at(page: Page) -> float:
    return float(page.evaluate("document.querySelector('lecture-player video').currentTime"))


def test_camera_when_looked_at_then_nothing_is_sent_before_it_is_said(
    rehearsing: Studio, opens: Opens
) -> None:
    studio = rehearsing
    page = opens(studio, "live/camera/", PHONE)
    page.get_by_role("button", name="打开", exact=True).click()
    _until(page, "document.querySelector('camera-studio video').videoWidth > 0")
    _until(page, "document.querySelector('camera-studio meter').value > 0")
    expect(page.locator("[data-put=loud]")).to_have_text("声音正好")
    assert page.locator("select[name=camera] option").count() > 1
    assert not studio.status()
    page.get_by_role("button", name="开始推").click()
    expect(page.locator("[data-says=line]").first).to_contain_text("画面正常", timeout=60_000)
    assert studio.status()["way"] == "browser"
    # Only the organisers see a rehearsal.
    assert studio.pieces(session=studio.made["host"]) and not studio.pieces()


@pytest.mark.deep
def test_camera_when_app_and_front_are_killed_then_nothing_is_lost_and_the_replay_plays(
    studio: Studio, opens: Opens, record_property: Callable[[str, object], None]
) -> None:
    camera = opens(studio, "live/camera/")
    _film(camera)
    camera.get_by_role("button", name="开播", exact=True).click(timeout=60_000)
    viewer = opens(studio, "", PHONE, host=False)
    listened: list[str] = []
    viewer.on("request", lambda one: listened.append(one.url) if "/events/?" in one.url else None)
    _watch(viewer)
    first = _at(viewer)
    for name in ("app-0", "front-0", "app-0"):
        before = len(list(studio.journal().there("picture")))
        studio.kill(name)
        studio.wait_ready()
        studio.wait_for(lambda known=before: len(list(studio.journal().there("picture"))) >= known + 3)  # type: ignore[misc]
    _until(viewer, _PLAYS, first + 20)
    expect(camera.get_by_text("正在推。这一页别关")).to_be_visible()
    camera.get_by_role("button", name="停下，不推了").click()
    expect(camera.get_by_text("停了，都传上去了。")).to_be_visible()
    pieces = list(studio.journal().there("picture"))
    gaps = [after.at - one.ends for one, after in itertools.pairwise(pieces)]
    assert [gap for gap in gaps if abs(gap) > 0.1] == []
    assert {one.turn for one in pieces} == {0}
    record_property("counted", f"{len(pieces)} pieces from a browser through 3 kills, 0 missing")
    studio.host("end")
    replay = opens(studio, "", DESK, host=False)
    until = time.monotonic() + 120
    while replay.locator("lecture-player:not([live])").count() == 0:
        assert time.monotonic() < until, "no replay was made"
        replay.wait_for_timeout(1_000)
        replay.reload()
    _watch(replay)
    _until(replay, _PLAYS, 5)
    # Who was there to the end has not come for the replay, until they play it.
    expect(viewer.locator("lecture-player:not([live])")).to_have_count(1, timeout=30_000)
    viewer.wait_for_timeout(2_000)
    assert [one for one in listened if "watch-again" in one] == []
    with viewer.expect_request(re.compile("/events/.*watch-again")):
        _watch(viewer)


@pytest.mark.deep
def test_stage_when_the_picture_comes_and_is_cut_then_the_page_follows_without_being_loaded_anew(
    studio: Studio, opens: Opens
) -> None:
    studio.host("begin")
    viewer = opens(studio, "", PHONE, host=False)
    viewer.evaluate("window.sameDocument = true")
    expect(viewer.get_by_text("画面马上就来")).to_be_visible()
    camera = opens(studio, "live/camera/")
    _film(camera)
    _watch(viewer)
    camera.locator("summary", has_text="切断画面").click()
    camera.get_by_role("button", name="马上切断").click()
    expect(viewer.get_by_text("画面暂时切断了")).to_be_visible()
    assert viewer.locator("video").count() == 0
    expect(camera.get_by_text("画面被切断了，推送停了。")).to_be_visible()
    camera.get_by_role("button", name="恢复画面").click()
    expect(camera.get_by_role("button", name="恢复画面")).to_have_count(0)
    camera.get_by_role("button", name="开始推").click()
    _watch(viewer)
    assert viewer.evaluate("window.sameDocument") is True


@pytest.mark.parametrize("path", ["live/", "live/camera/"])
def test_desk_when_checked_then_everybody_can_read_and_press_it(
    rehearsing: Studio, opens: Opens, path: str
) -> None:
    for size in ((360, 780), PHONE, DESK):
        page = opens(rehearsing, path, size)
        assert page.evaluate(SIDEWAYS) == []
        assert page.evaluate(TOO_SMALL) == []
        assert _offences(page) == []


def test_camera_when_the_browser_says_no_then_says_what_to_do(
    rehearsing: Studio, opens: Opens, chromium: Browser
) -> None:
    page = opens(rehearsing, "live/camera/", PHONE, browser=chromium)
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_text("没有找到摄像头或麦克风")).to_be_visible()
    page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.evaluate("document.body.append(document.querySelector('camera-studio').cloneNode(true))")
    expect(page.get_by_text("浏览器只在 https 的网址上让用摄像头")).to_be_visible()
