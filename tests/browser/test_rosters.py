"""A secretary brings a roster in: upload, preview with faults, the mended file, import; on a phone and at a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site
from tests.browser.test_looks import SIDEWAYS, TOO_SMALL, _offences
from tests.factories import rosters

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]


def _row(number: str, name: str, unit: str, birth: object) -> list[Any]:
    return [
        number,
        name,
        birth,
        dt.date(2010, 7, 1),
        unit,
        "中共党员",
        None,
        None,
        dt.date(2012, 7, 1),
        None,
        None,
        None,
    ]


def _upload(page: Page, site: Site, file: Path) -> None:
    page.goto(site.url("/rosters/"))
    page.get_by_label("名册文件").set_input_files(file)
    page.get_by_role("button", name="传上去看预览").click()
    expect(page.get_by_role("heading", name="先看看，还没有导入")).to_be_visible()


def _fits(page: Page, script: bool) -> None:
    """Nothing sticks out, nothing is too small to press, nothing is unreadable or nameless (axe needs scripts)."""
    page.wait_for_load_state()
    assert (page.evaluate(SIDEWAYS), page.evaluate(TOO_SMALL)) == ([], [])
    assert not script or _offences(page) == []


@pytest.mark.parametrize(("size", "script"), [(PHONE, True), (DESK, False)])
def test_roster_when_its_faults_are_mended_then_is_imported(
    site: Site,
    open_page: Opens,
    desk_state: Callable[[str], Any],
    tmp_path: Path,
    size: tuple[int, int],
    script: bool,
) -> None:
    page = open_page(size, script=script)
    page.context.add_cookies(desk_state("书记"))
    page.goto(site.url("/rosters/"))
    _fits(page, script)
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    template.value.save_as(tmp_path / "template.xlsx")
    unit = openpyxl.load_workbook(tmp_path / "template.xlsx")["组织"]["A2"].value
    mark = f"{size[0]}{script}"
    day = dt.date(1985, 4, 1) + dt.timedelta(days=size[0] + 2 * script)
    book = rosters.Roster(
        [_row(f"甲{mark}", "甲样例", unit, day), _row(f"乙{mark}", "乙 样例", unit, "1990.5")], []
    ).book()
    book.save(tmp_path / "roster.xlsx")
    if script:
        _upload(page, site, tmp_path / "roster.xlsx")
    else:
        page.get_by_label("名册文件").set_input_files(tmp_path / "roster.xlsx")
        page.get_by_role("button", name="传上去看预览").click()
        _until(page, "看看好了没有", "先看看，还没有导入")
    expect(page.get_by_text("“1990.5”看不出是哪一天。")).to_be_visible()
    expect(page.get_by_role("button", name="导入", exact=True)).to_have_count(0)
    _fits(page, script)
    page.get_by_role("link", name="哪一列是什么").click()
    expect(page.get_by_label("所在组织")).to_have_value("unit")
    _fits(page, script)
    with page.expect_download() as marked:
        page.get_by_role("link", name="下载标好问题的文件").click()
    marked.value.save_as(tmp_path / "marked.xlsx")
    mended = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    mended["人员"]["C3"] = day + dt.timedelta(days=1)
    mended.save(tmp_path / "marked.xlsx")
    page.get_by_role("link", name="改好了，再传一次").click()
    page.get_by_label("名册文件").set_input_files(tmp_path / "marked.xlsx")
    page.get_by_role("button", name="传上去看预览").click()
    if not script:
        _until(page, "看看好了没有", "先看看，还没有导入")
    page.get_by_role("button", name="导入", exact=True).click()
    if not script:
        _until(page, "看看好了没有", "导入完了")
    expect(page.get_by_role("heading", name="导入完了")).to_be_visible()
    _fits(page, script)
    page.get_by_role("link", name="去看名册").click()
    expect(page.get_by_text(f"乙{mark}")).to_be_visible()


def _until(page: Page, again: str, heading: str) -> None:
    """Without scripts: ask again until it is done."""
    for _ in range(240):
        if page.get_by_role("heading", name=heading).count():
            return
        page.wait_for_timeout(250)
        if page.get_by_role("link", name=again).count():
            page.get_by_role("link", name=again).click()
    raise AssertionError(f"{heading} did not come")
