"""An article and a guide as readers meet them: without scripts, on paper, in quiet, and from the page to its editors."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
ARTICLE = "/news/news-community-caravan/"
GUIDE = "/guides/guide-admission-meeting/"
FURNITURE = (".util", ".masthead", ".nav", ".crumbs", ".rail", ".after", ".foot", ".dateline look-switch")


def shown(page: Page, *selectors: str) -> list[str]:
    """Those of the selectors of which something can be seen."""
    return [one for one in selectors if page.locator(f"{one}:visible").count()]


def test_article_when_read_on_a_phone_without_scripts_then_is_whole(site: Site, open_page: Opens) -> None:
    page = open_page(PHONE, script=False)
    page.goto(site.url(ARTICLE))
    for part in ("相关报道", "这篇哪里不对，告诉编辑", "关注与分享"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    expect(page.locator("copy-link code")).to_contain_text(ARTICLE)
    assert shown(page, "copy-link button", "print-page", "look-switch") == []
    page.get_by_role("link", name="这里写错了").click()
    page.get_by_label("想说什么").fill("第二段的日子写错了。")
    page.wait_for_timeout(2200)  # quicker is a machine
    page.get_by_role("button", name="交给编辑").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("编辑收到了")


def test_reading_mode_when_chosen_without_scripts_then_leaves_only_the_text(
    site: Site, open_page: Opens
) -> None:
    page = open_page(PHONE, script=False)
    page.goto(site.url(ARTICLE))
    page.get_by_role("link", name="阅读模式", exact=True).click()
    assert shown(page, *FURNITURE) == []
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.get_by_role("link", name="退出阅读模式").click()
    assert len(shown(page, *FURNITURE)) >= 6


@pytest.mark.parametrize("path", [ARTICLE, GUIDE], ids=["article", "guide"])
def test_page_when_printed_then_has_no_furniture_but_its_address_and_day(
    site: Site, open_page: Opens, path: str
) -> None:
    page = open_page((794, 1123))
    page.goto(site.url(path))
    assert shown(page, ".printed") == []
    page.emulate_media(media="print")
    assert shown(page, *FURNITURE) == []
    expect(page.locator(".printed")).to_be_visible()
    expect(page.locator(".printed")).to_contain_text(path)
    expect(page.locator(".printed")).to_contain_text(re.compile(r"2018年\d+月\d+日"))
    expect(page.locator(".sample")).to_be_visible()


def test_size_of_letters_when_chosen_at_the_text_then_is_remembered(site: Site, open_page: Opens) -> None:
    page = open_page(DESK)
    page.goto(site.url(ARTICLE))
    sizes = page.get_by_role("group", name="正文字号")
    before = page.locator(".prose p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    sizes.get_by_role("button", name="字号：特大").click()
    page.goto(site.url(GUIDE))
    expect(sizes.get_by_role("button", name="字号：特大")).to_have_attribute("aria-pressed", "true")
    after = page.locator(".prose p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert after > before * 1.2


def test_every_piece_of_the_demo_when_its_feed_and_sitemap_are_followed_then_answers(
    site: Site, open_page: Opens
) -> None:
    page = open_page(PHONE)
    loc = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    index = ElementTree.fromstring(page.request.get(site.url("/sitemap.xml")).text())
    listed = [
        str(one.text)
        for part in index.iter(loc)
        for one in ElementTree.fromstring(page.request.get(str(part.text)).text()).iter(loc)
    ]
    assert len(listed) > 8
    assert site.url(ARTICLE) in listed
    wrong = [address for address in listed[:: max(1, len(listed) // 25)] if not page.request.get(address).ok]
    assert wrong == []


def test_article_when_sent_in_and_refused_at_a_box_alone_then_what_was_written_is_offered_later(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    page = open_page(PHONE)
    page.context.add_cookies(desk_state("书记"))
    page.goto(site.url("/contributions/new/"))
    page.get_by_label("标题", exact=True).fill("一个人的值守")
    page.get_by_label("正文", exact=True).fill("四月里他守了十四个夜班，没有留过夜的工单。" * 4)
    page.get_by_text("写的是某一个人？").click()
    page.get_by_label("写的是谁").fill("苏晓（示例）")
    page.get_by_role("button", name="送编辑部").click()
    expect(page.get_by_text("请先给本人看过")).to_be_visible()
    page.wait_for_load_state()  # until its scripts have run
    assert page.locator("form .field.bad, form .notice.err").count() == 0
    assert page.evaluate("sessionStorage.getItem('sxh-form-sent')") is None

    page.goto(site.url("/week/"))
    page.goto(site.url("/contributions/new/"))
    page.get_by_role("button", name="接着写").click()
    expect(page.get_by_label("标题", exact=True)).to_have_value("一个人的值守")
