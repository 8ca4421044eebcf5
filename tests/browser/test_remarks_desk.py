"""Those who moderate, with a browser before a real house: one press each, the next one at hand, and the switch."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.faults.remarks.test_switch import Place

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
BUILT = Path(__file__).resolve().parents[2] / "src" / "sixianghui" / "ui" / "static" / "dist"


@pytest.fixture
def place(product_environ: dict[str, str]) -> Iterator[Place]:
    shutil.copytree(BUILT, Path(product_environ["SIXIANGHUI_DATA"], "static", "dist"), dirs_exist_ok=True)
    with Place(product_environ) as running:
        yield running


def desk(place: Place, page: Page, made: dict[str, Any]) -> Page:
    """The desk, as whoever may do everything there sees it."""
    here = f"http://127.0.0.1:{place.port}"
    page.context.add_cookies([{"name": "sxh_session", "value": made["chief"], "url": here}])
    page.goto(f"{here}/remarks/desk/")
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_queue_when_worked_through_then_each_takes_one_press_and_the_next_is_at_hand(
    place: Place, open_page: Opens, script: bool
) -> None:
    page = desk(place, open_page(PHONE, script=script), place.do("queue"))
    cases = page.locator(".comment-case")
    expect(cases).to_have_count(3)
    cases.nth(0).get_by_role("button", name="放出来").click()
    expect(page.get_by_role("status").first).to_contain_text("3 条都放出来了。")
    expect(cases).to_have_count(2)
    assert page.url.endswith("#" + str(cases.nth(0).get_attribute("id")))
    cases.nth(0).get_by_role("button", name="广告引流").click()
    expect(page.get_by_text("没有放，理由告诉对方了。")).to_be_visible()
    expect(cases).to_have_count(1)
    page.get_by_text("自己写理由").click()
    page.get_by_label("理由，写的人看得到").fill("请心平气和地说。")
    page.get_by_label("理由，写的人看得到").press("Enter")
    expect(cases).to_have_count(1)
    page.get_by_role("button", name="撤下", exact=True).click()
    expect(page.get_by_role("heading", name="都看过了，没有等着的")).to_be_visible()


def test_desk_when_more_comes_while_it_is_open_then_says_how_many_and_moves_nothing(
    place: Place, open_page: Opens
) -> None:
    made = place.do("queue")
    page = desk(place, open_page(DESK), made)
    page.wait_for_timeout(1500)
    path = f"/remarks/{made['thread']}/new/"
    assert place.post(path, made["lin"], text="又来一条新的，说说读书会。", intent="one") == 302
    expect(page.get_by_text("又来了 1 条")).to_be_visible()
    expect(page.locator(".comment-case")).to_have_count(3)
    page.get_by_role("link", name="看新的").click()
    expect(page.locator(".comment-case")).to_have_count(4)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_switch_when_pressed_then_every_page_of_the_desk_says_so_and_it_comes_back(
    place: Place, open_page: Opens, size: tuple[int, int]
) -> None:
    page = desk(place, open_page(size), place.do("queue"))
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    page.get_by_role("link", name="总开关").click()
    page.get_by_label("理由").fill("出了急事。")
    page.get_by_role("button", name="关掉全站的评论").click()
    expect(page.get_by_role("heading", name="全站的评论关着")).to_be_visible()
    page.get_by_role("link", name="等着看的").click()
    expect(page.get_by_text("理由是：出了急事。")).to_be_visible()
    page.get_by_role("link", name="去打开").click()
    page.get_by_role("button", name="打开全站的评论").click()
    expect(page.get_by_role("heading", name="全站的评论开着")).to_be_visible()
