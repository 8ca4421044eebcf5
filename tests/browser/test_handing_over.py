"""A secretary hands over to a successor from a phone, and the successor finds everything."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]


def arrive(page: Page, site: Site, who: str) -> None:
    """Come in by a one-time link."""
    page.goto(site.link_for(who))
    page.locator("main").get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/week/")


def test_post_when_handed_over_on_a_phone_then_the_successor_has_it_and_the_old_holder_has_not(
    site: Site, open_page: Opens, record_property: Callable[..., None]
) -> None:
    old, new = open_page(PHONE), open_page(PHONE)
    arrive(old, site, "样例运营支部 书记")
    began = time.monotonic()
    old.goto(site.url("/posts/"))
    old.get_by_role("link", name="办交接").click()
    old.get_by_label("交给谁").select_option(label="周明远（示例）")
    old.get_by_label("想交代的话").fill("章在左边抽屉。")
    old.get_by_role("button", name="发出交接").click()
    old.get_by_role("heading", name="把样例运营支部书记交给周明远").or_(
        old.get_by_role("heading", level=1)
    ).first.wait_for()
    took = time.monotonic() - began
    record_property(
        "counted", f"handover: offered in three presses and one choice, {took:.1f} s of machine time"
    )

    arrive(new, site, "样例运营支部 基地管理员")
    new.get_by_role("link", name="看交接").click()
    expect(new.get_by_text("章在左边抽屉。")).to_be_visible()
    new.get_by_role("button", name="接手").click()
    new.wait_for_url("**/week/")
    new.goto(site.url("/people/"))
    expect(new.get_by_role("link", name="沈溪（示例）")).to_be_visible()
    old.goto(site.url("/people/"))
    expect(old.get_by_role("heading", name="这一页不对你开放")).to_be_visible()
