"""What readers say, in two browsers: one writes, the other reads; with and without a script, and by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.moderating import moderate
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
State = Callable[[str], Any]
PIECE = "/panorama/panorama-reading-corner/"
#: Longer than the ten seconds over which open pages ask how a thread stands now.
SPREAD = 20_000


def talk(page: Page, site: Site, path: str = PIECE) -> Locator:
    """The thread under a piece, in sight."""
    page.goto(site.url(path))
    part = page.locator("live-thread")
    part.scroll_into_view_if_needed()
    return part


def writer(open_page: Opens, desk_state: State, post: str = "书记", **more: Any) -> Page:
    """Somebody who is signed in."""
    page = open_page(**more)
    page.context.add_cookies(desk_state(post))
    return page


def say(part: Locator, text: str) -> None:
    """Write in place."""
    part.get_by_label("你想说的").fill(text)
    part.get_by_role("button", name="发出去").click()


def test_remark_when_let_through_then_appears_in_the_other_browser_without_loading_anything(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    theirs = talk(open_page(PHONE), site)
    page = writer(open_page, desk_state)
    mine = talk(page, site)
    say(mine, "窗台上那盆绿萝，是谁在浇水？")
    expect(mine.locator("[data-waiting]")).to_contain_text("窗台上那盆绿萝，是谁在浇水？")
    expect(mine.locator("[data-waiting]")).to_contain_text("只有你看得到，等审核")
    expect(mine.locator("[data-news]")).to_have_text("只有你看得到，等审核")
    theirs.page.evaluate("() => { window.same = true }")
    expect(theirs.get_by_text("窗台上那盆绿萝")).to_have_count(0)
    moderate(site, "shown", "窗台上那盆绿萝，是谁在浇水？")
    expect(theirs.locator("[data-list] > li").first).to_contain_text("窗台上那盆绿萝")
    expect(theirs.locator("[data-news]")).to_contain_text("新评论，写的人：一鸣")
    expect(mine.locator("[data-list] > li").first).to_contain_text("窗台上那盆绿萝")
    expect(mine.locator("[data-waiting] li").filter(has_text="窗台上那盆绿萝")).to_have_count(0)
    moderate(site, "hidden", "窗台上那盆绿萝，是谁在浇水？")
    expect(theirs.get_by_text("窗台上那盆绿萝")).to_have_count(0)
    assert theirs.page.evaluate("() => window.same") is True


def test_remark_when_sent_right_after_another_then_says_how_long_to_wait_and_keeps_the_words(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    page = writer(open_page, desk_state, "组织委员")
    mine = talk(page, site)
    say(mine, "第一句，说的是椅子。")
    expect(mine.locator("[data-waiting]").get_by_text("第一句，说的是椅子。")).to_be_visible()
    moderate(site, "tired")  # on a slow machine the two seconds may be over by now
    say(mine, "第二句，说的是窗户。")
    expect(mine.get_by_role("alert")).to_contain_text("写得太快了")
    expect(mine.get_by_label("你想说的")).to_have_value("第二句，说的是窗户。")
    expect(mine.get_by_label("你想说的")).to_be_focused()
    moderate(site, "rested")
    mine.get_by_role("button", name="发出去").click()
    expect(mine.locator("[data-waiting]").get_by_text("第二句，说的是窗户。")).to_be_visible()


def test_remark_when_it_says_what_another_just_said_then_is_taken_and_marked_for_the_desk(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    for post, text in (("书记", "转给大家看看，有礼品领取。"), ("组织委员", "转给大家看看，有礼品领取！")):
        page = writer(open_page, desk_state, post)
        mine = talk(page, site)
        page.wait_for_timeout(2_100)
        say(mine, text)
        expect(mine.locator("[data-waiting]").get_by_text(text)).to_be_visible()
    assert moderate(site, "holds", "转给大家看看，有礼品领取。") == ""
    assert moderate(site, "holds", "转给大家看看，有礼品领取！") == "repeat"


def test_thread_when_switched_off_then_open_pages_show_nothing_and_what_is_typed_stays(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    theirs = talk(open_page(PHONE), site)
    page = writer(open_page, desk_state)
    mine = talk(page, site)
    mine.get_by_label("你想说的").fill("写到一半。")
    ref = (theirs.get_attribute("address") or "").split("/")[2]
    moderate(site, "off", ref)
    expect(theirs.get_by_text("评论暂时关了。")).to_be_visible(timeout=SPREAD)
    expect(theirs.locator("[data-list] > li")).to_have_count(0)
    expect(theirs.get_by_role("link", name="写评论")).to_have_count(0)
    expect(mine.get_by_text("评论暂时关了。")).to_be_visible(timeout=SPREAD)
    mine.get_by_role("button", name="发出去").click()
    expect(mine.get_by_role("alert")).to_contain_text("评论暂时关了")
    expect(mine.get_by_label("你想说的")).to_have_value("写到一半。")
    moderate(site, "on", ref)
    expect(theirs.get_by_text("周末开到几点？")).to_be_visible(timeout=SPREAD)
    expect(theirs.get_by_role("link", name="写评论")).to_be_visible()


def test_remark_when_somebody_reads_further_down_then_waits_behind_a_button_that_counts(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    page = writer(open_page, desk_state)
    mine = talk(page, site)
    page.wait_for_timeout(2_100)
    say(mine, "书架最上面那层，要不要放个凳子？")
    expect(mine.locator("[data-waiting]").get_by_text("书架最上面那层")).to_be_visible()
    theirs = talk(open_page((390, 600)), site)
    theirs.locator("[data-list] > li").last.evaluate(
        "one => window.scrollTo(0, scrollY + one.getBoundingClientRect().bottom - 200)"
    )
    before = theirs.page.evaluate("() => scrollY")
    moderate(site, "shown", "书架最上面那层，要不要放个凳子？")
    button = theirs.get_by_role("button", name="看新来的评论")
    expect(button).to_contain_text("1")
    assert theirs.page.evaluate("() => scrollY") == before
    expect(theirs.get_by_text("书架最上面那层")).to_have_count(0)
    button.click()
    expect(theirs.locator("[data-list] > li").first).to_contain_text("书架最上面那层")
    expect(button).to_be_hidden()


def test_answer_when_made_by_the_keyboard_alone_then_says_whom_it_answers_and_is_sent(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    page = writer(open_page, desk_state, size=DESK)
    mine = talk(page, site)
    expect(mine.get_by_label("你想说的")).to_be_visible()
    page.wait_for_timeout(2_100)
    reach(page, "回复 墨水瓶")
    page.keyboard.press("Enter")
    expect(mine.get_by_label("你想说的")).to_be_focused()
    expect(mine.locator("[data-answering]")).to_contain_text("回复 墨水瓶")
    page.keyboard.type("我问过了，周末下午五点关门。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(mine.locator("[data-waiting]").get_by_text("我问过了，周末下午五点关门。")).to_be_visible()
    moderate(site, "shown", "我问过了，周末下午五点关门。")
    head = mine.locator("[data-list] > li").filter(has_text="周末开到几点？")
    expect(head.locator(".replies")).to_contain_text("我问过了，周末下午五点关门。")


def reach(page: Page, name: str) -> None:
    """Press Tab until something with this name has the focus."""
    for _press in range(150):
        page.keyboard.press("Tab")
        words = page.evaluate("() => document.activeElement.textContent.replace(/\\s+/g, ' ').trim()")
        if words == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_remark_when_there_is_no_script_then_is_written_put_right_taken_back_and_reported_by_pages(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    page = writer(open_page, desk_state, "组织委员", script=False)
    page.goto(site.url(PIECE))
    page.wait_for_timeout(2_100)
    page.get_by_role("link", name="写评论").click()
    page.get_by_label("你想说的").fill("没有脚本也能写")
    page.get_by_role("button", name="发出去").click()
    waiting = page.locator("[data-waiting] li").filter(has_text="没有脚本也能写")
    expect(waiting).to_contain_text("只有你看得到，等审核")
    waiting.get_by_role("link", name="改一改").click()
    page.get_by_label("改成").fill("没有脚本也能写，还能改。")
    page.get_by_role("button", name="改好了").click()
    mine = page.locator(".comments.mine > li").filter(has_text="没有脚本也能写，还能改。")
    mine.get_by_role("link", name="撤回").click()
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(mine).to_contain_text("你撤回了")
    page.goto(site.url(PIECE))
    page.get_by_role("link", name="举报 晓看天色").click()
    page.get_by_role("button", name="别的").click()
    expect(page.get_by_text("收到了，会有人再看一遍。")).to_be_visible()
    page.goto(site.url(PIECE))
    page.get_by_role("link", name="回复 晓看天色").click()
    expect(page.get_by_text("那把椅子我坐过").first).to_be_visible()


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "light"), (DESK, "dark"), ((360, 780), "contrast")])
def test_pages_of_remarks_when_checked_then_nothing_serious_is_found_and_nothing_sticks_out(
    site: Site, open_page: Opens, desk_state: State, size: tuple[int, int], theme: str
) -> None:
    page = writer(open_page, desk_state, size=size, theme=theme)
    part = talk(page, site)
    expect(part.get_by_label("你想说的")).to_be_visible()
    thread = part.get_attribute("address") or ""
    report = part.get_by_role("link", name="举报").first.get_attribute("href") or ""
    for path in (
        "",
        thread,
        f"{thread}new/",
        "/remarks/mine/",
        "/remarks/mine/name/",
        report,
        f"/en{thread}",
    ):
        if path:
            page.goto(site.url(path))
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == [], path
