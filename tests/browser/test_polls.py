"""A small poll on a phone: answered by keyboard, a second time kindly refused, its result for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site
from tests.browser.test_looks import SIDEWAYS, TOO_SMALL, _offences

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
OPEN, COUNTED = "大讲堂下一讲，想听什么？（示例）", "红谷读书角晚上开到几点合适？（示例）"


def go_to(page: Page, site: Site, question: str) -> None:
    page.goto(site.url("/polls/"))
    page.get_by_role("link").filter(has_text=question).click()


def press(page: Page, role: Any, name: str) -> None:
    """By the keyboard alone."""
    page.get_by_role(role, name=name, exact=True).focus()
    page.keyboard.press("Space" if role in {"checkbox", "radio"} else "Enter")


def check(page: Page) -> None:
    """Nothing serious for axe, nothing sticks out, nothing is too small to press."""
    page.wait_for_load_state()
    assert _offences(page) == []
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize(
    ("script", "post"), [(True, "纪检委员"), (False, "审计员")], ids=["with scripts", "without scripts"]
)
def test_poll_when_answered_by_keyboard_then_once_and_the_second_time_is_kindly_refused(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any], script: bool, post: str
) -> None:
    page = open_page(PHONE, script=script)
    page.context.add_cookies(desk_state(post))
    go_to(page, site, OPEN)
    press(page, "link", "去作答")
    page.wait_for_url("**/answer/")
    form = page.url
    press(page, "button", "交上")
    expect(page.get_by_role("alert")).to_have_text("还没有选。请选一项再交。")
    second = page.context.new_page()
    second.goto(form)
    press(page, "checkbox", "网络安全与个人信息")
    press(page, "button", "交上")
    expect(page.get_by_text("收下了，谢谢。")).to_be_visible()
    expect(page.get_by_text("你答过了")).to_be_visible()
    expect(page.get_by_role("link", name="去作答")).to_have_count(0)
    second.get_by_label("身边的党员故事").check()
    second.get_by_role("button", name="交上").click()
    expect(second.get_by_role("alert")).to_have_text("你已经答过了，一人一份，没有再算一次。")
    assert "人作答，选" not in page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_result_when_a_poll_was_counted_then_everybody_reads_it_without_an_account(
    site: Site, open_page: Opens, script: bool
) -> None:
    page = open_page(PHONE, script=script)
    go_to(page, site, COUNTED)
    expect(page.get_by_text("共 17 人作答，选“20 点”的最多，10 人。")).to_be_visible()
    expect(page.locator(".poll-bars li")).to_have_count(4)
    expect(page.locator(".told-lines")).to_contain_text("2018年5月23日")


def test_poll_when_asked_and_ended_early_then_few_answers_are_not_broken_down(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    page = open_page(PHONE)
    page.context.add_cookies(desk_state("工作人员"))
    page.goto(site.url("/polls/new/"))
    page.get_by_label("问什么").fill("午休时读书角要不要放点音乐？")
    page.get_by_label("选项", exact=True).fill("要\n不要")
    page.get_by_label("结果用来做什么").fill("定午休怎么开放。")
    page.get_by_label("最后一天").fill("2018-06-20")
    page.get_by_role("button", name="看看样子").click()
    expect(page.get_by_role("heading", name="发布前看一眼")).to_be_visible()
    check(page)
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("发布了，现在就能答。")).to_be_visible()
    page.get_by_role("link", name="提前结束").click()
    page.get_by_label("为什么").fill("试一下就够了。")
    page.get_by_role("button", name="结束，公布结果").click()
    expect(page.get_by_text("作答的不到 5 人，不公布各选了多少")).to_be_visible()
    page.get_by_role("link", name="写一句结果怎么用").click()
    page.get_by_label("结果怎么用了").fill("先不放，免得吵到看书的人。")
    page.get_by_role("button", name="写上").click()
    expect(page.locator(".told-lines")).to_contain_text("先不放")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_polls_when_checked_by_axe_then_nothing_serious_is_found(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any], size: tuple[int, int], theme: str
) -> None:
    page = open_page(size, theme=theme)
    go_to(page, site, COUNTED)
    check(page)
    page.context.add_cookies(desk_state("书记"))
    go_to(page, site, OPEN)
    check(page)
    for path in (
        page.url + "answer/",
        site.url("/polls/new/"),
        site.url("/polls/desk/"),
        site.url("/dialogue/"),
    ):
        page.goto(path)
        check(page)
