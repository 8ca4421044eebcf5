"""Recording an activity on a phone, with and without a network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, ROOT
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_activity_when_the_network_goes_then_stays_in_the_browser_and_is_sent_later_once(
    site: Site, open_page: Callable[..., Page], desk_state: Callable[[str], Any]
) -> None:
    page = open_page(PHONE)
    page.context.add_cookies(desk_state("书记"))
    page.goto(site.url("/activities/new/"))
    page.get_by_label("是什么活动").select_option("member-meeting")
    expect(page.get_by_label("应到")).to_be_visible()
    page.get_by_label("是什么活动").select_option("reading")
    page.get_by_label("名称").fill("断网时记的读书会")
    page.get_by_label("到了多少人").fill("7")

    page.context.set_offline(True)
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_text("没有网。写的都留在这台设备上")).to_be_visible()
    page.context.set_offline(False)

    page.goto(site.url("/week/"))
    page.goto(site.url("/activities/new/"))
    expect(page.get_by_label("名称")).to_have_value("")
    page.get_by_role("button", name="接着写").click()
    expect(page.get_by_label("名称")).to_have_value("断网时记的读书会")
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_role("heading", name="断网时记的读书会")).to_be_visible()
    expect(page.get_by_text("记好了。")).to_be_visible()

    page.goto(site.url("/activities/new/"))
    expect(page.get_by_role("button", name="接着写")).to_have_count(0)


def _expires(page: Page) -> None:
    """The form on the page is too old to be taken."""
    page.locator(".activity-form [name=csrfmiddlewaretoken]").evaluate(
        "field => field.value = 'x'.repeat(64)"
    )


def _meets_the_front_alone(page: Page) -> None:
    """The next form reaches no more than the front, whose own page runs no scripts."""
    said = (ROOT / "src/sixianghui/ui/front_errors/502.html").read_text()
    page.route(
        "**/activities/new/",
        lambda route: (
            route.fulfill(status=502, content_type="text/html; charset=utf-8", body=said)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )


@pytest.mark.parametrize("fails", [_expires, _meets_the_front_alone], ids=["expired", "front"])
def test_activity_when_an_error_page_answers_it_then_no_other_success_takes_away_what_was_typed(
    site: Site,
    open_page: Callable[..., Page],
    desk_state: Callable[[str], Any],
    fails: Callable[[Page], None],
) -> None:
    page = open_page(PHONE)
    page.context.add_cookies(desk_state("书记"))
    page.goto(site.url("/activities/new/"))
    page.get_by_label("名称").fill("交错了时候的读书会")
    fails(page)
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".sorry h1")).to_be_visible()

    page.goto(site.url("/messages/settings/"))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("以后照这样发。")).to_be_visible()

    page.goto(site.url("/activities/new/"))
    page.get_by_role("button", name="接着写").click()
    expect(page.get_by_label("名称")).to_have_value("交错了时候的读书会")
