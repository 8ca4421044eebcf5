"""Somebody speaks up, and somebody answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
TEXT = "读书角有一盏灯不亮，晚上看书费眼。"
DONE = "灯泡已经换了，谢谢提醒。"


def as_(page: Page, cookies: Any) -> Page:
    page.context.add_cookies(cookies)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_letter_when_written_from_a_page_without_an_account_then_its_code_reads_the_answer(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any], script: bool
) -> None:
    reader = open_page(PHONE, script=script)
    reader.goto(site.url("/units/"))
    reader.get_by_role("contentinfo").get_by_role("link", name="建议与投诉").click()
    expect(reader.get_by_text("6月14日")).to_be_visible()
    reader.get_by_label("想说什么").fill(TEXT)
    expect(reader.get_by_label("带上刚才那一页")).to_be_checked()
    reader.wait_for_timeout(3000)
    reader.get_by_role("button", name="交上去").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("收到了，6月14日前答复")
    code = reader.locator(".receipt code").inner_text()

    clerk = as_(open_page(PHONE, script=script), desk_state("工作人员"))
    clerk.goto(site.url("/week/"))
    clerk.goto(site.url("/complaints/inbox/"))
    clerk.get_by_role("link").filter(has_text="6月5日收到").first.click()
    expect(clerk.get_by_text(TEXT)).to_be_visible()
    expect(clerk.get_by_text("/units/")).to_be_visible()
    clerk.get_by_label("你的答复").fill(DONE)
    clerk.get_by_role("button", name="答复", exact=True).click()
    expect(clerk.get_by_role("status")).to_contain_text("已答复")

    reader.get_by_role("link", name="凭回执码看答复").click()
    reader.get_by_label("回执码").fill(code.lower().replace("-", " "))
    reader.get_by_role("button", name="看答复").click()
    expect(reader.get_by_text(DONE)).to_be_visible()


def test_letter_when_too_short_then_says_so_beside_the_field_and_keeps_the_rest(
    site: Site, open_page: Opens
) -> None:
    page = open_page(PHONE)
    page.goto(site.url("/burdens/?page=/week/"))
    page.get_by_label("要求了什么，多在哪里").fill("多")
    page.get_by_label("联系方式").fill("打这个电话")
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="交上去").click()
    field = page.get_by_label("要求了什么，多在哪里")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("再多写几个字")).to_be_visible()
    expect(page.get_by_label("联系方式")).to_have_value("打这个电话")


def test_letter_when_passed_on_then_the_toast_takes_it_back(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    page = as_(open_page(PHONE), desk_state("工作人员"))
    page.goto(site.url("/week/"))
    page.get_by_role("link", name="去答复").first.click()
    page.get_by_text("不归我管，转给别人").click()
    page.get_by_label("转给谁").select_option(label="行业党委 纪检委员 温乔（示例）")
    page.get_by_label("为什么转").fill("请纪检委员看一看。")
    page.get_by_role("button", name="转过去").click()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("status")).to_contain_text("收回来了")
    expect(page.get_by_label("你的答复")).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    expect(page.locator(".toast")).to_have_count(0)


def test_week_when_letters_wait_then_each_card_says_whose_deadline_it_is_and_leads_there(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    page = as_(open_page(PHONE), desk_state("纪检委员"))
    page.goto(site.url("/week/"))
    card = page.locator(".todo .card").first
    expect(card).to_contain_text("答复一件“要求太多”")
    expect(card).to_contain_text("组织须在 6月13日前")
    card.get_by_role("link", name="去答复").click()
    expect(page.get_by_text("请替写信的人把关")).to_be_visible()
    expect(page.get_by_text("没有署名")).to_be_visible()


ASKED = "五一放假和调休那几天，党员之家的门开不开？想借大桌子排板报。"


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_question_when_asked_on_a_phone_then_is_released_by_a_second_person_and_read_by_anybody(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any], script: bool
) -> None:
    """Others asked something like it: with scripts that is shown while writing, without before it is received."""
    way = "开" if script else "关"
    title = f"五一前后党员之家几点{way}门"
    reader = open_page(PHONE, script=script)
    reader.goto(site.url("/letters/"))
    reader.get_by_role("link", name="写给书记").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("写给书记")
    reader.wait_for_timeout(3000)
    reader.get_by_label("一句话问什么").fill(title)
    reader.get_by_label("说说是怎么回事").fill(f"{ASKED}脚本{way}着。")
    reader.get_by_label("公开时署什么名").fill("板报组")
    alike = reader.locator(".alike").get_by_role("link", name="五一前后党员之家哪几天开门")
    if script:
        expect(alike).to_be_visible()
    reader.get_by_role("button", name="交上去").click()
    if not script:
        expect(reader.get_by_role("heading", name="有人问过类似的")).to_be_visible()
        expect(alike).to_be_visible()
        expect(reader.get_by_label("公开时署什么名")).to_have_value("板报组")
        reader.wait_for_timeout(3000)
        reader.get_by_role("button", name="交上去").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("收到了，6月14日前答复")

    clerk = as_(open_page(PHONE, script=script), desk_state("工作人员"))
    clerk.goto(site.url("/complaints/inbox/"))
    newest = clerk.get_by_role("link").filter(has_text="写给书记").filter(has_text="还有 7 个工作日")
    newest.first.click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text(title)
    clerk.get_by_label("你的答复").fill("二十八日照常开门，二十九日到五月一日不开。")
    clerk.get_by_role("button", name="答复", exact=True).click()
    expect(clerk.get_by_role("heading", name="准备公开的稿子")).to_be_visible()
    clerk.get_by_label("问", exact=True).fill(f"放假那几天门开不开？脚本{way}着。")
    clerk.get_by_role("button", name="准备好了").click()
    expect(clerk.get_by_role("heading", name="等另一个人看")).to_be_visible()

    chief = as_(open_page(DESK, script=script), desk_state("总编辑"))
    chief.goto(site.url("/complaints/releases/"))
    chief.get_by_role("link", name=title).click()
    expect(chief.get_by_text("板报组问")).to_be_visible()
    chief.get_by_role("button", name="公开", exact=True).click()
    expect(chief.get_by_role("status")).to_contain_text("大家都读得到了")

    stranger = open_page(PHONE, script=script)
    stranger.goto(site.url("/letters/"))
    stranger.get_by_role("link", name=title).click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text(title)
    expect(stranger.get_by_text("板报组问")).to_be_visible()
    expect(stranger.get_by_text("有删节").first).to_be_visible()
    expect(stranger.get_by_text(ASKED)).to_have_count(0)
