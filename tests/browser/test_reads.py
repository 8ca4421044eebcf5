"""A page that is read says so; one that is hidden does not."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
#: Playwright's pages are always in sight; this one is told when it is not.
HIDDEN = """
  let state = "hidden";
  Object.defineProperty(document, "visibilityState", { get: () => state });
  window.show = (now) => { state = now; document.dispatchEvent(new Event("visibilitychange")); };
"""
ARTICLE = "/showcase/"


def an_article(site: Site, page: Page) -> str:
    """The address of some article."""
    page.goto(site.url(ARTICLE))
    found = page.locator("main a[href^='/showcase/']").first.get_attribute("href")
    assert found
    return found


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def reader(chromium: Browser, reports: list[Request], script: str = "") -> tuple[BrowserContext, Page]:
    context = chromium.new_context(user_agent=AGENT, locale="zh-CN")
    if script:
        context.add_init_script(script)
    page = context.new_page()
    page.on("request", lambda one: reports.append(one) if one.url.endswith("/reads/") else None)
    return context, page


def _soon(page: Page, reports: list[Request]) -> None:
    """Until a report has gone out, which happens by the real clock; and a moment more, in which a second one would."""
    until = time.monotonic() + 20
    while not reports:
        assert time.monotonic() < until, "nothing was reported"
        page.wait_for_timeout(50)
    page.wait_for_timeout(200)


def test_article_when_in_sight_for_five_seconds_then_is_reported_once_and_a_hidden_one_not(
    site: Site, chromium: Browser
) -> None:
    reports: list[Request] = []
    context, page = reader(chromium, reports, "if (location.hash === '#hidden') {" + HIDDEN + "}")
    address = an_article(site, page)
    # Time stands still, in all pages of this reader, but for what is run; an installed clock alone goes on by itself.
    page.clock.install(time=0)
    page.clock.pause_at(60)
    page.goto(site.url(address))
    piece = page.locator("read-report").get_attribute("piece")
    page.clock.run_for(4500)
    assert reports == []
    page.clock.run_for(1000)
    page.clock.run_for(60_000)
    _soon(page, reports)
    assert [(one.method, one.post_data) for one in reports] == [("POST", piece)]

    reports.clear()
    hidden = context.new_page()
    hidden.on("request", lambda one: reports.append(one) if one.url.endswith("/reads/") else None)
    hidden.goto(site.url(f"{address}#hidden"))
    hidden.clock.run_for(60_000)
    assert reports == []
    hidden.evaluate("show('visible')")
    hidden.clock.run_for(3000)
    hidden.evaluate("show('hidden')")
    hidden.clock.run_for(60_000)
    assert reports == []
    hidden.evaluate("show('visible')")
    hidden.clock.run_for(2500)
    _soon(hidden, reports)
    assert len(reports) == 1
    context.close()


def test_article_when_it_was_read_then_its_number_opens_to_its_evidence(
    site: Site, chromium: Browser
) -> None:
    context, page = reader(chromium, [])
    page.goto(site.url(an_article(site, page)))
    title = page.locator("h1").inner_text()
    number = page.locator(".dateline a.fig")
    expect(number).to_have_text(re.compile(r"^[\d,]+$"))
    said = number_in(number.inner_text())
    number.click()
    expect(page.locator("h1")).to_contain_text("频道阅读")
    expect(page.locator("h1")).to_contain_text(title)
    # The article is kept for a minute; this file's own reads may have come since.
    expect(page.locator(".fig-big")).to_contain_text(re.compile(r"\d"))
    assert said <= number_in(page.locator(".fig-big").inner_text()) <= said + 2
    expect(page.get_by_text("满五秒").first).to_be_visible()
    context.close()
