"""A reader, who has no account and wants none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
#: A piece in a column.
COLUMN = re.compile(r"(?:/en)?/(?:guides|congress|lectures|news|showcase|panorama|dialogue)/(?=[^/?]+/$)")
Opens = Callable[..., Page]


def test_front_page_when_read_by_keyboard_alone_then_skip_link_columns_and_figure_are_reached(
    site: Site, open_page: Opens
) -> None:
    page = open_page(DESK)
    page.goto(site.url("/"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.get_by_role("navigation", name="栏目").get_by_role("link", name="十九大").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("十九大")

    page.goto(site.url("/"))
    figure = page.locator("a.fig").first
    figure.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/figures/channel\.columns/"))
    expect(page.locator(".fig-big")).to_contain_text("7")


def test_large_type_when_chosen_then_it_is_still_there_on_the_next_page(site: Site, open_page: Opens) -> None:
    page = open_page(PHONE)
    page.goto(site.url("/"))
    before = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.get_by_role("button", name="字号：特大").click()
    page.goto(site.url("/units/"))
    assert page.evaluate("document.documentElement.dataset.size") == "l"
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > before
    expect(page.get_by_role("button", name="字号：特大")).to_have_attribute("aria-pressed", "true")


def test_night_theme_when_the_system_asks_for_it_then_it_comes_without_a_choice(
    site: Site, open_page: Opens
) -> None:
    page = open_page(PHONE)
    page.emulate_media(color_scheme="dark")
    page.goto(site.url("/"))
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("contentinfo").get_by_role("button", name="标准").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_language_when_switched_then_the_same_page_comes_in_the_other_one(
    site: Site, open_page: Opens
) -> None:
    page = open_page(DESK)
    page.goto(site.url("/units/"))
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(site.url("/en/units/"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Organisation")
    page.get_by_role("link", name="中文").click()
    expect(page).to_have_url(site.url("/units/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("组织架构")


def test_columns_when_on_a_phone_then_they_open_at_a_button_and_close_with_escape(
    site: Site, open_page: Opens
) -> None:
    page = open_page(PHONE)
    page.goto(site.url("/"))
    columns = page.get_by_role("navigation", name="栏目")
    expect(columns.get_by_role("link", name="党务指南")).to_be_hidden()
    page.get_by_role("button", name="栏目与检索").click()
    expect(columns.get_by_role("link")).to_have_count(7)
    expect(columns.get_by_role("link", name="党务指南")).to_be_visible()
    page.keyboard.press("Escape")
    expect(columns.get_by_role("link", name="党务指南")).to_be_hidden()
    expect(page.get_by_role("button", name="栏目与检索")).to_be_focused()


def test_pages_when_scripts_are_off_then_they_say_the_same(site: Site, open_page: Opens) -> None:
    page = open_page(PHONE, script=False)
    page.goto(site.url("/"))
    expect(page.get_by_role("navigation", name="栏目").get_by_role("link", name="党务指南")).to_be_visible()
    expect(page.get_by_role("button", name="夜间").first).to_be_hidden()
    page.goto(site.url("/units/"))
    expect(page.get_by_role("link", name="中原网新闻党支部")).to_be_visible()


def test_tree_when_followed_then_a_unit_shows_its_lines(site: Site, open_page: Opens) -> None:
    page = open_page(PHONE)
    page.goto(site.url("/units/"))
    page.get_by_role("link", name="中原网新闻党支部").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("中原网新闻党支部")
    chain = page.locator(".chain")
    expect(chain.get_by_text("行业指导")).to_be_visible()
    expect(chain.get_by_role("link")).to_have_text(["郑州市互联网行业党委"])


def test_address_when_there_is_no_such_page_then_the_reader_is_told_what_to_do(
    site: Site, open_page: Opens
) -> None:
    page = open_page(PHONE)
    answer = page.goto(site.url("/nobody-wrote-this/"))
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("这里没有你要的那一页")
    page.locator("#main").get_by_role("link", name="回首页").click()
    expect(page).to_have_url(site.url("/"))


def test_demo_when_opened_then_every_page_says_so_and_search_engines_stay_out(
    site: Site, open_page: Opens
) -> None:
    page = open_page(PHONE)
    for path in ("/", "/guides/", "/units/", "/sign-in/", "/en/"):
        page.goto(site.url(path))
        expect(page.locator(".banner")).to_be_visible()
        assert page.locator('meta[name="robots"]').first.get_attribute("content") == "noindex"


def test_links_when_counted_then_none_leads_nowhere(site: Site, open_page: Opens) -> None:
    page = open_page(DESK)
    waiting, broken = ["/", "/en/"], []
    seen: set[str] = set()
    siblings: Counter[str] = Counter()
    while waiting:
        path = waiting.pop()
        column = COLUMN.match(path)
        # Eight pieces of a column stand for the others: a hundred are made alike.
        if path in seen or (column and siblings[column[0]] == 8):
            continue
        seen.add(path)
        siblings[column[0] if column else ""] += 1
        answer = page.request.get(site.url(path))
        if not answer.ok:
            broken.append((path, answer.status))
        elif "html" in answer.headers["content-type"] and "?" not in path:
            hrefs = re.findall(r'<a\b[^>]*\bhref="([^"]*)"', answer.text())
            broken += [(path, href) for href in hrefs if href in {"", "#"}]
            waiting += [
                href.split("#")[0] for href in hrefs if href.startswith("/") and not href.startswith("/cms/")
            ]
    assert broken == []
    assert {"/", "/en/", "/units/", "/units/zynews-news/", "/guides/", "/sign-in/"} <= seen


def test_replay_when_it_ends_while_someone_watches_then_the_page_goes_home(
    site: Site, open_page: Opens
) -> None:
    """The page as it stood a moment before the end; the answers are the site's own."""
    page = open_page(PHONE)

    def a_moment_before(route: Route) -> None:
        if "format=json" in route.request.url:
            route.continue_()
            return
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('data-done="true"', 'data-done="false"'))

    page.route("**/replay/**", a_moment_before)
    page.goto(site.url("/replay/"))
    expect(page).to_have_url(site.url("/"))


def test_search_when_two_characters_are_typed_then_what_holds_them_is_found_and_marked(
    site: Site, open_page: Opens
) -> None:
    page = open_page(DESK)
    page.goto(site.url("/"))
    page.get_by_role("combobox", name="检索全站").fill("中原网")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"“中原网”找到 \d+ 条"))
    expect(page.locator(".hits mark").first).to_have_text("中原网")
    page.locator(".hits a[href='/units/zynews-news/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("中原网新闻党支部")

    page.goto(site.url("/search/?q=%E9%AD%91%E9%AD%85"))
    expect(page.get_by_role("heading", name="没有找到")).to_be_visible()
    expect(page.locator("main").get_by_role("combobox")).to_have_value("魑魅")


def test_search_when_typed_then_names_are_offered_and_chosen_by_keyboard(
    site: Site, open_page: Opens
) -> None:
    page = open_page(DESK)
    page.goto(site.url("/search/"))
    field = page.locator("main").get_by_role("combobox")
    field.press_sequentially("dangke")
    offered = page.locator("main").get_by_role("option")
    expect(offered.first).to_have_text("党课")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(field).to_have_value("党课")
    expect(offered.first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(field).to_have_value("dangke")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Enter")
    expect(page.locator(".found [role=status]")).to_contain_text("按“党课”检索")


@pytest.mark.parametrize("typed", ["党课", "支部", "两学一做", "dangke", "党克"])
def test_search_when_scripts_are_off_then_what_was_meant_is_found_and_marked(
    site: Site, open_page: Opens, typed: str
) -> None:
    page = open_page(DESK, script=False)
    page.goto(site.url("/search/"))
    page.locator("main").get_by_role("searchbox").fill(typed)
    page.locator("main").get_by_role("button", name="检索").click()
    meant = {"dangke": "党课", "党克": "党课"}.get(typed, typed)
    expect(page.locator(".hits mark").first).to_have_text(meant)
    if meant != typed:
        page.get_by_role("link", name=f"只找“{typed}”").click()
        expect(page.locator("main").get_by_role("searchbox")).to_have_value(typed)
        expect(page.get_by_role("heading", name="没有找到")).to_be_visible()
