"""What was recorded wrongly of somebody, taken back: the newest alone, by whoever may record it, and all is as if without."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from sixianghui.access.public import Account, Post, held_by
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import commands, queries
from sixianghui.directory.models import Affiliation, Line, Person, Standing, Status, Unit, UnitKind
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import WHOLE
from tests.factories import a_person, a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db
FIRST, DAY, LATER = dt.date(2018, 1, 1), dt.date(2018, 3, 1), dt.date(2018, 4, 1)
FIGURES = ("directory.members", "directory.joining", "directory.league_members")


@pytest.fixture
def unit() -> Unit:
    return a_unit()


@pytest.fixture
def by(unit: Unit) -> Account:
    return someone_with(Post.SECRETARY, unit)


def also_secretary(account: Account, unit: Unit) -> Unit:
    an_appointment(account, unit, Post.SECRETARY)
    return unit


def told(person: Person) -> tuple[object, ...]:
    """All that is said of somebody, and every number, today and on two days before."""
    person.refresh_from_db()
    moments = [WHOLE, *(WHOLE.at(time.shanghai(2018, month, 15, 12)) for month in (2, 3))]
    return (
        person.left_on,
        sorted(person.affiliations.values_list("line", "unit_id", "since", "until"), key=str),
        sorted(person.standings.values_list("line", "status", "since", "until"), key=str),
        [ledger.value_of(name, moment) for name in FIGURES for moment in moments],
    )


def undone(
    person: Person, act: Callable[[], object], back: Callable[[], object]
) -> list[tuple[str, dict[str, Any]]]:
    """Do and take back: everything is as it was, and the chain has both, with what was said."""
    before, seq = told(person), AuditEvent.objects.count()
    act()
    assert told(person) != before
    back()
    assert (told(person), queries.wrong_counts()) == (before, {})
    events = AuditEvent.objects.filter(seq__gt=seq).order_by("seq")
    return [(one.action, json.loads(one.detail)) for one in events]


def newest(person: Person, line: Line = Line.PARTY) -> Standing:
    return Standing.objects.get(person=person, line=line, until__isnull=True)


def home(person: Person, line: Line = Line.PARTY) -> Affiliation:
    return Affiliation.objects.get(person=person, line=line, until__isnull=True)


def test_status_when_recorded_wrongly_then_is_taken_back_and_put_right_from_the_same_day(
    unit: Unit, by: Account
) -> None:
    person = a_person(unit, status=Status.TARGET)
    acts = undone(
        person,
        lambda: commands.set_status(person, Status.FULL, since=DAY, by=by),
        lambda: commands.take_back_status(newest(person), by=by),
    )
    said = {"status": "full", "since": "2018-03-01"}
    assert acts == [("person:status", said), ("person:take-back-status", said)]
    commands.set_status(person, Status.PROBATIONARY, since=DAY, by=by)
    assert queries.statuses_of(person) == {Status.PROBATIONARY}


def test_first_status_of_a_line_when_taken_back_then_the_relation_that_began_with_it_goes_along(
    unit: Unit, by: Account
) -> None:
    person = a_person(unit, status=Status.LEAGUE_MEMBER)
    acts = undone(
        person,
        lambda: commands.set_status(person, Status.APPLICANT, since=DAY, by=by),
        lambda: commands.take_back_status(newest(person), by=by),
    )
    said = {"status": "applicant", "since": "2018-03-01", "unit": unit.pk}
    assert acts == [("person:status", said), ("person:take-back-status", said)]


def test_first_status_of_a_line_when_the_relation_was_recorded_apart_then_it_stands_without_it(
    unit: Unit, by: Account
) -> None:
    league = also_secretary(by, a_unit(kind=UnitKind.LEAGUE_BRANCH))
    person = a_person(league, status=Status.LEAGUE_MEMBER)
    commands.move_person(person, unit, since=DAY, by=by)
    acts = undone(
        person,
        lambda: commands.set_status(person, Status.APPLICANT, since=DAY, by=by),
        lambda: commands.take_back_status(newest(person), by=by),
    )
    said = {"status": "applicant", "since": "2018-03-01"}
    assert acts == [("person:status", said), ("person:take-back-status", said)]
    assert (home(person).unit, home(person).since) == (unit, DAY)


def test_status_when_it_is_the_only_one_or_not_the_newest_then_is_not_taken_back(
    unit: Unit, by: Account
) -> None:
    person = a_person(unit, status=Status.ACTIVIST)
    first = newest(person)
    with pytest.raises(Conflict, match="这是最早的一条"):
        commands.take_back_status(first, by=by)
    commands.set_status(person, Status.TARGET, since=DAY, by=by)
    second = newest(person)
    with pytest.raises(Conflict, match="只能收回最新的一条"):
        commands.take_back_status(first, by=by)
    commands.take_back_status(second, by=by)
    with pytest.raises(Conflict, match="已经收回了"):
        commands.take_back_status(second, by=by)
    assert queries.statuses_of(person) == {Status.ACTIVIST}


def test_status_when_another_unit_keeps_its_line_then_is_not_taken_back_from_here(
    unit: Unit, by: Account
) -> None:
    league = a_unit(kind=UnitKind.LEAGUE_BRANCH)
    person = a_person(unit, status=Status.ACTIVIST)
    commands.set_status(person, Status.TARGET, since=DAY, by=by)
    Affiliation.objects.create(person=person, unit=league, line=Line.LEAGUE, since=FIRST)
    stranger = someone_with(Post.SECRETARY, league)
    with pytest.raises(Refused):
        commands.take_back_status(newest(person), by=stranger)
    assert queries.person_page(stranger, person).wrong_statuses == frozenset()
    assert queries.person_page(by, person).wrong_statuses == {newest(person).pk}


def test_move_when_recorded_wrongly_then_is_taken_back_by_whoever_reaches_both_units(
    unit: Unit, by: Account
) -> None:
    there = also_secretary(by, a_unit())
    person = a_person(unit, account=an_account())
    commands.move_person(person, there, since=DAY, by=by)
    for one in (unit, there):
        with pytest.raises(Refused):
            commands.take_back_move(home(person), by=someone_with(Post.SECRETARY, one))
    commands.take_back_move(home(person), by=by)
    acts = undone(
        person,
        lambda: commands.move_person(person, there, since=DAY, by=by),
        lambda: commands.take_back_move(home(person), by=by),
    )
    said = {"unit": there.pk, "line": "party", "since": "2018-03-01"}
    assert acts == [("person:move", said), ("person:take-back-move", said)]
    account = Account.objects.get(pk=person.account_id)
    assert {one.unit for one in held_by(account)} == {unit.pk}


def test_move_when_a_relation_only_began_by_it_then_goes_while_it_bears_no_status(
    unit: Unit, by: Account
) -> None:
    person = a_person(unit, status=Status.LEAGUE_MEMBER)
    undone(
        person,
        lambda: commands.move_person(person, unit, since=DAY, by=by),
        lambda: commands.take_back_move(home(person), by=by),
    )
    commands.move_person(person, unit, since=DAY, by=by)
    commands.set_status(person, Status.APPLICANT, since=LATER, by=by)
    for row in (home(person), home(person, Line.LEAGUE)):
        with pytest.raises(Conflict, match="这是最早的一条"):
            commands.take_back_move(row, by=by)


def test_move_when_it_was_into_a_line_left_that_day_then_what_was_left_does_not_stand_again(
    unit: Unit, by: Account
) -> None:
    league = also_secretary(by, a_unit(kind=UnitKind.LEAGUE_BRANCH))
    person = a_person(unit, status=Status.TARGET)
    commands.move_person(person, league, since=DAY, by=by, line=Line.LEAGUE)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=by)
    commands.leave_league(person, on=LATER, by=by)
    undone(
        person,
        lambda: commands.move_person(person, league, since=LATER, by=by, line=Line.LEAGUE),
        lambda: commands.take_back_move(home(person, Line.LEAGUE), by=by),
    )


def test_status_when_the_league_was_left_and_joined_again_that_day_then_what_was_left_does_not_stand_again(
    unit: Unit, by: Account
) -> None:
    league = also_secretary(by, a_unit(kind=UnitKind.LEAGUE_BRANCH))
    person = a_person(unit, status=Status.TARGET)
    commands.move_person(person, league, since=DAY, by=by, line=Line.LEAGUE)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=by)
    commands.leave_league(person, on=LATER, by=by)
    undone(
        person,
        lambda: commands.set_status(person, Status.LEAGUE_MEMBER, since=LATER, by=by),
        lambda: commands.take_back_status(newest(person, Line.LEAGUE), by=by),
    )
    commands.set_status(person, Status.LEAGUE_MEMBER, since=LATER, by=by)
    with pytest.raises(Conflict, match="这是最早的一条"):
        commands.take_back_move(home(person, Line.LEAGUE), by=by)
    undone(
        person,
        lambda: commands.let_go(person, on=LATER, by=by),
        lambda: commands.take_back_leaving(person, by=by),
    )


def test_league_when_left_wrongly_then_relation_and_status_stand_again(unit: Unit, by: Account) -> None:
    league = also_secretary(by, a_unit(kind=UnitKind.LEAGUE_BRANCH))
    person = a_person(unit, status=Status.TARGET)
    commands.move_person(person, league, since=DAY, by=by, line=Line.LEAGUE)
    with pytest.raises(Conflict, match="没有登记离开团组织"):
        commands.take_back_league(person, by=by)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=by)
    acts = undone(
        person,
        lambda: commands.leave_league(person, on=LATER, by=by),
        lambda: commands.take_back_league(person, by=by),
    )
    assert acts[-1] == ("person:take-back-league", {"left_on": "2018-04-01", "unit": league.pk})
    commands.leave_league(person, on=LATER, by=by)
    for stranger in (someone_with(Post.SECRETARY, league), someone_with(Post.SECRETARY, unit)):
        with pytest.raises(Refused):
            commands.take_back_league(person, by=stranger)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=LATER, by=by)
    with pytest.raises(Conflict, match="没有登记离开团组织"):
        commands.take_back_league(person, by=by)


def test_league_when_left_joined_again_and_left_on_one_day_then_only_the_last_leaving_is_taken_back(
    unit: Unit, by: Account
) -> None:
    person = a_person(unit, status=Status.TARGET)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=by)
    commands.leave_league(person, on=LATER, by=by)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=LATER, by=by)
    undone(
        person,
        lambda: commands.leave_league(person, on=LATER, by=by),
        lambda: commands.take_back_league(person, by=by),
    )
    assert (newest(person, Line.LEAGUE).since, home(person, Line.LEAGUE).since) == (LATER, LATER)


def test_unit_to_which_something_would_come_back_when_closed_then_nothing_does_and_its_closing_comes_first(
    unit: Unit, by: Account
) -> None:
    there = also_secretary(by, a_unit())
    moved, gone, left = (a_person(unit, status=Status.TARGET) for _ in range(3))
    commands.move_person(moved, there, since=DAY, by=by)
    commands.let_go(gone, on=DAY, by=by)
    commands.set_status(left, Status.LEAGUE_MEMBER, since=DAY, by=by)
    commands.leave_league(left, on=LATER, by=by)
    Unit.objects.filter(pk=unit.pk).update(closed_on=LATER)
    acts: tuple[Callable[[], object], ...] = (
        lambda: commands.take_back_move(home(moved), by=by),
        lambda: commands.take_back_leaving(gone, by=by),
        lambda: commands.take_back_league(left, by=by),
    )
    for act in acts:
        with pytest.raises(Conflict, match="已经撤销了，请先收回它的撤销"):
            act()


def test_leaving_when_recorded_wrongly_then_is_taken_back_with_account_and_without_posts(
    unit: Unit, by: Account
) -> None:
    person = a_person(unit, status=Status.TARGET, account=an_account())
    commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=by)
    acts = undone(
        person,
        lambda: commands.let_go(person, on=LATER, by=by),
        lambda: commands.take_back_leaving(person, by=by),
    )
    assert acts == [
        ("person:leave", {"on": "2018-04-01"}),
        ("person:take-back-leaving", {"left_on": "2018-04-01"}),
    ]
    assert person.account is not None
    an_appointment(person.account, unit, Post.GROUP_LEADER)
    commands.let_go(person, on=LATER, by=by)
    assert queries.person_page(by, person).may_take_back_leaving
    commands.take_back_leaving(person, by=by)
    assert {one.post for one in held_by(Account.objects.get(pk=person.account_id))} == {Post.MEMBER}
    with pytest.raises(Conflict, match="没有登记离开"):
        commands.take_back_leaving(person, by=by)


def test_leaving_when_somebody_moved_or_left_the_league_that_day_then_only_what_leaving_ended_stands_again(
    unit: Unit, by: Account
) -> None:
    there = also_secretary(by, a_unit())
    person = a_person(unit, status=Status.TARGET)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=by)
    commands.leave_league(person, on=LATER, by=by)
    commands.move_person(person, there, since=LATER, by=by)
    undone(
        person,
        lambda: commands.let_go(person, on=LATER, by=by),
        lambda: commands.take_back_leaving(person, by=by),
    )
    assert home(person).unit == there


def test_leaving_when_one_unit_is_out_of_reach_then_is_not_taken_back(unit: Unit, by: Account) -> None:
    league = also_secretary(by, a_unit(kind=UnitKind.LEAGUE_BRANCH))
    person = a_person(unit)
    commands.move_person(person, league, since=DAY, by=by, line=Line.LEAGUE)
    commands.let_go(person, on=LATER, by=by)
    for one in (unit, league):
        alone = someone_with(Post.SECRETARY, one)
        assert not queries.person_page(alone, person).may_take_back_leaving
        with pytest.raises(Refused):
            commands.take_back_leaving(person, by=alone)
    commands.take_back_leaving(person, by=by)
    assert (home(person).unit, home(person, Line.LEAGUE).unit) == (unit, league)


def test_person_when_gone_since_the_page_was_opened_then_is_neither_moved_nor_given_a_status(
    unit: Unit, by: Account
) -> None:
    there = also_secretary(by, a_unit())
    person = a_person(unit, status=Status.ACTIVIST)
    opened_before = [Person.objects.get(pk=person.pk) for _ in range(4)]
    commands.let_go(person, on=DAY, by=by)
    before, (mover, other, third, fourth) = told(person), opened_before
    acts: tuple[Callable[[], object], ...] = (
        lambda: commands.move_person(mover, there, since=LATER, by=by),
        lambda: commands.set_status(other, Status.TARGET, since=LATER, by=by),
        lambda: commands.leave_league(third, on=LATER, by=by),
        lambda: commands.take_back_status(newest(fourth), by=by),
    )
    for act in acts:
        with pytest.raises(Conflict, match="已经离开了"):
            act()
    assert told(person) == before
