"""A plan is written on a phone: without a connection, and by two people at once. Nothing typed is lost."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sixianghui.common import wire
from sixianghui.project import supervisor
from tests import databases, demo
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Planning:
    """A running site with a notice out; `refs` names its plans and the sessions of those who write them."""

    address: str
    refs: dict[str, str]

    def open(self, page: Page, who: str, path: str) -> Page:
        """Somebody's page."""
        cookie = {"name": wire.SESSION_COOKIE, "value": self.refs[who], "url": self.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(self.address.rstrip("/") + path)
        return page

    def writing(self, page: Page, who: str = "secretary", plan: str = "plan") -> Page:
        """The page on which somebody writes a plan, once its island is awake."""
        self.open(page, who, f"/plans/{self.refs[plan]}/writing/")
        expect(page.locator("plan-form.live")).to_be_attached()
        return page


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planning]:
    folder = tmp_path_factory.mktemp("planning") / "data"
    folder.mkdir(mode=0o700)
    shutil.copyfile(databases.sqlite_template(), folder / "sixianghui.sqlite3")
    environ = {**demo.environ_of(folder, os.environ), "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.planned"],
        env=environ,
        text=True,
        capture_output=True,
        check=True,
    )
    refs = json.loads(made.stdout.strip().splitlines()[-1])
    del environ["DJANGO_SETTINGS_MODULE"]
    process = subprocess.Popen(
        supervisor.python("serve"), env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield Planning(_answers(folder / "run" / "address"), refs)
    process.send_signal(signal.SIGINT)
    process.wait(30)


@pytest.fixture
def cut_off(chromium: Browser) -> Iterator[Opens]:
    """`cut_off()`: a phone that may lose its connection, which it says on its console."""
    contexts: list[BrowserContext] = []

    def open_() -> Page:
        context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN")
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


def _answers(file: Path) -> str:
    """The address of the site, once an app answers there."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if file.exists() and (address := file.read_text().strip()):
            host = address.split("//")[1].rstrip("/")
            try:
                link = http.client.HTTPConnection(host, timeout=5)
                link.request("GET", "/servingz")
                if link.getresponse().status == 200:
                    return address
            except (OSError, http.client.HTTPException):
                pass
        time.sleep(0.2)
    raise AssertionError("the site did not start")


def test_plan_when_five_lines_are_written_on_a_phone_then_takes_nine_inputs_and_is_handed_in(
    planning: Planning, open_page: Opens
) -> None:
    page = planning.writing(open_page(PHONE), "guided_secretary", "guided")
    for _tap in range(3):
        page.get_by_role("button", name="就这么办").first.click()
    page.locator("[data-own] textarea").first.fill("师徒结对：一名党员带一名新人")
    page.get_by_role("button", name="再加一条").click()
    page.locator("[data-own] textarea").nth(1).fill("午间读书半小时")
    page.get_by_role("button", name="交上去").click()
    expect(page.locator(".plan-story")).to_contain_text("写了 5 行")
    expect(page.get_by_text("✓ 已覆盖 3")).to_be_visible()
    page.get_by_role("button", name="收回来改").click()
    expect(page.locator("[data-lines] textarea")).to_have_count(5)


def test_line_when_written_without_a_connection_then_is_there_again_and_arrives(
    planning: Planning, cut_off: Opens
) -> None:
    page = planning.writing(cut_off())
    page.get_by_role("button", name="就这么办").first.click()
    first = page.locator("[data-lines] .plan-line").first
    expect(first.locator("[data-state]")).to_have_text("已收进计划")
    page.route("**/lines/**", lambda route: route.abort())
    first.locator("textarea").fill("漏洞当天清零")
    page.locator("[data-own] textarea").first.fill("没有网时写的一条")
    expect(page.locator("[data-says]")).to_contain_text("现在连不上")
    page.get_by_role("button", name="交上去").click()
    page.reload()
    expect(page.locator("[data-lines] textarea").first).to_have_value("漏洞当天清零")
    expect(page.locator("[data-own] textarea").nth(1)).to_have_value("没有网时写的一条")
    page.unroute("**/lines/**")
    expect(page.locator("[data-state]").get_by_text("存好了")).to_have_count(2, timeout=15_000)
    kept = planning.writing(cut_off()).locator("[data-lines] textarea")
    expect(kept).to_have_count(2)
    assert [kept.nth(at).input_value() for at in range(2)] == ["漏洞当天清零", "没有网时写的一条"]


def test_line_when_taken_out_then_its_place_says_so_and_puts_it_back(
    planning: Planning, open_page: Opens
) -> None:
    page = planning.writing(open_page(PHONE))
    page.get_by_role("button", name="就这么办").first.click()
    expect(page.get_by_role("button", name="就这么办").first).to_be_focused()
    line = page.locator("[data-lines] .plan-line").last
    expect(line.locator("[data-state]")).to_have_text("已收进计划")
    words = line.locator("textarea").input_value()
    many = page.locator("[data-lines] .plan-line").count()
    line.get_by_role("button", name="拿掉").click()
    expect(page.locator("[data-lines] .plan-line")).to_have_count(many - 1)
    back = page.get_by_role("button", name="放回去")
    expect(back).to_be_focused()
    expect(page.locator(".plan-gone")).to_contain_text(f"拿掉了“{words}”。")
    back.click()
    expect(page.locator("[data-lines] textarea").last).to_have_value(words)
    expect(page.get_by_text("放回去了。")).to_be_visible()


def test_line_when_two_write_it_at_once_then_both_versions_stand_until_one_is_chosen(
    planning: Planning, cut_off: Opens
) -> None:
    one = planning.writing(cut_off())
    other = planning.writing(cut_off(), "helper")
    theirs = other.locator("[data-own] .plan-line").first
    theirs.locator("textarea").fill("两个人一起写的一条")
    expect(theirs.locator("[data-state]")).to_have_text("存好了")
    mine = one.locator(f'[data-lines] [data-piece="{theirs.get_attribute("data-piece")}"]')
    expect(mine.locator("textarea")).to_have_value("两个人一起写的一条")  # it came by itself
    one.route("**/lines/**", lambda route: route.abort())
    mine.locator("textarea").fill("我改成这样")
    expect(mine.locator("[data-state]")).to_contain_text("先存在这台设备上了")
    theirs.locator("textarea").fill("对方改成那样")
    expect(theirs.locator("[data-state]")).to_have_text("存好了")
    one.unroute("**/lines/**")
    clash = mine.locator(".plan-clash")
    expect(clash).to_contain_text("对方改成那样", timeout=15_000)
    expect(mine.locator("textarea")).to_have_value("我改成这样")
    clash.get_by_role("button", name="用我的").click()
    expect(mine.locator("[data-state]")).to_have_text("存好了")
    other.reload()
    again = other.locator(f'[data-lines] [data-piece="{mine.get_attribute("data-piece")}"] textarea')
    expect(again).to_have_value("我改成这样")
