"""An editor brings a panorama in and marks a spot without a mouse; a reader looks around, or sees the stills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site
from tests.browser.test_looks import SIDEWAYS, TOO_SMALL, _offences
from tests.factories.files import a_panorama_picture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A page whose errors fail the test. Drivers of drawing warn of themselves, which is no complaint about us."""
    contexts, complaints = [], []

    def open_(size: tuple[int, int], *, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, locale="zh-CN"
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def _fits(page: Page, script: bool) -> None:
    page.wait_for_load_state()
    assert (page.evaluate(SIDEWAYS), page.evaluate(TOO_SMALL)) == ([], [])
    assert not script or _offences(page) == []


@pytest.mark.parametrize(
    ("size", "script"),
    [pytest.param(PHONE, True, id="phone"), pytest.param(DESK, False, id="desk-no-scripts")],
)
def test_panorama_when_marked_without_a_mouse_then_is_seen_with_and_without_a_viewer(
    site: Site,
    opened: Callable[..., Page],
    desk_state: Callable[[str], Any],
    tmp_path: Path,
    size: tuple[int, int],
    script: bool,
) -> None:
    file = tmp_path / "hall.jpg"
    file.write_bytes(a_panorama_picture(2048 + 2 * size[0]))
    page = opened(size, script=script)
    page.context.add_cookies(desk_state("编辑"))
    page.goto(site.url("/panoramas/"))
    _fits(page, script)
    page.get_by_label("全景图").set_input_files(file)
    page.get_by_label("标题").fill("样例大厅")
    page.get_by_label("图里有什么").fill("一间画着格子的大厅")
    page.get_by_label("里面的人").select_option("drawing")
    page.get_by_role("button", name="传上去").click()
    if not script:
        for _try in range(60):
            if page.get_by_role("heading", name="标一个点").count():
                break
            page.wait_for_timeout(500)
            page.reload()
    expect(page.get_by_role("heading", name="标一个点")).to_be_visible(timeout=40_000)
    _fits(page, script)
    if script:
        page.locator("[data-flat]").focus()
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(page.get_by_label("名称")).to_be_focused()
        expect(page.get_by_label("左右（度）")).to_have_value("10.0")
        expect(page.get_by_label("上下（度）")).to_have_value("1.0")
    else:
        page.get_by_label("左右（度）").fill("10")
        page.get_by_label("上下（度）").fill("1")
    page.get_by_label("名称").fill("前台")
    page.get_by_label("说明").fill("问路在这里")
    page.get_by_role("button", name="标上").click()
    expect(page.locator("#spot-list")).to_contain_text("前台")
    page.get_by_role("link", name="看读者看到的样子").click()
    expect(page.get_by_text("问路在这里")).to_be_visible()
    for _try in range(40):  # a job makes the still
        if page.locator("img.spot-still").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("img.spot-still")).to_have_count(1)
    _fits(page, script)
    if not script:
        expect(page.locator("[data-look]:visible")).to_have_count(0)
        return
    viewer = page.locator("panorama-view.is-open")
    if page.evaluate("!!document.createElement('canvas').getContext('webgl')"):
        expect(viewer).to_have_count(1)
        page.locator("li.spot [data-look]").click()
        expect(page.locator(".pano-card")).to_contain_text("问路在这里")
        expect(page.locator(".pano-spot button")).to_have_attribute("aria-label", "1 前台")
    else:
        expect(viewer).to_have_count(0)
