"""The room of a lecture, in two browsers and more: what is said appears, what changes changes by itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from sixianghui.common import wire
from sixianghui.project import supervisor
from tests import databases, demo
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_plans import _answers

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
ROOT = Path(__file__).resolve().parents[2]
#: Open pages come for a lecture that began or ended spread over five seconds.
SPREAD = 15_000
WALL = (1920, 1080)


@dataclass
class Lectures:
    """A running site with lectures before, during and after; `refs` names them and the sessions of people."""

    address: str
    refs: dict[str, str]
    environ: dict[str, str]

    def open(self, page: Page, path: str, who: str = "") -> Page:
        """A page, for nobody or for somebody; `{live}` and the like stand for refs."""
        if who:
            cookie: Any = {"name": wire.SESSION_COOKIE, "value": self.refs[who], "url": self.address}
            page.context.add_cookies([cookie])
        page.goto(self.address.rstrip("/") + path.format(**self.refs))
        return page

    def do(self, what: str, which: str, *words: str) -> None:
        """Something that happens elsewhere."""
        subprocess.run(
            [sys.executable, "-m", "tests.browser.lectured", what, self.refs[which], *words],
            env=self.environ,
            check=True,
            stdout=subprocess.DEVNULL,
        )


@pytest.fixture(scope="module")
def lectures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lectures]:
    folder = tmp_path_factory.mktemp("lectures") / "data"
    folder.mkdir(mode=0o700)
    shutil.copyfile(databases.sqlite_template(), folder / "sixianghui.sqlite3")
    environ = {**demo.environ_of(folder, os.environ), "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.lectured", "make"],
        env=environ,
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    refs = json.loads(made.stdout.strip().splitlines()[-1])
    ours = {name: value for name, value in environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        supervisor.python("serve"), env=ours, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield Lectures(_answers(folder / "run" / "address"), refs, environ)
    process.send_signal(signal.SIGINT)
    process.wait(30)


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("tab", name=name)


def stamp(page: Page) -> None:
    """So that a page that was loaded anew is known by it."""
    page.evaluate("() => { window.same = true }")


def is_same(page: Page) -> bool:
    return page.evaluate("() => window.same === true") is True


def test_comment_when_written_in_one_browser_then_appears_in_the_other(
    lectures: Lectures, open_page: Opens
) -> None:
    theirs = lectures.open(open_page(PHONE), "/lectures/{coming}/")
    mine = lectures.open(open_page(DESK), "/lectures/{coming}/", "reader")
    tab(theirs, "评论").click()
    tab(mine, "评论").click()
    stamp(theirs)
    mine.locator("#lr-comments").get_by_label("你想说的").fill("早到了，先坐第一排。")
    mine.locator("#lr-comments").get_by_role("button", name="发出去").click()
    first = theirs.locator("#lr-comments [data-list] > li").first
    expect(first).to_contain_text("早到了，先坐第一排。")
    expect(first).to_contain_text("听课的小林")
    expect(tab(theirs, "评论")).to_contain_text("1")
    lectures.do("say", "coming", "声音能听到吗？")
    expect(theirs.locator("#lr-comments [data-list] > li").first).to_contain_text("声音能听到吗？")
    expect(mine.locator("#lr-comments [data-list] > li").first).to_contain_text("声音能听到吗？")
    assert is_same(theirs)


def test_question_when_wanted_and_taken_up_then_both_browsers_say_so_and_undo_works(
    lectures: Lectures, open_page: Opens
) -> None:
    theirs = lectures.open(open_page(DESK), "/lectures/{live}/#lr-questions")
    mine = lectures.open(open_page(PHONE), "/lectures/{live}/#lr-questions", "reader")
    text = "写给群众的说明，怎样才算别人看得懂？"
    there, here = (page.locator("#lr-questions [data-ref]", has_text=text) for page in (theirs, mine))
    stamp(theirs)
    stamp(mine)
    here.get_by_role("link", name="我也想问").click()
    expect(there.locator("[data-wishes]")).to_have_text("1 人也想问")
    here.get_by_role("link", name="不算我了").click()
    expect(there.locator("[data-wishes]")).to_be_hidden()
    lectures.do("answer", "live", text)
    expect(there).to_have_attribute("data-asked", "now")
    expect(theirs.locator("#lr-questions [data-list] > li").first).to_contain_text(text)
    expect(there.get_by_text("正在答")).to_be_visible()
    lectures.do("answer", "live", "加班多的团队，学习时间从哪里来？")
    expect(there).to_have_attribute("data-asked", "answered")
    expect(there.get_by_role("link", name="已于")).to_be_visible()
    assert is_same(theirs) and is_same(mine)


def test_room_when_the_lecture_begins_speaks_moves_on_and_ends_then_an_open_page_follows_and_keeps_what_is_typed(
    lectures: Lectures, open_page: Opens
) -> None:
    page = lectures.open(open_page(DESK), "/lectures/{coming}/", "reader")
    tab(page, "评论").click()
    field = page.locator("#lr-comments").get_by_label("你想说的")
    field.fill("写到一半的话")
    stamp(page)
    expect(page.get_by_text("会数什么")).to_be_visible()
    lectures.do("begin", "coming")
    expect(page.get_by_text("画面还没有来")).to_be_visible(timeout=SPREAD)
    expect(page.get_by_text("此刻在看")).to_be_visible()
    expect(page.locator(".lr-hall")).to_be_empty()  # nobody registers any more
    lectures.do("notice", "coming", "课件在“提纲”里。")
    expect(page.locator("[data-pinned]")).to_contain_text("课件在“提纲”里。")
    lectures.do("come", "coming", "2")
    tab(page, "提纲").click()
    expect(page.locator("#lr-agenda [aria-current=step]")).to_contain_text("从一封申请书说起")
    expect(page.locator("[data-watching]")).to_have_text("1", timeout=30_000)
    lectures.do("end", "coming")
    expect(page.get_by_text("回放还在整理")).to_be_visible(timeout=SPREAD)
    expect(page.locator("#lr-agenda").get_by_role("link", name="从一封申请书说起")).to_be_visible()
    expect(field).to_have_value("写到一半的话")
    assert is_same(page)


def test_desk_when_the_moderator_presses_once_then_released_to_everybody_and_gone_from_the_desk(
    lectures: Lectures, open_page: Opens
) -> None:
    desk = lectures.open(open_page(DESK), "/lectures/{live}/desk/", "moderator")
    room = lectures.open(open_page(PHONE), "/lectures/{live}/")
    stamp(desk)
    expect(desk.get_by_role("button", name="结束")).to_have_count(0)
    lectures.do("say", "live", "空调能不能调高一度？", "waits")
    card = desk.locator(".comment-case", has_text="空调能不能调高一度？")
    expect(card).to_be_visible()
    expect(room.get_by_text("空调能不能调高一度？")).to_have_count(0)
    card.get_by_role("button", name="放出来").click()
    expect(room.get_by_text("空调能不能调高一度？")).to_be_visible()
    expect(card).to_have_count(0)
    desk.get_by_label("对大家说一句").fill("再答三个问题就下课。")
    desk.get_by_role("button", name="钉在评论上面").click()
    expect(room.locator("[data-pinned]")).to_contain_text("再答三个问题就下课。")
    expect(desk.get_by_label("对大家说一句")).to_have_value("")
    assert is_same(desk)


def test_lectern_when_a_question_is_taken_up_then_the_wall_shows_it_large_after_a_cut_too(
    lectures: Lectures, open_page: Opens, chromium: Browser
) -> None:
    tablet = lectures.open(open_page((1180, 820)), "/lectures/{live}/lecturer/", "lecturer")
    # A browser without a line says so on its console: this one is not asked for complaints.
    context = chromium.new_context(viewport={"width": WALL[0], "height": WALL[1]}, locale="zh-CN")
    wall = lectures.open(context.new_page(), "/lectures/{live}/screen/")
    wall.context.set_offline(True)
    lectures.do("ask", "live", "课件能带回去讲吗？")
    row = tablet.locator(".lr-answering > li", has_text="课件能带回去讲吗？")
    expect(row).to_be_visible()
    row.get_by_role("button", name="现在答").click()
    expect(row.get_by_role("button", name="答完了")).to_be_visible()
    wall.context.set_offline(False)
    expect(wall.locator(".lr-screen-now")).to_have_text("课件能带回去讲吗？", timeout=30_000)
    sizes = wall.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight,"
        " getComputedStyle(document.body).cursor]"
    )
    context.close()
    assert sizes == [1920, 1080, "none"]


@pytest.mark.parametrize("which", ["coming", "live", "over"])
def test_room_when_there_is_no_script_then_everything_stands_there_and_forms_are_links(
    which: str, lectures: Lectures, open_page: Opens
) -> None:
    page = lectures.open(open_page(PHONE, script=False), f"/lectures/{{{which}}}/")
    for name in ("#lr-comments", "#lr-questions", "#lr-agenda"):
        expect(page.locator(name)).to_be_visible()
    if which == "live":
        page.locator("#lr-questions").get_by_role("link", name="我也想问").first.click()
        expect(page).to_have_url(re.compile("/sign-in/"))


def test_tabs_when_moved_by_the_keyboard_then_one_part_is_shown_at_a_time(
    lectures: Lectures, open_page: Opens
) -> None:
    page = lectures.open(open_page(DESK), "/lectures/{live}/")
    tab(page, "评论").focus()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "提问")).to_be_focused()
    expect(page.locator("#lr-questions")).to_be_visible()
    expect(page.locator("#lr-comments")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.locator("#lr-agenda")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "评论")).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/lectures/{later}/", ""),
        ("/lectures/{live}/#lr-questions", "reader"),
        ("/lectures/{over}/", ""),
        ("/en/lectures/{live}/", ""),
        ("/lectures/{live}/desk/", "host"),
        ("/lectures/{live}/lecturer/", "lecturer"),
        ("/lectures/{live}/screen/", ""),
        ("/lectures/all/", ""),
    ],
)
def test_pages_when_narrow_large_dark_or_in_contrast_then_fit_and_axe_finds_nothing(
    path: str, who: str, lectures: Lectures, open_page: Opens
) -> None:
    looks: list[dict[str, Any]] = [
        {"size": (360, 740)},
        {"size": (390, 844), "theme": "contrast", "text": "l"},
        {"size": DESK},
        {"size": DESK, "scale": 2, "theme": "dark"},
    ]
    for look in looks:
        page = lectures.open(open_page(**look), path, who)
        wide = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, look
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == [], look
