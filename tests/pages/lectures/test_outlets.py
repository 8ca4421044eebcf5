"""Lectures where people look for them: the list, the column's sheet, the strip above all, search, the list for machines."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sixianghui.activities.public import call_off
from sixianghui.channel import sources
from sixianghui.lectures import commands, outlets, rules
from sixianghui.lectures.models import Lecture
from sixianghui.search import public as search
from tests import factories
from tests.pages.lectures.test_room import address, words
from tests.unit.lectures.house import BEGIN, House

pytestmark = pytest.mark.django_db


def three(house: House) -> tuple[Lecture, Lecture, Lecture]:
    """One that comes, one that is on, one that was held; and beside them one off and one that is not open."""
    held = house.on_air(title="讲过的一课")
    house.at(45)
    commands.end(held, by=house.host)
    times = {"starts_at": BEGIN + dt.timedelta(minutes=50), "ends_at": BEGIN + dt.timedelta(hours=3)}
    live = house.lecture(title="正在讲的一课", **times)
    house.at(50)
    commands.begin(live, by=house.host)
    later = {"starts_at": BEGIN + dt.timedelta(days=3), "ends_at": BEGIN + dt.timedelta(days=3, hours=2)}
    coming = house.lecture(title="要讲的一课", seats=40, **later)
    call_off(house.lecture(title="取消的一课", **later).activity, by=house.host)
    house.lecture(title="内部的一课", open=False, **later)
    return coming, live, held


def test_list_when_read_then_holds_what_comes_is_on_and_was_held(house: House) -> None:
    three(house)
    said = words(Client().get("/lectures/all/"))

    assert [one in said for one in ("要讲的一课", "正在讲的一课", "讲过的一课", "取消的一课", "内部的一课")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert "内部的一课" in words(factories.signed_in(house.host).get("/lectures/all/"))
    assert Client().get("/lectures/all/?page=2").status_code == 404


@pytest.mark.parametrize("page", ["0", "2", "", "x", "-1", "１", "0000019", "000001" + "0" * 5000])
def test_list_when_asked_for_a_page_that_there_is_not_then_is_not_there(house: House, page: str) -> None:
    three(house)
    assert Client().get("/lectures/all/?page=1").status_code == 200
    assert Client().get("/lectures/all/", {"page": page}).status_code == 404


def test_sheet_when_asked_then_says_where_each_stands_and_the_strip_only_what_is_on(house: House) -> None:
    coming, live, held = three(house)

    assert [(one.title, str(one.state), one.url, one.note) for one in outlets.programme()] == [
        ("正在讲的一课", "live", address(live), ""),
        ("要讲的一课", "next", address(coming), "现场 40 座"),
        ("讲过的一课", "replay", address(held), "45 分钟"),
    ]
    assert [(one.title, one.live) for one in outlets.strip()] == [("正在讲的一课", True)]
    assert {one.title for one in sources.programme.all()} >= {"正在讲的一课", "要讲的一课", "讲过的一课"}


def test_search_when_a_lecture_changes_then_finds_it_as_it_is_or_not_at_all(house: House) -> None:
    made = house.lecture(title="数字时代的群众路线")

    def found() -> list[str]:
        return [hit.url for hit in search.search("群众路线").hits if hit.url == address(made)]

    assert found() == [address(made)]
    call_off(made.activity, by=house.host)
    assert found() == []


def test_addresses_when_machines_ask_then_the_open_ones(house: House) -> None:
    coming, live, held = three(house)
    said = Client().get("/sitemaps/lectures.xml").content.decode()

    assert [address(one) in said for one in (coming, live, held)] == [True] * 3
    assert said.count("<loc>") == 4


def test_talk_when_the_lecture_ended_a_while_ago_then_takes_nothing_new(house: House) -> None:
    made = house.on_air()
    house.at(120)
    commands.end(made, by=house.host)
    house.at(120 + rules.LINGERS.total_seconds() / 60 - 1)
    assert commands.close_talk() == 0
    house.at(120 + rules.LINGERS.total_seconds() / 60)
    assert [commands.close_talk(), commands.close_talk()] == [2, 0]
    assert "不再收新的提问" in words(Client().get(address(made)))
