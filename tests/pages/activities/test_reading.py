"""The list, the calendar and one activity, for everybody and for those who belong."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.activities import commands
from sixianghui.common.time import shanghai
from sixianghui.directory.public import Unit
from tests import factories
from tests.pages.activities.test_writing import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return factories.a_unit(short_name="样例支部")


@pytest.fixture
def secretary(unit: Unit) -> Account:
    return factories.someone_with(Post.SECRETARY, unit)


def held(unit: Unit, by: Account, title: str, day: int = 4, kind: str = "study", **more: Any) -> Any:
    return commands.record_activity(
        unit=unit, kind=kind, title=title, starts_at=shanghai(2018, 6, day, 15), present=9, by=by, **more
    )


def test_list_when_read_by_anybody_then_shows_what_is_open_and_no_more(
    unit: Unit, secretary: Account
) -> None:
    held(unit, secretary, "公开的学习")
    inside = held(unit, secretary, "内部的会", kind="life-meeting")
    commands.plan_activity(unit=unit, kind="oath", title="宣誓", starts_at=shanghai(2018, 6, 9), by=secretary)

    said = words(Client().get("/activities/"))
    assert ("公开的学习" in said, "宣誓" in said, "内部的会" in said) == (True, True, False)
    assert Client().get(f"/activities/{inside.ref}/").status_code == 404
    own = words(factories.signed_in(secretary).get("/activities/"))
    assert ("内部的会" in own, "没有公开" in own) == (True, True)


def test_list_when_narrowed_then_holds_one_unit_and_one_kind(unit: Unit, secretary: Account) -> None:
    other = factories.a_unit()
    there = factories.someone_with(Post.SECRETARY, other)
    held(unit, secretary, "一起学习", partners=[other])
    held(other, there, "自己读书", kind="reading")
    assert "自己读书" not in words(Client().get(f"/activities/?unit={unit.slug}"))
    assert "一起学习" in words(Client().get(f"/activities/?unit={other.slug}"))
    assert "一起学习" not in words(Client().get("/activities/?kind=reading"))
    assert Client().get("/activities/?unit=there-is-none").status_code == 404
    assert Client().get("/activities/?kind=there-is-none").status_code == 404


def test_calendar_when_opened_then_shows_each_day_of_the_month(unit: Unit, secretary: Account) -> None:
    held(unit, secretary, "四号的学习")
    page = Client().get("/activities/calendar/?month=2018-06")
    assert page.content.decode().count('<li class="cell') == 35
    assert "四号的学习" in words(page)
    assert "这个月没有活动。" in words(Client().get("/activities/calendar/?month=2018-07"))
    assert Client().get("/activities/calendar/?month=2018-13").status_code == 404
    assert ("2018年6月" in words(page), "6/2018" in words(page)) == (True, False)
    assert "June 2018" in words(Client().get("/en/activities/calendar/?month=2018-06"))


@pytest.mark.parametrize(("path", "queries"), [("/activities/", 9), ("/activities/calendar/", 6)])
def test_pages_when_there_is_more_then_ask_no_more_often(
    path: str, queries: int, unit: Unit, secretary: Account, django_assert_max_num_queries: Any
) -> None:
    other = factories.a_unit()
    held(unit, secretary, "第一次", partners=[other])
    with django_assert_max_num_queries(queries):
        Client().get(path)
    for number in range(3):
        held(unit, secretary, f"再一次{number}", partners=[other])
    with django_assert_max_num_queries(queries):
        Client().get(path)


def test_activity_when_much_is_known_of_it_then_its_page_asks_no_more_often(
    unit: Unit, secretary: Account, django_assert_max_num_queries: Any
) -> None:
    made = held(unit, secretary, "学习", partners=[factories.a_unit(), factories.a_unit()])
    with django_assert_max_num_queries(9):
        Client().get(f"/activities/{made.ref}/")


def test_list_when_it_is_longer_than_a_page_then_goes_on_and_ends_kindly(
    unit: Unit, secretary: Account
) -> None:
    for number in range(21):
        held(unit, secretary, f"第{number:02}次", day=1 + number % 4)
    first = Client().get("/activities/")
    assert ("下一页" in words(first), "上一页" in words(first)) == (True, False)
    second = Client().get("/activities/?page=2")
    assert second.content.decode().count('class="dated"') == 1
    assert ("下一页" in words(second), "上一页" in words(second)) == (False, True)
    assert "到日历里按月看" in Client().get("/activities/?page=101").content.decode()
    assert Client().get("/activities/?page=x").status_code == 404
