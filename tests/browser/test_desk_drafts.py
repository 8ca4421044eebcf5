"""What is typed at the desk outlives a closed tab, a lost network, a second window and a session that ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import DESK
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
EDITOR = "行业党委 编辑"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('sxh-desk-draft:')).length"


@pytest.fixture
def written(open_page: Opens, site: Site, desk_state: Callable[[str], Any]) -> Page:
    """An editor's window with a fresh draft that has been saved once."""
    page = open_page(DESK)
    page.context.add_cookies(desk_state(EDITOR))
    return a_draft(page, site)


def a_draft(page: Page, site: Site) -> Page:
    """Begin an article in the first column that takes one, and wait until the desk has saved it."""
    begin(page, site, "一篇没写完的稿子")
    until(page, "location.pathname.endsWith('/edit/')")
    saved(page)
    return page


def begin(page: Page, site: Site, words: str) -> int:
    """Write the title of a new article in the first column that takes one; the number of that column."""
    page.goto(site.url("/cms/pages/"))
    found: Any = page.evaluate(
        """async () => {
          for (let number = 3; number < 40; number += 1) {
            const answer = await fetch(`/cms/pages/add/channel/articlepage/${number}/`);
            if (answer.ok && !answer.redirected) return number;
          }
          return 0;
        }"""
    )
    page.goto(site.url(f"/cms/pages/add/channel/articlepage/{found}/"))
    ready(page)
    title(page).fill(words)
    return int(found)


def until(page: Page, expression: str) -> None:
    """Until this holds in the page. Playwright's own waiting evaluates strings inside it, which the desk's policy forbids."""
    for _attempt in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {expression}")


def title(page: Page) -> Any:
    return page.locator("[name=title]")


def ready(page: Page) -> None:
    """Until the desk knows what it has loaded; what changes from then on is new."""
    page.locator(".desk-draft[data-ready]").wait_for(state="attached")


def saved(page: Page) -> None:
    """Until nothing waits in this browser any more."""
    until(page, f"{KEPT} === 0")
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible(timeout=20_000)


def kept(page: Page) -> None:
    until(page, f"{KEPT} > 0")


def bar(page: Page) -> Any:
    return page.locator(".desk-draft")


def reopened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    ready(page)
    return page


def leave(page: Page) -> None:
    """Close the window without a word."""
    page.close(run_before_unload=False)


def test_draft_when_the_network_is_away_for_a_while_then_is_kept_here_and_saved_afterwards(
    written: Page,
) -> None:
    written.context.set_offline(True)
    title(written).fill("断网的时候写的标题")
    kept(written)
    expect(bar(written)).to_contain_text("现在连不上")
    written.context.set_offline(False)
    saved(written)
    written.reload()
    expect(title(written)).to_have_value("断网的时候写的标题")
    expect(bar(written)).to_be_hidden()


def test_draft_when_the_tab_is_closed_without_a_network_then_can_be_compared_and_restored(
    written: Page,
) -> None:
    context, address = written.context, written.url
    context.set_offline(True)
    title(written).fill("关掉窗口以前写的标题")
    kept(written)
    leave(written)
    context.set_offline(False)
    page = reopened(context, address)
    expect(title(page)).to_have_value("一篇没写完的稿子")
    expect(bar(page)).to_contain_text("这里有一份没存上的稿子")
    page.get_by_role("button", name="对照着看").click()
    beside = page.locator(".desk-draft-beside mark")
    assert beside.all_inner_texts() == ["关掉窗口以前写的标题", "一篇没写完的稿子"]
    page.get_by_role("button", name="恢复").click()
    expect(title(page)).to_have_value("关掉窗口以前写的标题")
    until(page, f"{KEPT} === 0")


def test_draft_when_what_was_kept_is_discarded_then_is_asked_no_more(written: Page) -> None:
    context, address = written.context, written.url
    context.set_offline(True)
    title(written).fill("不要的标题")
    kept(written)
    leave(written)
    context.set_offline(False)
    page = reopened(context, address)
    page.get_by_role("button", name="丢掉").click()
    assert page.evaluate(KEPT) == 0
    page.reload()
    expect(title(page)).to_have_value("一篇没写完的稿子")
    page.wait_for_timeout(1500)
    expect(bar(page)).to_be_hidden()


def test_draft_when_a_second_window_has_saved_then_both_versions_stand_and_none_is_lost(
    written: Page,
) -> None:
    other = reopened(written.context, written.url)
    ready(other)
    title(other).fill("第二个窗口写的标题")
    saved(other)
    title(written).fill("第一个窗口写的标题")
    expect(bar(written)).to_contain_text("谁的也没有被盖掉", timeout=20_000)
    written.get_by_role("button", name="对照着看").click()
    marks = written.locator(".desk-draft-beside mark")
    expect(marks).to_have_text(["第一个窗口写的标题", "第二个窗口写的标题"])
    written.get_by_role("button", name="把我这份存成新的一版").click()
    expect(written.get_by_text("改好了")).to_be_visible(timeout=20_000)
    expect(title(written)).to_have_value("第一个窗口写的标题")
    written.goto(written.url.replace("/edit/", "/history/"))
    assert written.locator("table tbody tr").count() >= 3


def test_draft_when_the_session_ends_in_the_middle_then_is_there_after_signing_in(
    written: Page, desk_state: Callable[[str], Any]
) -> None:
    address = written.url
    written.context.clear_cookies()
    title(written).fill("登录到时以后写的标题")
    expect(bar(written)).to_contain_text("登录到时", timeout=20_000)
    kept(written)
    written.context.add_cookies(desk_state(EDITOR))
    written.get_by_role("button", name="再存一次").click()
    expect(written.get_by_text("改好了")).to_be_visible(timeout=20_000)
    written.goto(address)
    expect(title(written)).to_have_value("登录到时以后写的标题")


def test_new_article_when_the_answer_to_its_first_saving_is_lost_then_is_one_article(
    open_page: Opens, site: Site, desk_state: Callable[[str], Any]
) -> None:
    page = open_page(DESK)
    page.context.add_cookies(desk_state(EDITOR))
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("internetdisconnected")

    page.route("**/cms/pages/add/**", lose_the_first)
    column = begin(page, site, "头一次回话丢在路上的稿子")
    until(page, "location.pathname.endsWith('/edit/')")
    saved(page)
    assert lost == [200]
    title(page).fill("头一次回话丢在路上的稿子，写完了")
    saved(page)
    page.goto(site.url(f"/cms/pages/{column}/"))
    expect(page.locator("tbody tr").filter(has_text="头一次回话丢在路上的稿子")).to_have_count(1)
