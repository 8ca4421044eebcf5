"""Wagtail's screens as an editor uses them: what is on them, by the words that stand there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site


@dataclass
class Editor:
    """One person at the desk, in a browser of their own."""

    site: Site
    page: Page

    def home(self) -> Page:
        """The first screen of the desk."""
        self.page.goto(self.site.url("/cms/"))
        return self.page

    def open(self, number: int) -> Page:
        """The editing screen of a piece."""
        self.page.goto(self.site.url(f"/cms/pages/{number}/edit/"))
        return self.page

    def write(self, title: str, text: str) -> int:
        """A new article in the column of news; returns its number."""
        self.home().get_by_role("link", name=re.compile("写给.*e时代")).click()
        self.page.get_by_role("link", name="稿件", exact=True).click()
        self.page.locator("input[name=title]").fill(title)
        self.page.locator("[data-contentpath=body]").get_by_role("button", name="加一块内容").first.click()
        self.page.get_by_role("option", name="正文").first.click()
        words = self.page.locator("[data-contentpath=body] [contenteditable=true]").first
        words.click()
        words.press_sequentially(text)
        # The editor hands its words to the form a moment later.
        expect(self.page.locator("input[name=body-0-value]")).to_have_value(re.compile("blocks.*text"))
        expect(self.page.locator("input[name=body-0-value]")).not_to_have_value(re.compile('"text":""'))
        self.press("保存草稿")
        self.page.wait_for_url(re.compile(r"/cms/pages/\d+/edit/"))
        found = re.search(r"/pages/(\d+)/edit/", self.page.url)
        assert found is not None
        return int(found[1])

    def fill(self, name: str, value: str) -> None:
        """One field of the editing screen."""
        self.page.locator(f"[name={name}]").fill(value)

    def come_out_in(self, number: int, *, minutes: int) -> None:
        """Set the time at which a draft is to come out, by the clock of the demo, and save."""
        self.open(number)
        self.page.locator("[aria-label='开关状态']:visible").first.click()
        self.page.get_by_role("button", name="定时间").first.click()
        dialog = self.page.get_by_role("dialog").filter(has_text="发布时间")
        now = self.site.now() + dt.timedelta(minutes=minutes)
        dialog.locator("[name=go_live_at]").fill(f"{now:%Y-%m-%d %H:%M}")
        # By key: the calendar that has opened lies over the button.
        dialog.get_by_role("button", name="存下时间").press("Enter")
        expect(self.page.get_by_text(f"{now:%Y}").first).to_be_visible()

    def hand_in(self) -> None:
        """Press 送审."""
        self.press("(重新)?送审")
        self.page.wait_for_url(re.compile(r"/cms/pages/\d+/$"))

    def judge(self, number: int, word: str, comment: str = "") -> None:
        """Pass or return in the window: everything there is to tick is ticked."""
        self.open(number)
        self.press(word)
        window = self.page.locator(".modal-content form")
        window.wait_for()
        for box in window.locator("input[type=checkbox], input[type=radio][value=fine]").all():
            box.check()
        if comment:
            window.locator("textarea").fill(comment)
        window.locator("button[type=submit]").click()
        self.page.wait_for_url(re.compile(r"/cms/pages/\d+/$"))

    def offered(self, number: int) -> str:
        """What the foot of the editing screen offers, in its words."""
        self.open(number)
        return " ".join(" ".join(self.page.locator("footer").all_text_contents()).split())

    def press(self, word: str) -> None:
        """A button at the foot of the editing screen, behind the arrow or not."""
        button = self.page.locator("footer").get_by_text(re.compile(f"^\\s*{word}")).first
        if not button.is_visible():
            self.page.locator("footer").get_by_role("button", name="更多操作").click()
        button.click()


def sign_in(site: Site, chromium: Browser, name: str, said: list[str]) -> Editor:
    """A demo person at the desk; what the browser complains about is heard."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site.link_for(name))
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/week/")
    expect(page).to_have_title(re.compile("."))
    return Editor(site, page)
