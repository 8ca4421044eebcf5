"""A passer-by reads what was published, opens a number down to its rows, and takes it along."""

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
RESULTS = "双比双争：两个多月里发生了什么"


def sound(page: Page) -> list[Any]:
    """Nothing sticks out, nothing is too small to press, nothing is unreadable or nameless."""
    page.wait_for_load_state()
    return [*page.evaluate(SIDEWAYS), *page.evaluate(TOO_SMALL), *_offences(page)]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_report_when_read_by_a_passer_by_then_a_number_opens_to_its_rows(
    site: Site, open_page: Opens, size: tuple[int, int]
) -> None:
    page = open_page(size)
    page.goto(site.url("/units/"))
    page.get_by_role("contentinfo").get_by_role("link", name="成效报告").click()
    assert sound(page) == []
    page.get_by_role("link").filter(has_text=RESULTS).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(RESULTS)
    assert sound(page) == []
    number = page.locator(".edition-body .fig").first
    said = number.inner_text()
    number.click()
    expect(page.locator(".fig-big")).to_contain_text(said)
    expect(page.locator("#rows table tbody tr")).to_have_count(int(said))
    expect(page.get_by_role("complementary").get_by_role("link", name=RESULTS)).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="核对", exact=True).click()
    expect(page.get_by_text("全文的摘要对得上")).to_be_visible()
    assert sound(page) == []
    page.go_back()
    page.get_by_role("link", name="和另一份比较").click()
    assert sound(page) == []


def test_ledger_when_saved_by_a_secretary_then_is_theirs_to_read(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    page = open_page(PHONE)
    page.context.add_cookies(desk_state("书记"))
    page.goto(site.url("/ledgers/"))
    assert sound(page) == []
    if page.url.endswith("/ledgers/"):
        page.locator("main .list a").first.click()
    page.get_by_role("button", name="存成一份台账").click()
    expect(page.get_by_role("status")).to_contain_text("存好了")
    expect(page.locator(".edition-head").get_by_text("只给本组织")).to_be_visible()
    assert sound(page) == []
