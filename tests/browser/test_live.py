"""Islands that listen, before a real front; the pages are the tests' own, under the policy of the site."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sixianghui.common import wire
from sixianghui.realtime.fronts import Fronts
from sixianghui.ui.middleware import _SITE_CSP
from tests.adapters.front.harness import House, house, wait_for
from tests.adapters.front.test_streams import Door

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src" / "sixianghui" / "ui" / "static" / "dist"

TOPIC = """<live-topic id="part" topics="a:1" cursor="{cursor}">
<p id="state">{state}</p><input id="answer"><p data-ended hidden>请刷新</p></live-topic>"""
PROGRESS = """<live-progress topic="{topic}" cursor="{cursor}" address="/progress" next="/done">
<p><span data-stage="read">正在读</span><span data-stage="write" hidden>正在写</span> <span data-count>0 / 100</span></p>
<progress max="100" value="0"></progress></live-progress>"""


class Place:
    """A house with one page; `state` is what it shows, `inside` what it is made of."""

    def __init__(self, running: House) -> None:
        self.house = running
        self.state, self.inside, self.status = "开始", TOPIC, 200
        self.door = Door()
        self.progress: dict[str, Any] = {"done": 0, "total": 100, "stage": "read", "finished": False}
        self.rendered, self.answers = 0, 200
        running.app.views |= {
            "/page": self._page,
            "/done": lambda _: (200, {"Content-Type": "text/html"}, b"<h1>done</h1>"),
            "/progress": lambda _: (
                self.answers,
                {"Content-Type": "application/json"},
                json.dumps(self.progress).encode(),
            ),
            wire.EVENTS: self.door,
        }
        manifest = json.loads((BUILT / "manifest.json").read_text())
        self.script = "/static/dist/" + manifest["main.ts"]["file"]
        self.fronts = Fronts(running.folder)
        self.topic = "a:1"

    def _page(self, _: Any) -> tuple[int, dict[str, str], bytes]:
        self.rendered += 1
        cursor = self.fronts.cursor()
        inside = self.inside.format(cursor=cursor, state=self.state, topic=self.topic)
        html = f'<!doctype html><html lang="zh-Hans"><script type="module" src="{self.script}"></script>{inside}</html>'
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _SITE_CSP}
        return self.status, headers, html.encode()

    def url(self) -> str:
        return f"http://127.0.0.1:{self.house.front.port}/page"

    def listened_to(self) -> None:
        wait_for(lambda: self.house.front.figure("streams") == 1)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with house(tmp_path, control="front-0.control") as running:
        shutil.copytree(BUILT, tmp_path / "static" / "dist")
        yield Place(running)


def hear(page: Page) -> None:
    """Collect what the island says."""
    page.evaluate(
        "() => { window.heard = []; for (const name of ['sxh-event', 'sxh-gap', 'sxh-end'])"
        " addEventListener(name, (one) => window.heard.push(one.detail ? one.detail.event.n : name)) }"
    )


def heard(page: Page, count: int) -> Any:
    page.wait_for_function(f"() => window.heard.length >= {count}")
    return page.evaluate("() => window.heard")


def test_page_when_something_is_said_between_its_making_and_its_listening_then_hears_it_and_what_follows(
    place: Place, open_page: Opens
) -> None:
    page = open_page()
    page.add_init_script(
        "addEventListener('sxh-event', (one) => (window.heard ??= []).push(one.detail.event.n))"
    )
    place.door.wait.clear()
    page.goto(place.url())
    wait_for(lambda: place.door.asked)
    place.fronts.publish("a:1", {"n": 1})
    place.door.wait.set()
    place.listened_to()
    place.fronts.publish("a:2", {"n": 2})
    place.fronts.publish("a:1", {"n": 3})
    page.wait_for_function("() => window.heard && window.heard.length === 2")
    assert page.evaluate("() => window.heard") == [1, 3]


def test_page_when_events_were_lost_then_fetches_its_part_anew_and_goes_on(
    place: Place, open_page: Opens
) -> None:
    page = open_page()
    page.goto(place.url())
    hear(page)
    place.listened_to()
    place.house.front.kill()
    place.state = "别处改过"
    place.fronts.publish("a:1", {"n": 1})
    place.house.front.start()
    expect(page.locator("#state")).to_have_text("别处改过")
    place.listened_to()
    place.fronts.publish("a:1", {"n": 2})
    assert heard(page, 2) == ["sxh-gap", 2]


def test_page_when_somebody_types_then_is_not_disturbed_until_they_have_done(
    place: Place, open_page: Opens
) -> None:
    page = open_page()
    page.goto(place.url())
    hear(page)
    place.listened_to()
    page.fill("#answer", "写到一半")
    place.state = "别处改过"
    place.fronts.lose()
    assert heard(page, 1) == ["sxh-gap"]
    page.wait_for_timeout(2_500)
    assert (page.input_value("#answer"), page.inner_text("#state")) == ("写到一半", "开始")
    page.locator("#answer").blur()
    expect(page.locator("#state")).to_have_text("别处改过")


def test_page_when_its_reader_may_listen_no_longer_then_says_so_and_asks_no_more(
    place: Place, open_page: Opens
) -> None:
    page = open_page()
    page.context.add_cookies([{"name": "sxh_session", "value": "zhang.1", "url": place.url()}])
    page.goto(place.url())
    hear(page)
    place.listened_to()
    place.door.shut.add("zhang.1")
    place.status = 404
    place.fronts.recheck("zhang")
    expect(page.locator("[data-ended]")).to_be_visible()
    assert (heard(page, 1), place.door.asked) == (["sxh-end"], 2)


@pytest.mark.parametrize("typed", [False, True])
def test_page_when_it_has_no_words_for_the_end_then_is_loaded_anew_unless_somebody_types(
    place: Place, open_page: Opens, typed: bool
) -> None:
    place.inside = TOPIC.replace("<p data-ended hidden>请刷新</p>", "")
    page = open_page()
    page.context.add_cookies([{"name": "sxh_session", "value": "zhang.1", "url": place.url()}])
    page.goto(place.url())
    place.listened_to()
    if typed:
        page.fill("#answer", "写到一半")
        page.locator("#answer").blur()
    place.door.shut.add("zhang.1")
    place.status, place.inside = 404, "<h1>不在了</h1>"
    place.fronts.recheck("zhang")
    if typed:
        expect(page.get_by_role("status")).to_contain_text("先复制下来")
        assert page.input_value("#answer") == "写到一半"
    else:
        expect(page.get_by_role("heading")).to_have_text("不在了")


def test_part_when_nobody_answers_then_is_asked_for_again(place: Place, open_page: Opens) -> None:
    page = open_page()
    page.goto(place.url())
    hear(page)
    place.listened_to()
    place.status = 503
    place.fronts.lose()
    wait_for(lambda: place.rendered == 2)
    place.status, place.state = 200, "又好了"
    expect(page.locator("#state")).to_have_text("又好了", timeout=20_000)


def test_progress_when_events_come_then_moves_and_goes_on_to_the_end(place: Place, open_page: Opens) -> None:
    # Whoever hears nothing for four seconds asks: what is seen here came by the stream alone.
    place.inside, place.answers = PROGRESS, 503
    page = open_page()
    page.goto(place.url())
    place.listened_to()
    place.fronts.publish("a:1", {"done": 1500, "total": 3000, "stage": "write", "finished": False})
    expect(page.locator("[data-count]")).to_have_text("1,500 / 3,000")
    expect(page.get_by_text("正在写")).to_be_visible()
    expect(page.get_by_text("正在读")).to_be_hidden()
    assert page.evaluate(
        "() => { const bar = document.querySelector('progress'); return [bar.value, bar.max] }"
    ) == [
        1500,
        3000,
    ]
    place.fronts.publish("a:1", {"done": 3000, "total": 3000, "stage": "write", "finished": True})
    expect(page).to_have_url(place.url().replace("/page", "/done"))


def test_progress_when_there_is_no_stream_then_asks(place: Place, open_page: Opens) -> None:
    place.inside, place.topic = PROGRESS, "b:1"
    place.progress |= {"done": 40}
    page = open_page()
    page.goto(place.url())
    expect(page.locator("[data-count]")).to_have_text("40 / 100")
    place.progress |= {"done": 100, "finished": True}
    expect(page).to_have_url(place.url().replace("/page", "/done"), timeout=15_000)


def test_progress_without_scripts_then_is_as_the_server_saw_it(place: Place, open_page: Opens) -> None:
    place.inside = PROGRESS
    page = open_page(script=False)
    page.goto(place.url())
    expect(page.locator("progress")).to_have_js_property("value", 0)
    expect(page.get_by_text("正在读")).to_be_visible()
    expect(page.get_by_text("正在写")).to_be_hidden()


def test_page_when_hidden_then_lets_its_stream_go_and_comes_back_when_seen(
    place: Place, open_page: Opens
) -> None:
    page = open_page()
    page.goto(place.url())
    hear(page)
    place.listened_to()
    show = "(yes) => { Object.defineProperty(document, 'hidden', {value: !yes, configurable: true}); document.dispatchEvent(new Event('visibilitychange')) }"
    page.evaluate(show, False)
    wait_for(lambda: place.house.front.figure("streams") == 0)
    place.fronts.publish("a:1", {"n": 1})
    page.evaluate(show, True)
    assert heard(page, 1) == [1]
