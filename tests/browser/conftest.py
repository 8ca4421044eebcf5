"""A reader's browser in front of a running site. Whatever the page complains about on its console fails the test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser import site as running
from tests.browser.site import Site

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = (390, 844)
DESK = (1440, 900)

# What a context waits for says nothing of what `expect` waits for: five seconds, too few on a busy machine.
expect.set_options(timeout=20_000)


def _chromium() -> str:
    found = os.environ.get("CHROMIUM", "")
    if not found:
        asked = subprocess.run([ROOT / "bin" / "_chromium"], text=True, capture_output=True, check=False)
        found = (
            asked.stdout.strip().splitlines()[-1] if asked.returncode == 0 and asked.stdout.strip() else ""
        )
    return found


# The scope is the package, not the session: Playwright's loop lives in this thread, where Django refuses the database.
@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    started = running.start(tmp_path_factory.mktemp("site") / "data", os.environ)
    yield started
    started.stop()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = _chromium()
    if not path:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(size, theme=…, script=…, …)`: a fresh reader with an empty page; its complaints fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # An answer of 404 or 429 to the page itself, or none, is what some tests are about.
        wanted = "the server responded with a status of", "net::ERR_INTERNET_DISCONNECTED"
        if message.type in {"error", "warning"} and not any(words in message.text for words in wanted):
            complaints.append(message.text)

    def open_(
        size: tuple[int, int] = PHONE,
        *,
        theme: str = "",
        text: str = "",
        script: bool = True,
        scale: float = 1,
    ) -> Page:
        width, height = (round(length / scale) for length in size)
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            locale="zh-CN",
            device_scale_factor=scale,
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        for name, value in (("theme", theme), ("size", text)):
            if value:
                context.add_init_script(f"localStorage.setItem('{name}', '{value}')")
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="package")
def desk_state(site: Site, chromium: Browser) -> Callable[[str], object]:
    """`desk_state(post)`: the cookies of the demo person with this post, signed in once for all tests."""
    known: dict[str, object] = {}

    def state(post: str) -> object:
        if post not in known:
            context = chromium.new_context()
            page = context.new_page()
            page.goto(site.link_for(post))
            page.get_by_role("button", name="登录").click()
            page.wait_for_url("**/week/")
            known[post] = context.cookies()
            context.close()
        return known[post]

    return state
