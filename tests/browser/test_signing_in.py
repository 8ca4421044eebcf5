"""Someone who has work to do here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]


def _try(page: Page, name: str, password: str) -> None:
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(password)
    page.locator("main").get_by_role("button", name="登录", exact=True).click()


def test_sign_in_when_the_password_is_wrong_then_the_name_is_still_there(
    site: Site, open_page: Opens
) -> None:
    page = open_page(PHONE)
    page.goto(site.url("/sign-in/"))
    _try(page, "nobody-here", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    expect(page.get_by_label("登录名")).to_have_value("nobody-here")
    expect(page.get_by_label("密码")).to_have_value("")
    expect(page.get_by_label("密码")).to_be_focused()


def test_sign_in_when_a_field_is_empty_then_it_says_which(site: Site, open_page: Opens) -> None:
    page = open_page(PHONE)
    page.goto(site.url("/sign-in/"))
    _try(page, "somebody", "")
    expect(page.get_by_label("密码")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("请填密码")).to_be_visible()
    expect(page.get_by_label("登录名")).to_have_value("somebody")


def test_sign_in_when_tried_too_often_then_it_asks_to_wait(site: Site, open_page: Opens) -> None:
    page = open_page(PHONE)
    page.goto(site.url("/sign-in/"))
    for _ in range(6):
        _try(page, "impatient", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("请等一刻钟")


def test_link_when_pressed_then_it_signs_in_once_and_only_once(site: Site, open_page: Opens) -> None:
    link = site.link_for("书记")
    page = open_page(PHONE)
    page.goto(link)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("本周")

    other = open_page(PHONE)
    other.goto(link)
    other.get_by_role("button", name="登录", exact=True).click()
    expect(other.get_by_role("heading", level=1)).to_have_text("这个链接已经失效")


def test_week_when_nothing_waits_then_it_says_so_and_its_tabs_lead_somewhere(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    page = open_page(PHONE)
    page.context.add_cookies(desk_state("审计员"))
    page.goto(site.url("/week/"))
    expect(page.get_by_role("heading", name="本周没有事等你")).to_be_visible()
    tabs = page.locator(".tabbar").get_by_role("link")
    for address in [tab.get_attribute("href") or "" for tab in tabs.all()]:
        answer = page.goto(site.url(address))
        assert answer is not None
        assert answer.status == 200


def test_session_when_signed_out_then_the_workbench_asks_to_sign_in(site: Site, open_page: Opens) -> None:
    page = open_page(DESK)
    page.goto(site.link_for("编辑"))
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已经退出")
    page.goto(site.url("/week/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
