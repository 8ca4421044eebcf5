"""A lecture is watched in a browser: live, the sound alone, after a cut, and again from a chapter."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from sixianghui.project import supervisor
from tests import databases, demo
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_looks import SIDEWAYS, TOO_SMALL, _offences
from tests.browser.test_plans import _answers

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
ROOT = Path(__file__).resolve().parents[2]
#: `video.currentTime` has come to this, and goes on.
_PLAYS = "at => { const v = document.querySelector('video'); return v.currentTime > at && !v.paused && v.readyState > 2 }"


@dataclass
class Filmed:
    """A running site with a lecture on air and one that ended."""

    address: str
    refs: dict[str, str]

    def url(self, name: str) -> str:
        return f"{self.address.rstrip('/')}/lectures/{self.refs[name]}/"

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """What `front` answers."""
        link = http.client.HTTPConnection(self.address.split("//")[1].rstrip("/"), timeout=20)
        link.request("GET", path, headers=headers)
        return link.getresponse()


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filmed]:
    folder = tmp_path_factory.mktemp("filmed") / "data"
    folder.mkdir(mode=0o700)
    shutil.copyfile(databases.sqlite_template(), folder / "sixianghui.sqlite3")
    environ = {**demo.environ_of(folder, os.environ), "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.filmed"],
        env=environ,
        text=True,
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    refs = json.loads(made.stdout.strip().splitlines()[-1])
    del environ["DJANGO_SETTINGS_MODULE"]
    process = subprocess.Popen(
        supervisor.python("serve"), env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    site = Filmed(_answers(folder / "run" / "address"), refs)
    for name in ("ended", "live"):
        _made(site, name)
    yield site
    process.send_signal(signal.SIGINT)
    process.wait(30)


def _made(site: Filmed, name: str) -> None:
    """Wait until the worker has made what can be watched."""
    until = time.monotonic() + 120
    while b"<lecture-player" not in site.get(f"/lectures/{site.refs[name]}/").read():
        assert time.monotonic() < until, "nothing was made"
        time.sleep(0.5)


@pytest.fixture
def watcher(chromium: Browser) -> Iterator[Opens]:
    """`watcher(size)`: a reader whose page's complaints fail the test.

    That the address of a Media Source is not there any more, which the page has taken back itself, is none.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and not said.location["url"].startswith("blob:"):
            complaints.append(f"{said.text} {said.location['url']}")

    def open_(size: tuple[int, int] = PHONE, *, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, locale="zh-CN",
            reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def cut_off(chromium: Browser) -> Iterator[Opens]:
    """A reader who may lose the connection, which the browser says on its console."""
    contexts: list[BrowserContext] = []

    def open_() -> Page:
        context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN")
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


def _play(page: Page) -> None:
    """As with a press on the picture."""
    expect(page.locator("lecture-player [data-bar]")).to_be_visible()
    _until(page, "document.querySelector('video').readyState > 0")
    page.locator("lecture-player video").click()


def _until(page: Page, true: str, arg: object = None) -> None:
    """Ask the page again and again: its policy forbids what Playwright's own waiting does."""
    until = time.monotonic() + 60
    while not page.evaluate(true, arg):
        assert time.monotonic() < until, true
        page.wait_for_timeout(200)


def _plays(page: Page, at: float) -> None:
    _until(page, _PLAYS, at)


def _time(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video').currentTime"))


def _asked(page: Page) -> list[str]:
    """The names of what is asked for below /streams/, from now on."""
    found: list[str] = []
    page.on(
        "request", lambda one: found.append(one.url.rpartition("/")[2]) if "/streams/" in one.url else None
    )
    return found


@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk")])
def test_live_when_watched_then_it_plays_and_the_way_back_is_there(
    filmed: Filmed, watcher: Opens, size: tuple[int, int]
) -> None:
    page = watcher(size)
    asked = _asked(page)
    page.goto(filmed.url("live"))
    expect(page.locator("lecture-player [data-bar]")).to_be_visible()
    _until(page, "document.querySelector('video').readyState > 0")
    page.wait_for_timeout(3_000)
    # Nobody pays for what they do not watch: what is there now is enough to begin with.
    assert len([name for name in asked if name.endswith(".m4s")]) <= 3
    _play(page)
    _plays(page, 1)
    first = _time(page)
    _plays(page, first + 5)
    expect(page.locator("[data-quality]")).to_have_text("180P")
    expect(page.get_by_role("button", name="回到直播")).to_be_hidden()
    assert page.evaluate(SIDEWAYS) == []
    assert [one for one in page.evaluate(TOO_SMALL) if "lp-" in str(one)] == []
    assert not [one for one in _offences(page) if "lecture-player" in str(one)]
    live = _time(page)
    page.evaluate("document.querySelector('video').currentTime -= 15")
    page.get_by_role("button", name="回到直播").click()
    _until(page, "at => document.querySelector('video').currentTime > at - 4", live)
    expect(page.get_by_role("button", name="回到直播")).to_be_hidden()


def test_sound_when_chosen_then_the_picture_is_not_loaded_and_the_choice_is_kept(
    filmed: Filmed, watcher: Opens
) -> None:
    page = watcher(PHONE)
    page.goto(filmed.url("ended"))
    _play(page)
    _plays(page, 1)
    button = page.get_by_role("button", name="只听声音")
    asked = _asked(page)
    at = _time(page)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("正在听声音")).to_be_visible()
    _plays(page, at + 2)
    assert "sound.m3u8" in asked and "picture.m3u8" not in asked
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_line_when_it_breaks_then_says_so_and_goes_on_by_itself(filmed: Filmed, cut_off: Opens) -> None:
    page = cut_off()
    page.goto(filmed.url("live"))
    _play(page)
    _plays(page, 1)
    page.context.set_offline(True)
    expect(page.locator("[data-line]")).to_have_text("信号断了，正在接上……", timeout=40_000)
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).to_have_text("", timeout=60_000)
    _plays(page, _time(page) + 1)


def test_replay_when_a_moment_is_asked_for_then_it_begins_there(filmed: Filmed, watcher: Opens) -> None:
    page = watcher(DESK)
    page.goto(filmed.url("ended") + "#t=0:20")
    _play(page)
    _plays(page, 20)
    heard: Any = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener('sxh-paused', () => done('paused'), { once: true });
            document.querySelector('video').pause();
        })"""
    )
    assert heard == "paused"
    page.evaluate("document.dispatchEvent(new CustomEvent('sxh-seek', { detail: { seconds: 5 } }))")
    _plays(page, 5)
    assert _time(page) < 15
    expect(page.get_by_role("link", name="下载录像")).to_be_visible()


def test_replay_when_it_plays_then_comments_and_transcript_follow_until_somebody_reads_by_themselves(
    filmed: Filmed, watcher: Opens
) -> None:
    page = watcher(DESK)
    page.goto(filmed.url("ended"))
    _play(page)
    page.locator("[data-tabs] a[href='#lr-comments']").click()
    comments = page.locator("#lr-comments follow-film")
    comments.get_by_role("link", name="0:00:20").click()
    expect(comments.locator("[aria-current]")).to_contain_text("这句记下了")
    _plays(page, 20)
    follow = comments.get_by_role("button", name="跟着放")
    expect(follow).to_have_attribute("aria-pressed", "true")
    comments.locator("[data-box]").press("ArrowUp")
    expect(follow).to_have_attribute("aria-pressed", "false")
    page.locator("[data-tabs] a[href='#lr-transcript']").click()
    text = page.locator("#lr-transcript")
    expect(text.locator("[aria-current]")).to_contain_text("专业就是信任")
    assert page.evaluate(
        "[...document.querySelector('video').textTracks].map(one => [one.kind, one.language])"
    ) == [["captions", "zh-Hans"]]
    assert page.evaluate(SIDEWAYS) == []
    assert not [one for one in _offences(page) if "follow-film" in str(one) or "lr-find" in str(one)]
    text.get_by_label("在文字稿里找").fill("信任")
    text.get_by_role("button", name="找", exact=True).click()
    expect(text.get_by_role("status")).to_have_text("找到 1 句")
    expect(text.locator("li")).to_have_count(1)


def test_replay_when_there_are_no_scripts_then_the_browser_plays_the_film(
    filmed: Filmed, watcher: Opens
) -> None:
    page = watcher(PHONE, script=False)
    page.goto(filmed.url("ended"))
    expect(page.locator("video source")).to_have_count(2)
    expect(page.locator("[data-bar]")).to_be_hidden()
    film = page.locator("video source").nth(1).get_attribute("src")
    answer = filmed.get(str(film), Range="bytes=0-99")
    assert (answer.status, len(answer.read()), answer.getheader("Content-Type")) == (206, 100, "video/mp4")


def test_pieces_when_asked_for_through_the_front_then_ranges_hold_and_app_is_not_asked_again(
    filmed: Filmed,
) -> None:
    html = filmed.get(f"/lectures/{filmed.refs['live']}/").read().decode()
    base = html.partition('<lecture-player class="lp" address="')[2].partition("live-master")[0]
    playlist = filmed.get(f"{base}live-picture.m3u8").read().decode()
    name = [line for line in playlist.splitlines() if line.endswith(".m4s")][-1]
    assert filmed.get(f"{base}master.m3u8").status == 404  # nothing ahead of its time
    before = _app_answers(filmed)
    whole = filmed.get(base + name).read()
    cookie = {"Cookie": f"sxh_session={filmed.refs['host']}"}
    for headers in ({}, cookie, {"Range": "bytes=10-19"}, {**cookie, "Range": "bytes=10-19"}):
        answer = filmed.get(base + name, **headers)
        body = answer.read()
        assert body == (whole[10:20] if "Range" in headers else whole)
        assert answer.getheader("Cache-Control") == "public, max-age=31536000, s-maxage=600, immutable"
        assert answer.getheader("Access-Control-Allow-Origin") is None
    assert _app_answers(filmed) == before


def _app_answers(site: Filmed) -> int:
    text = site.get("/metrics").read().decode()
    return sum(
        int(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line.startswith("sixianghui_front_requests_total") and 'kind="app"' in line
    )
