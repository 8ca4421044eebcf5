"""A post that ends or begins on a day to come: held from the one to the other, handed over to nobody, brought forward by
whoever may end it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Account, Post, held_by
from sixianghui.campaigns.holdings import values_of
from sixianghui.common.errors import Conflict
from sixianghui.directory import commands, queries
from sixianghui.directory.models import Appointment, Unit, UnitKind
from tests.factories import a_person, a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db
DAY, LATER = dt.date(2018, 3, 1), dt.date(2018, 9, 1)
YEAR, TODAY, TOMORROW = dt.date(2018, 1, 1), dt.date(2018, 6, 5), dt.date(2018, 6, 6)
#: From one day to another, and whether somebody is in office today.
SPELLS = pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (YEAR, None, True),
        (TODAY, None, True),
        (TOMORROW, None, False),
        (TOMORROW, LATER, False),
        (YEAR, TOMORROW, True),
        (YEAR, LATER, True),
        (YEAR, TODAY, False),
        (YEAR, DAY, False),
    ],
)


def on_roster(unit: Unit, post: Post, until: dt.date | None = LATER, at: Unit | None = None) -> Appointment:
    """A post of somebody on the roster of a unit."""
    account = an_account()
    a_person(unit, account=account)
    return an_appointment(account, at or unit, post, until=until)


def still_held(appointment: Appointment) -> bool:
    account = Account.objects.get(pk=appointment.person.account_id)
    return appointment.post in {one.post for one in held_by(account)}


def test_leaving_when_a_post_ends_later_and_one_may_not_end_it_then_says_until_when_and_who_may() -> None:
    unit, committee = a_unit(), a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    by = someone_with(Post.SECRETARY, unit)
    ending = on_roster(unit, Post.AUDITOR, at=committee)
    with pytest.raises(Conflict, match="到2018年9月1日为止；要提前，请有权免职的人免去"):
        commands.let_go(ending.person, on=DAY, by=by)
    standing = on_roster(unit, Post.AUDITOR, None, committee)
    with pytest.raises(Conflict, match="请先让有权免职的人免去"):
        commands.let_go(standing.person, on=DAY, by=by)
    assert (still_held(ending), still_held(standing)) == (True, True)


def test_secretary_when_their_post_ends_later_then_is_not_sent_to_a_handover_that_there_is_not() -> None:
    above = a_unit(kind=UnitKind.GENERAL_BRANCH)
    unit = a_unit(parent=above)
    ending = on_roster(unit, Post.SECRETARY)
    with pytest.raises(Conflict, match="到2018年9月1日为止"):
        commands.let_go(ending.person, on=DAY, by=someone_with(Post.DEPUTY_SECRETARY, unit))
    commands.let_go(ending.person, on=DAY, by=someone_with(Post.SECRETARY, above))
    assert (ending.person.left_on, still_held(ending)) == (DAY, False)


def test_handover_when_the_post_ends_later_then_says_until_when_and_when_it_has_ended_that_it_has() -> None:
    unit = a_unit()
    successor = a_person(unit, account=an_account())
    ending, ended = on_roster(unit, Post.GROUP_LEADER), on_roster(unit, Post.GROUP_LEADER, DAY)
    for appointment, words in ((ending, "到2018年9月1日为止，不再交接"), (ended, "已经免了")):
        with pytest.raises(Conflict, match=words):
            commands.offer_handover(appointment, successor, by=_account(appointment))


def _account(appointment: Appointment) -> Account:
    assert appointment.person.account is not None
    return appointment.person.account


def test_list_of_people_when_a_post_ends_later_then_still_names_it() -> None:
    unit = a_unit()
    ending, ended = on_roster(unit, Post.GROUP_LEADER), on_roster(unit, Post.GROUP_LEADER, DAY)
    found = queries.search_people(someone_with(Post.SECRETARY, unit), queries.Filters())
    now: dict[int, Any] = {one.pk: one for one in found}
    assert [one.post for one in now[ending.person_id].appointments_now] == [Post.GROUP_LEADER]
    assert now[ended.person_id].appointments_now == []


def test_post_when_ended_since_the_page_was_opened_then_it_is_not_put_off_by_whoever_comes_second() -> None:
    unit = a_unit()
    by = someone_with(Post.SECRETARY, unit)
    appointment = on_roster(unit, Post.GROUP_LEADER, None)
    opened_before = Appointment.objects.get(pk=appointment.pk)
    commands.end_appointment(appointment, on=LATER, by=by)
    with pytest.raises(Conflict, match="只能再提前"):
        commands.end_appointment(opened_before, on=dt.date(2019, 1, 1), by=by)
    assert Appointment.objects.get(pk=appointment.pk).until == LATER
    commands.end_appointment(opened_before, on=dt.date(2018, 8, 1), by=by)
    assert Appointment.objects.get(pk=appointment.pk).until == dt.date(2018, 8, 1)


@SPELLS
def test_post_when_it_ends_later_or_has_not_begun_then_card_page_roster_and_notice_say_who_is_in_office_today(
    since: dt.date, until: dt.date | None, held: bool
) -> None:
    unit, account = a_unit(), an_account()
    person = a_person(unit, account=account)
    an_appointment(account, unit, Post.SECRETARY, since=since, until=until)
    card = queries.card_page(commands.show_card(line="", by=account).ref)
    notice = values_of(["directory.secretary"], [unit.pk])["directory.secretary"]
    reader = someone_with(Post.SECRETARY, unit)
    (row,) = queries.roster_out(reader).people
    assert card is not None
    assert [bool(card.posts), unit.pk in notice, bool(row["post"])] == [held] * 3
    assert bool(queries.person_page(reader, person).held) is held


@SPELLS
def test_clerk_when_their_post_ends_later_or_has_not_begun_then_sees_to_a_unit_only_while_in_office(
    since: dt.date, until: dt.date | None, held: bool
) -> None:
    committee, account = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE), an_account()
    an_appointment(account, committee, Post.COMMITTEE_CLERK, since=since, until=until)
    assert queries.overseers(a_unit(parent=committee)) == ([account] if held else [])


@SPELLS
def test_staff_when_their_post_ends_later_or_has_not_begun_then_may_take_another_over_only_while_in_office(
    since: dt.date, until: dt.date | None, held: bool
) -> None:
    unit, account = a_unit(), an_account()
    staff = an_appointment(account, unit, Post.PUBLICITY_MEMBER, since=since, until=until).person
    offered = on_roster(unit, Post.GROUP_LEADER, None)
    assert (staff in queries.successors(offered)) is held


def test_secretary_when_two_are_in_office_then_a_notice_names_whoever_came_last() -> None:
    unit, old, new = a_unit(), an_account(name="旧书记"), an_account(name="新书记")
    an_appointment(new, unit, Post.SECRETARY, since=DAY)
    an_appointment(old, unit, Post.SECRETARY, since=YEAR, until=LATER)
    assert values_of(["directory.secretary"], [unit.pk])["directory.secretary"] == {unit.pk: "新书记"}


def test_administrator_when_their_post_ends_later_then_gets_another_only_from_that_day_on() -> None:
    committee, account = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE), an_account()
    person = an_appointment(account, committee, Post.SYSTEM_ADMIN, until=LATER).person
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    wanted: dict[str, Any] = {
        "unit": committee,
        "post": Post.SECURITY_ADMIN,
        "reason": "会议",
        "by": clerk,
    }
    with pytest.raises(Conflict, match="三个人"):
        commands.ask_for_appointment(person, since=LATER - dt.timedelta(days=1), **wanted)
    with pytest.raises(Conflict, match="三个人"):
        commands.ask_for_appointment(person, since=DAY, **wanted)
    assert commands.ask_for_appointment(person, since=LATER, **wanted).outcome == ""
