"""A breach: who is affected is known in seconds, four hours are left to report, and people are told once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.directory.public import Affiliation, Line, Person, Standing, Status, Unit, UnitKind
from sixianghui.notify.public import Message
from sixianghui.privacy import commands, queries
from sixianghui.privacy.models import Breach
from tests.conftest import Lane
from tests.factories import a_person, a_unit, an_account, someone_with

pytestmark = pytest.mark.django_db
DAY = dt.date(2018, 6, 1)


@pytest.fixture
def committee() -> Unit:
    return a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)


@pytest.fixture
def clerk(committee: Unit) -> Account:
    return someone_with(Post.COMMITTEE_CLERK, committee)


def a_breach(by: Account, **more: Any) -> Breach:
    values: dict[str, Any] = {
        "title": "带名册的笔记本电脑丢失", "found_at": time.now(), "first_day": DAY, "last_day": DAY, "rooms": ["directory"],
    }  # fmt: skip
    return commands.enter_breach(by=by, **{**values, **more})


def names(breach: Breach) -> list[str]:
    return [one.name for one in queries.affected(breach, breach.made_by)]


def test_affected_when_a_unit_and_days_are_chosen_then_those_who_were_there_then(
    clerk: Account, committee: Unit
) -> None:
    above = a_unit(parent=committee)
    below, elsewhere = a_unit(parent=above), a_unit(parent=committee)
    here, low, left, came, other = (a_person(unit, name=name) for unit, name in (
        (above, "甲在"), (below, "乙在下级"), (above, "丙早走"), (above, "丁后来"), (elsewhere, "戊在别处"),
    ))  # fmt: skip
    left.affiliations.update(until=DAY)
    came.affiliations.update(since=DAY + dt.timedelta(days=1))
    assert names(a_breach(clerk, unit=above)) == ["甲在", "乙在下级"]
    assert names(a_breach(clerk, unit=elsewhere)) == ["戊在别处"]
    a_person(a_unit(), name="己不归这里管")
    assert "己不归这里管" not in names(a_breach(clerk))
    assert {here.name, low.name, other.name} <= set(names(a_breach(clerk, last_day=time.today())))


def test_affected_when_rooms_are_chosen_then_only_what_those_keep_counts(
    clerk: Account, committee: Unit
) -> None:
    unit, account = a_unit(parent=committee), an_account(name="有账号")
    a_person(unit, account=account)
    a_person(unit, name="没账号")
    both = a_breach(clerk, unit=unit, rooms=["directory", "access"])
    assert [
        (one.name, one.account, "账号" in one.kinds, one.restricted) for one in queries.affected(both, clerk)
    ] == [
        ("有账号", account.pk, True, True),
        ("没账号", None, False, True),
    ]
    assert names(a_breach(clerk, unit=unit, rooms=["access"])) == ["有账号"]


def test_affected_when_there_are_many_then_a_handful_of_queries_tells(
    clerk: Account, committee: Unit, lane: Lane, record_property: Any
) -> None:
    unit, many = a_unit(parent=committee), lane.pick(200, 20_000, 100_000)
    people = Person.objects.bulk_create(Person(name=f"员{number:06}") for number in range(many))
    since = dt.date(2018, 1, 1)
    Affiliation.objects.bulk_create(
        Affiliation(person=one, unit=unit, line=Line.PARTY, since=since) for one in people
    )
    Standing.objects.bulk_create(
        Standing(person=one, line=Line.PARTY, status=Status.FULL, since=since) for one in people
    )
    breach = a_breach(clerk, unit=unit, rooms=[name for name, _label in queries.rooms_with_people()])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = queries.affected(breach, clerk)
    assert len(found) == many
    assert len(captured) < 60
    record_property("counted", f"breach drill: {many} affected people named in {len(captured)} queries")


def test_breach_when_reported_then_the_moment_is_kept_once(clerk: Account) -> None:
    breach = commands.report_breach(a_breach(clerk), by=clerk)
    assert breach.reported_at == time.now()
    with pytest.raises(Conflict, match="已经登记"):
        commands.report_breach(breach, by=clerk)


def test_people_when_told_then_each_once_and_in_a_drill_nobody(clerk: Account, committee: Unit) -> None:
    unit, account = a_unit(parent=committee), an_account()
    a_person(unit, account=account)
    drill = a_breach(clerk, unit=unit, is_drill=True)
    with pytest.raises(Conflict, match="演练"):
        commands.tell_affected(drill, text="这是一次演练", by=clerk)
    breach = a_breach(clerk, unit=unit)
    for _ in range(2):
        assert commands.tell_affected(breach, text="名册可能泄露了，请留意可疑来电。", by=clerk) == 1
    assert [(one.account_id, one.urgent) for one in Message.objects.all()] == [(account.pk, True)]


def test_people_when_there_is_something_new_to_tell_then_hear_that_too_and_only_those_told_are_counted(
    clerk: Account, committee: Unit
) -> None:
    unit, account, shut = a_unit(parent=committee), an_account(), an_account(is_active=False)
    for one in (account, shut):
        a_person(unit, account=one)
    breach = a_breach(clerk, unit=unit)
    for words in ("名册可能泄露了，请留意可疑来电。", "电脑找到了，名册没有被打开过。"):
        assert commands.tell_affected(breach, text=words, by=clerk) == 1
    assert [(one.account_id, one.text) for one in Message.objects.order_by("pk")] == [
        (account.pk, "名册可能泄露了，请留意可疑来电。"),
        (account.pk, "电脑找到了，名册没有被打开过。"),
    ]


def test_breach_when_it_makes_no_sense_or_somebody_else_enters_it_then_is_refused(
    clerk: Account, committee: Unit
) -> None:
    for more, sentence in (
        ({"found_at": time.now() + dt.timedelta(hours=1)}, "发现时间"),
        ({"first_day": DAY, "last_day": DAY - dt.timedelta(days=1)}, "早于"),
        ({"rooms": []}, "至少一处"),
        ({"rooms": ["nowhere"]}, "至少一处"),
    ):
        with pytest.raises(HouseError, match=sentence):
            a_breach(clerk, **more)
    breach = a_breach(clerk)
    for post in (Post.COMMITTEE_CLERK, Post.SECRETARY, Post.SECURITY_ADMIN, Post.AUDITOR):
        other = someone_with(post)
        assert queries.breach_of(other, breach.ref) is None
        with pytest.raises(Refused):
            a_breach(other, unit=committee)


def test_unit_when_shown_then_is_the_one_where_somebody_belongs(clerk: Account, committee: Unit) -> None:
    unit = a_unit(short_name="甲支部", parent=committee)
    a_person(unit)
    assert [one.unit for one in queries.affected(a_breach(clerk, unit=unit), clerk)] == ["甲支部"]
