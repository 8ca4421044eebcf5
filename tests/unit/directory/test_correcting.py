"""What somebody was entered with, put right while nothing stands on it: every number is as if they had been entered so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import commands, queries
from sixianghui.directory.models import Line, Person, Status, Unit, UnitKind
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import WHOLE
from tests.factories import a_person, a_unit, an_appointment, someone_with

pytestmark = pytest.mark.django_db
FIRST, DAY = dt.date(2018, 1, 1), dt.date(2018, 3, 1)
FIGURES = ("directory.members", "directory.joining", "directory.league_members")


@pytest.fixture
def unit() -> Unit:
    return a_unit()


@pytest.fixture
def by(unit: Unit) -> Account:
    return someone_with(Post.SECRETARY, unit)


def enter(unit: Unit, by: Account, status: Status, since: dt.date = FIRST) -> Person:
    return commands.add_person(name="林晚", unit=unit, status=status, since=since, by=by)


def rows(person: Person) -> tuple[list[object], list[object]]:
    return (
        list(person.affiliations.values_list("unit", "line", "since", "until")),
        list(person.standings.values_list("line", "status", "since", "until")),
    )


def numbers() -> list[int]:
    moments = [WHOLE, *(WHOLE.at(time.shanghai(2018, month, 15, 12)) for month in (1, 2, 4))]
    return [ledger.value_of(name, moment) for name in FIGURES for moment in moments]


@pytest.mark.parametrize(
    ("status", "since"),
    [(Status.PROBATIONARY, FIRST), (Status.FULL, DAY), (Status.LEAGUE_MEMBER, FIRST), (Status.ACTIVIST, DAY)],
)
def test_entry_when_put_right_then_rows_and_numbers_are_as_if_it_had_been_entered_so(
    unit: Unit, by: Account, status: Status, since: dt.date
) -> None:
    other = a_unit()
    an_appointment(by, other, Post.SECRETARY)
    right = enter(other, by, status, since)
    expected, wanted = numbers(), rows(right)
    commands.correct_entry(right, unit=unit, status=Status.FULL, since=FIRST, by=by)
    assert (numbers(), rows(right)) != (expected, wanted)
    commands.correct_entry(right, unit=other, status=status, since=since, by=by)
    assert (numbers(), rows(right)) == (expected, wanted)
    assert queries.wrong_counts() == {}


def test_entry_when_put_right_then_the_chain_has_what_was_said_before_and_the_same_again_writes_nothing(
    unit: Unit, by: Account
) -> None:
    person = enter(unit, by, Status.FULL)
    for _ in range(2):
        commands.correct_entry(person, unit=unit, status=Status.PROBATIONARY, since=DAY, by=by)
    event = AuditEvent.objects.get(action="person:correct-entry")
    assert (event.object_id, json.loads(event.detail)) == (
        str(person.pk),
        {
            "status": ["full", "probationary"],
            "since": ["2018-01-01", "2018-03-01"],
            "unit": [unit.pk, unit.pk],
        },
    )


def test_relation_when_it_began_on_another_day_than_the_status_then_keeps_its_day(
    unit: Unit, by: Account
) -> None:
    person = enter(unit, by, Status.FULL)
    person.affiliations.update(since=DAY)
    commands.correct_entry(person, unit=unit, status=Status.FULL, since=dt.date(2017, 1, 1), by=by)
    assert person.affiliations.get().since == DAY
    assert person.standings.get().since == dt.date(2017, 1, 1)


@pytest.mark.parametrize("what", ["status", "move", "line", "leaving"])
def test_entry_when_something_was_recorded_since_then_stays_as_it_is(
    unit: Unit, by: Account, what: str
) -> None:
    other = a_unit(kind=UnitKind.BRANCH)
    an_appointment(by, other, Post.SECRETARY)
    person = enter(unit, by, Status.ACTIVIST)
    later: dict[str, Callable[[], object]] = {
        "status": lambda: commands.set_status(person, Status.TARGET, since=DAY, by=by),
        "move": lambda: commands.move_person(person, other, since=DAY, by=by),
        "line": lambda: commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=by),
        "leaving": lambda: commands.let_go(person, on=DAY, by=by),
    }
    later[what]()
    before = rows(person)
    with pytest.raises(Conflict):
        commands.correct_entry(person, unit=unit, status=Status.FULL, since=FIRST, by=by)
    assert rows(person) == before


@pytest.mark.parametrize(
    ("status", "since", "why"),
    [
        (Status.FULL, dt.date(2018, 6, 6), "起算日期在今天以后"),
        (Status.FULL, dt.date(2008, 1, 1), "年满 18 岁"),
    ],
)
def test_entry_when_put_wrong_then_says_why_and_stays(
    unit: Unit, by: Account, status: Status, since: dt.date, why: str
) -> None:
    league = a_unit(kind=UnitKind.LEAGUE_BRANCH)
    an_appointment(by, league, Post.SECRETARY)
    person = commands.add_person(
        name="林晚", unit=unit, status=Status.LEAGUE_MEMBER, since=FIRST, birth_on=dt.date(1995, 1, 1), by=by
    )
    before = rows(person)
    with pytest.raises(Conflict, match=why):
        commands.correct_entry(person, unit=unit, status=status, since=since, by=by)
    with pytest.raises(Conflict, match="不管这一类组织关系"):
        commands.correct_entry(person, unit=league, status=Status.FULL, since=FIRST, by=by)
    assert rows(person) == before


def test_entry_when_here_or_there_is_not_theirs_then_is_refused(unit: Unit, by: Account) -> None:
    person, other = enter(unit, by, Status.FULL), a_unit()
    stranger = someone_with(Post.SECRETARY, other)
    for where, who in ((other, by), (unit, stranger), (other, stranger)):
        with pytest.raises(Refused):
            commands.correct_entry(person, unit=where, status=Status.FULL, since=FIRST, by=who)
    assert person.affiliations.get().unit == unit
    assert person.affiliations.get().line == Line.PARTY
    assert a_person(unit).standings.count() == 1
