"""A real person with a password: sets up a second step, signs in with it, and then with a passkey alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.people import PASSWORD, a_real_account
from tests.browser.site import Site
from tests.browser.test_looks import SIDEWAYS, TOO_SMALL
from tests.browser.test_looks import _offences as offences_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]


def code_of(secret: str, *, later: int = 0) -> str:
    """What an authenticator app shows, as RFC 6238 has it; one step either way is taken."""
    step = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def by_name(site: Site, path: str) -> str:
    """An address with a name: devices make no passkey for a number."""
    return site.url(path).replace("127.0.0.1", "localhost")


def sign_in(page: Page, site: Site, name: str) -> None:
    page.goto(by_name(site, "/sign-in/"))
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登录", exact=True).click()


def test_clerk_when_signing_in_first_then_sets_up_an_app_and_needs_it_ever_after(
    site: Site, open_page: Opens
) -> None:
    name = a_real_account(site, "second-step", "committee_clerk")
    page = open_page(PHONE)
    sign_in(page, site, name)
    expect(page.get_by_role("heading", name="先设置第二步验证")).to_be_visible()
    page.goto(by_name(site, "/week/"))
    expect(page.get_by_role("heading", name="先设置第二步验证")).to_be_visible()
    page.get_by_role("link", name="用手机上的验证器").click()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("验证器上的六位数字").fill(code_of(secret))
    page.get_by_role("button", name="设好了").click()
    expect(page.get_by_role("heading", name="备用码")).to_be_visible()
    spare = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="抄好了，去本周").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("本周")

    other = open_page(DESK)
    sign_in(other, site, name)
    expect(other.get_by_role("heading", name="还有一步")).to_be_visible()
    other.get_by_label("验证器上的六位数字").fill("000000")
    other.get_by_role("button", name="确认").click()
    expect(other.get_by_text("验证码不对")).to_be_visible()
    # Another code than the first, which is spent, however little time has passed since.
    other.get_by_label("验证器上的六位数字").fill(code_of(secret, later=1))
    other.get_by_role("button", name="确认").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("本周")

    third = open_page(PHONE, script=False)
    sign_in(third, site, name)
    third.get_by_label("验证器上的六位数字").fill(spare)
    third.get_by_role("button", name="确认").click()
    expect(third.get_by_role("heading", level=1)).to_have_text("本周")


def test_passkey_when_added_then_signs_in_without_password_or_code(site: Site, open_page: Opens) -> None:
    name = a_real_account(site, "passkey-holder", "chief_editor")
    page = open_page(PHONE)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )["authenticatorId"]
    sign_in(page, site, name)
    page.get_by_role("link", name="用通行密钥").click()
    page.get_by_label("叫什么").fill("我的手机")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("heading", name="备用码")).to_be_visible()
    page.goto(by_name(site, "/account/"))
    expect(page.locator("b", has_text="我的手机")).to_be_visible()
    page.context.clear_cookies()

    page.goto(by_name(site, "/sign-in/?next=/account/"))
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", name="登录与安全")).to_be_visible()

    # Whoever holds the device without its owner's finger gets nothing: the device does not answer.
    page.context.clear_cookies()
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto(by_name(site, "/sign-in/"))
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("alert").filter(has_text="没有完成")).to_be_visible()
    page.goto(by_name(site, "/week/"))
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_accounts_when_looked_at_then_are_read_and_pressed_as_easily_as_other_pages(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    faults = {}
    for size in (PHONE, DESK):
        page = open_page(size)
        page.context.add_cookies(desk_state("安全管理员"))
        page.goto(site.url("/accounts/?q=hejing"))
        one = page.locator("a.name").first.get_attribute("href") or ""
        for path in (
            "/accounts/",
            "/accounts/?q=zzz",
            "/accounts/new/",
            "/accounts/resets/",
            one,
            "/en/accounts/",
        ):
            page.goto(site.url(path))
            small = page.evaluate(TOO_SMALL) if size == PHONE else []
            found = [*offences_of(page), *page.evaluate(SIDEWAYS), *small]
            if found:
                faults[path, size] = found
    assert faults == {}


def test_passkey_when_scripts_are_off_then_is_not_offered(site: Site, open_page: Opens) -> None:
    page = open_page(PHONE, script=False)
    page.goto(by_name(site, "/sign-in/"))
    expect(page.get_by_role("button", name="用通行密钥登录")).to_be_hidden()
    expect(page.get_by_label("密码")).to_be_visible()


def test_session_when_ended_elsewhere_then_the_next_press_asks_to_sign_in(
    site: Site, open_page: Opens
) -> None:
    name = a_real_account(site, "two-devices", "member")
    here, there = open_page(PHONE), open_page(DESK)
    for page in (here, there):
        sign_in(page, site, name)
        expect(page.get_by_role("heading", level=1)).to_have_text("本周")
    here.goto(by_name(site, "/account/"))
    here.get_by_role("button", name="让别的设备都退出").click()
    expect(here.get_by_role("button", name="让别的设备都退出")).to_be_hidden()
    there.goto(by_name(site, "/week/"))
    expect(there.get_by_text("为了安全已经退出")).to_be_visible()
