"""A hall from a phone: a secretary fixes a lecture, people register and wait, the door counts them."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sixianghui.access.public import draw_qr
from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site
from tests.browser.test_looks import SIDEWAYS, TOO_SMALL, _offences

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]

_CODES = """
    import sys, django
    django.setup()
    from sixianghui.project import clock
    clock.refresh()
    from sixianghui.lectures import door
    from sixianghui.lectures.public import Lecture
    lecture = Lecture.objects.get(ref=sys.argv[1])
    print(door.code(lecture), door.paper_code(lecture))
"""


def codes_of(site: Site, lecture: str) -> list[str]:
    """The code that is on the screen now, and the one on paper."""
    asked = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_CODES), lecture],
        env={**site.environ, "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings"},
        text=True, capture_output=True, check=True,
    )  # fmt: skip
    return asked.stdout.split()


def check(page: Page) -> None:
    """Nothing serious for axe (which is a script), nothing sticks out, nothing is too small to press."""
    page.wait_for_load_state()
    assert _offences(page) == []
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(TOO_SMALL) == []


def fix_one(page: Page, site: Site, title: str, seats: str) -> str:
    """Fix a lecture within the hour, on the form; returns its ref. The page is the organiser's."""
    page.goto(site.url("/lectures/new/"))
    page.get_by_label("讲什么题目").fill(title)
    page.get_by_label("谁来讲").fill("周明远（示例）")
    page.get_by_label("什么时候开始").fill("2018-06-05T12:50")
    page.get_by_label("到什么时候").fill("2018-06-05T14:50")
    page.get_by_label("现场在哪儿").fill("红谷基地 直播背景墙")
    page.get_by_label("多少座位").fill(seats)
    page.get_by_role("button", name="定下来").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return page.url.split("/lectures/")[1].split("/")[0]


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_lecture_when_fixed_on_a_phone_then_nothing_typed_is_lost_and_all_is_one_press_away(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any], script: bool
) -> None:
    page = open_page(PHONE, script=script)
    page.context.add_cookies(desk_state("书记"))
    page.goto(site.url("/lectures/desk/"))
    page.get_by_role("link", name="办一堂课").click()
    if script:
        check(page)
    page.get_by_label("讲什么题目").fill("网络安全这一课（示例）")
    page.get_by_role("button", name="定下来").click()
    expect(page.get_by_text("请写谁来讲。")).to_be_visible()
    expect(page.get_by_label("讲什么题目")).to_have_value("网络安全这一课（示例）")
    fix_one(page, site, "网络安全这一课（示例）", "90")
    expect(page.get_by_text("0 / 90 座有人")).to_be_visible()
    page.get_by_role("link", name="放资料").click()
    page.get_by_label("是什么资料").fill("讲义")
    page.get_by_label("或者写一个网址").fill("https://example.org/")
    page.get_by_role("button", name="放上去").click()
    expect(page.get_by_role("link", name="讲义")).to_be_visible()
    if script:
        check(page)
    page.goto(site.url("/week/"))
    expect(page.get_by_text("今天有课：网络安全这一课（示例）").first).to_be_attached()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_hall_when_it_is_full_then_the_next_waits_and_is_seated_when_somebody_cancels(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any], size: tuple[int, int]
) -> None:
    host = open_page(size)
    host.context.add_cookies(desk_state("书记"))
    ref = fix_one(host, site, "座位不多的一课（示例）", "2")
    first, second = open_page(size), open_page(size, script=False)
    for page, post, heads in ((first, "纪检委员", "2"), (second, "审计员", "1")):
        page.context.add_cookies(desk_state(post))
        page.goto(site.url(f"/lectures/{ref}/"))
        page.get_by_role("link", name="报名，看我的报名").click()
        page.get_by_label("几个人来").fill(heads)
        page.get_by_role("button", name="报名").click()
    expect(first.get_by_text("给你留了 2 个座位")).to_be_visible()
    check(first)
    expect(second.get_by_text("在候补", exact=True)).to_be_visible()
    expect(second.get_by_text("你排在最前面。")).to_be_visible()
    first.reload()
    first.get_by_role("button", name="来不了，取消报名").click()
    expect(first.get_by_text("还有 1 个座位")).to_be_visible()
    second.reload()
    expect(second.get_by_text("给你留了 1 个座位")).to_be_visible()
    second.goto(site.url("/messages/"))
    expect(second.get_by_text("有你的座位了").first).to_be_visible()
    host.get_by_role("link", name="报名的人").click()
    expect(host.get_by_role("row")).to_have_count(2)
    check(host)


def test_door_when_the_code_is_scanned_then_one_press_counts_one_and_the_desk_counts_the_rest(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    tablet = open_page((1024, 768))
    tablet.context.add_cookies(desk_state("书记"))
    ref = fix_one(tablet, site, "门口数人的一课（示例）", "90")
    tablet.get_by_role("link", name="门口的码").click()
    check(tablet)
    for _try in range(3):  # the minute may change between the two
        tablet.reload()
        code, paper = codes_of(site, ref)
        address = site.url(f"/lectures/{ref}/arrival/?code=")
        if tablet.locator("path.dark").get_attribute("d") == draw_qr(address + code).path:
            break
    else:
        raise AssertionError("the code on the screen is not the one that is scanned")

    phone = open_page(PHONE)
    phone.goto(address + code)
    check(phone)
    phone.get_by_role("button", name="我到了").click()
    expect(phone.get_by_role("heading", name="记下了，请入座")).to_be_visible()
    check(phone)
    phone.goto(address + paper)
    phone.get_by_role("button", name="我到了").click()
    expect(phone.get_by_text("已经记过了，不用再记。")).to_be_visible()
    second = open_page(PHONE, script=False)
    second.goto(address + paper)
    second.get_by_role("button", name="我到了").click()
    expect(second.get_by_role("heading", name="记下了，请入座")).to_be_visible()
    second.goto(address + "aaaaaaaaaaaaaaaa")
    expect(second.get_by_text("请再扫一次门口的码")).to_be_visible()
    # The screen renews itself: it is brought back to the front, as a tablet that was asleep.
    tablet.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(tablet.get_by_text("到了 2 人")).to_be_visible()

    tablet.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    tablet.goto(site.url(f"/lectures/{ref}/door/desk/"))
    tablet.get_by_label("来了几个人").fill("12")
    tablet.get_by_role("button", name="记上").click()
    expect(tablet.get_by_text("到了 14 人")).to_be_visible()
    check(tablet)
    tablet.get_by_role("button", name="12 人").click()
    expect(tablet.get_by_text("到了 2 人")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_the_hall_when_checked_by_axe_then_nothing_serious_is_found(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any], size: tuple[int, int], theme: str
) -> None:
    page = open_page(size, theme=theme)
    page.context.add_cookies(desk_state("书记"))
    ref = fix_one(page, site, "看看样子的一课（示例）", "30")
    for path in (
        "/lectures/desk/", "/lectures/new/", f"/lectures/{ref}/organising/", f"/lectures/{ref}/changes/",
        f"/lectures/{ref}/poster/", f"/lectures/{ref}/materials/", f"/lectures/{ref}/registrations/",
        f"/lectures/{ref}/door/", f"/lectures/{ref}/door/paper/", f"/lectures/{ref}/door/desk/",
        f"/lectures/{ref}/seat/", f"/lectures/{ref}/arrival/", f"/en/lectures/{ref}/organising/",
        f"/en/lectures/{ref}/seat/",
    ):  # fmt: skip
        page.goto(site.url(path))
        check(page)
