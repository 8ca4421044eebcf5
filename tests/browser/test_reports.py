"""Whoever is no programmer writes a report: picks numbers, writes two sentences, has them checked, publishes, opens one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site
from tests.browser.test_looks import SIDEWAYS, TOO_SMALL, _offences

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
State = Callable[[str], Any]
CLERK, CHECKER = "行业党委 工作人员", "行业党委 纪检委员"


def _as(open_page: Opens, desk_state: State, who: str, size: tuple[int, int]) -> Page:
    page = open_page(size)
    page.context.add_cookies(desk_state(who))
    return page


def _begun(page: Page, site: Site, template: str = "主题活动成效") -> str:
    """A draft begun from a template in two taps; its address."""
    page.goto(site.url("/reports/new/"))
    page.get_by_role("link", name=template).click()
    page.get_by_role("button", name="开始写").click()
    page.wait_for_url(re.compile(r"/reports/drafts/\w+/$"))
    expect(page.locator("report-editor.live")).to_be_attached()
    return page.url


def _sound(page: Page) -> None:
    page.wait_for_load_state()
    assert (_offences(page), page.evaluate(SIDEWAYS), page.evaluate(TOO_SMALL)) == ([], [], [])


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_report_when_a_clerk_writes_it_then_numbers_come_by_name_and_open_to_their_rows_once_published(
    site: Site, open_page: Opens, desk_state: State, size: tuple[int, int]
) -> None:
    page = _as(open_page, desk_state, CLERK, size)
    address = _begun(page, site)
    page.get_by_label("标题", exact=True).first.fill(f"两个月里做了什么（{size[0]}）")
    text = page.locator("[data-kind=text] textarea").first
    text.fill("频道里的稿子有")
    text.press("End")
    page.locator("[data-kind=text] .pick").first.click()
    field = page.get_by_role("combobox", name="找哪个数")
    field.fill("发稿")
    option = page.get_by_role("option", name=re.compile("频道发稿"))
    expect(option).to_have_attribute("aria-selected", "true")
    expect(option).to_contain_text("篇")
    _sound(page)
    field.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value("频道里的稿子有【频道发稿】")
    text.press_sequentially("篇。")
    if size == PHONE:
        page.get_by_role("button", name="看", exact=True).click()
    shown = page.locator(".as-read .fig").first
    expect(shown).to_have_text(re.compile(r"^\d+$"))
    _sound(page)
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("正等着审核", exact=True)).to_be_visible()
    _sound(page)

    checker = _as(open_page, desk_state, CHECKER, size)
    checker.goto(site.url("/week/"))
    expect(checker.get_by_role("heading", name="一份报告等你看").first).to_be_visible()
    checker.goto(address)
    _sound(checker)
    checker.get_by_role("button", name="同意公布").click()

    page.goto(address)
    page.get_by_role("link", name="公布", exact=True).click()
    _sound(page)
    page.get_by_role("button", name="公布", exact=True).click()
    expect(page).to_have_url(re.compile(r"/reports/(?!drafts)\w+/$"))
    number = page.locator(".rep .fig").first
    said = number.inner_text()
    number.click()
    expect(page.locator(".fig-big")).to_contain_text(said)
    assert page.locator("#rows tbody tr").count() > 0
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 CSV").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_report_when_the_browser_is_left_before_saving_then_what_was_typed_is_offered_again(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    page = _as(open_page, desk_state, CLERK, DESK)
    address = _begun(page, site, "年度总结")
    page.get_by_role("group", name="加一段").get_by_role("button", name="文字").click()
    page.keyboard.type("还没有存的话。")
    page.wait_for_timeout(600)
    page.goto(site.url("/week/"))
    page.goto(address)
    page.get_by_role("button", name="接着写").click()
    expect(page.locator("[data-kind=text] textarea").last).to_have_value("还没有存的话。")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-state]")).to_contain_text("存好了")
    page.reload()
    expect(page.locator("[data-kind=text] textarea").last).to_have_value("还没有存的话。")
    expect(page.get_by_text("上次没存的内容")).to_have_count(0)


def test_report_when_written_by_keyboard_alone_then_blocks_move_and_wrong_names_are_said_at_their_block(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    page = _as(open_page, desk_state, CLERK, DESK)
    _begun(page, site)
    first = page.locator("[data-kind=text] textarea").first
    first.fill("【没有这个】")
    expect(page.locator(".block.bad .err")).to_contain_text("没有叫“没有这个”的数")
    first.fill("")
    first.press_sequentially("有【")
    expect(page.get_by_role("combobox", name="找哪个数")).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    expect(first).to_have_value("有【")
    first.fill("有")
    names = page.locator("[data-block]").evaluate_all("blocks => blocks.map((one) => one.dataset.block)")
    page.locator("[data-block] [value^='down:']").first.focus()
    page.keyboard.press("Enter")
    moved = page.locator("[data-block]").evaluate_all("blocks => blocks.map((one) => one.dataset.block)")
    assert moved == [names[1], names[0], *names[2:]]
    page.locator("[data-block] [value^='drop:']").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="放回来").click()
    again = page.locator("[data-block]").evaluate_all("blocks => blocks.map((one) => one.dataset.block)")
    assert again == moved


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_pages_of_writing_when_checked_by_axe_then_nothing_serious_is_found(
    site: Site, open_page: Opens, desk_state: State, theme: str
) -> None:
    page = open_page(PHONE if theme == "dark" else DESK, theme=theme)
    page.context.add_cookies(desk_state(CLERK))
    address = _begun(page, site)
    for path in ("/reports/drafts/", "/reports/new/", "/reports/templates/", "/en/reports/drafts/"):
        page.goto(site.url(path))
        _sound(page)
    for one in (address, address.replace("/reports/", "/en/reports/"), f"{address}figures/?q=%E6%B4%BB"):
        page.goto(one)
        _sound(page)
