"""People come, change, move, go and are forgotten in any order: the sums of the roster are what its rows say."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import Any, ClassVar

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory import commands, erasing, queries
from sixianghui.directory.models import Affiliation, Line, Person, RollCount, Standing, Status, Unit, UnitKind
from sixianghui.directory.queries.rolls import counts_kept
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import WHOLE, Reading, Scope, Sees
from sixianghui.ledger.rules import disclose
from sixianghui.vault.public import Subject
from tests.factories import a_person, a_unit, someone_with
from tests.machines.shares import SHARE, shares

FIGURES = ("directory.members", "directory.joining", "directory.league_members")
UNITS, PEOPLE, DAYS = st.integers(0, 3), st.integers(0, 5), st.integers(0, 40)
FIRST = dt.date(2018, 1, 2)


def unlike(scope: Scope) -> list[object]:
    """Numbers and parts by the sums that are not what the rows say."""
    wrong: list[object] = []
    for name in FIGURES:
        figure = ledger.get(name)
        rows = figure.rows(scope)
        value, number, people = ledger.value_of(name, scope), rows.count(), list(rows)
        if value != number or number != len(people):
            wrong.append((name, scope, value, number))
        known = disclose(
            number, trusted=True, small=False, live=True, whole=True, rough=False, published=None
        )
        for group in figure.groups:
            found = ledger.grouped(Reading(figure, scope, known, rows, Sees.ALL), group.key)
            assert found is not None
            parts: dict[str, int] = {}
            for row in people:
                parts[group.words(row.status)] = parts.get(group.words(row.status), 0) + 1
            if {part.label: part.number for part in found.parts} != parts:
                wrong.append((name, scope, found.parts, parts))
    return wrong


class RollMachine(RuleBasedStateMachine):
    """A committee with two branches and a league branch, an invented unit, and whoever comes to them."""

    #: The committee, the units and their clerks when a sequence begins: made once, beneath the savepoint of each, as
    #: `CampaignMachine.town` is.
    there: ClassVar[tuple[Unit, list[Unit], list[Account]]]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.time = time.using(time.ManualClock(time.shanghai(2018, 6, 5, 12)))
        self.time.__enter__()
        #: Whether anything has changed since everything was looked at.
        self.moved = False

    def teardown(self) -> None:
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        """All as the database has it, without what another sequence had remembered of it."""
        committee, units, clerks = self.there
        self.committee = Unit.objects.get(pk=committee.pk)
        self.units = [Unit.objects.get(pk=unit.pk) for unit in units]
        self.clerks = [Account.objects.get(pk=clerk.pk) for clerk in clerks]
        self.people: list[Person] = []
        self.moved = True

    def _clerk(self, unit: Unit) -> Any:
        return self.clerks[1] if self._is_apart(unit) else self.clerks[0]

    def _is_apart(self, unit: Unit) -> bool:
        return unit.pk == self.units[2].pk

    def _someone(self, number: int) -> Person | None:
        return Person.objects.get(pk=self.people[number % len(self.people)].pk) if self.people else None

    def _try(self, act: Any) -> None:
        """What the rules refuse changes nothing."""
        try:
            with transaction.atomic():
                act()
        except Conflict:
            return
        self.moved = True

    @rule(unit=UNITS, status=st.sampled_from(Status), day=DAYS)
    def come(self, unit: int, status: Status, day: int) -> None:
        where = self.units[unit]

        def act() -> None:
            since = FIRST + dt.timedelta(days=day)
            self.people.append(
                commands.add_person(
                    name="样例", unit=where, status=status, since=since, by=self._clerk(where)
                )
            )

        self._try(act)

    @rule(number=PEOPLE, status=st.sampled_from(Status), day=DAYS)
    def change(self, number: int, status: Status, day: int) -> None:
        person, since = self._someone(number), FIRST + dt.timedelta(days=50 + day)
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if person is not None and home is not None:
            self._try(lambda: commands.set_status(person, status, since=since, by=self._clerk(home.unit)))

    @rule(number=PEOPLE, to=UNITS, line=st.sampled_from(Line), day=DAYS)
    def move(self, number: int, to: int, line: Line, day: int) -> None:
        person, since = self._someone(number), FIRST + dt.timedelta(days=50 + day)
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if person is None or home is None or to == 2 or self._is_apart(home.unit):
            return
        self._try(
            lambda: commands.move_person(person, self.units[to], since=since, by=self.clerks[0], line=line)
        )

    @rule(number=PEOPLE)
    def go_and_come_back(self, number: int) -> None:
        """A leaving that was recorded wrongly."""
        person = self._someone(number)
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if person is None or home is None:
            return
        by, before = self._clerk(home.unit), counts_kept()

        def act() -> None:
            commands.let_go(person, on=dt.date(2018, 6, 1), by=by)
            commands.take_back_leaving(person, by=by)

        self._try(act)
        assert counts_kept() == before

    @rule(number=PEOPLE, what=st.sampled_from([Standing, Affiliation]), line=st.sampled_from(Line))
    def take_back(self, number: int, what: Any, line: Line) -> None:
        """A status or a move that was recorded wrongly."""
        person = self._someone(number)
        row = what.objects.filter(person=person, line=line, until__isnull=True).first()
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if row is None or home is None:
            return
        back = commands.take_back_status if what is Standing else commands.take_back_move
        self._try(lambda: back(row, by=self._clerk(home.unit)))

    @rule(number=PEOPLE, to=UNITS, status=st.sampled_from(Status), day=DAYS)
    def correct(self, number: int, to: int, status: Status, day: int) -> None:
        """What somebody was entered with, put right."""
        person, since = self._someone(number), FIRST + dt.timedelta(days=day)
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if person is None or home is None or self._is_apart(home.unit) != self._is_apart(self.units[to]):
            return
        where, by = self.units[to], self._clerk(home.unit)
        self._try(lambda: commands.correct_entry(person, unit=where, status=status, since=since, by=by))

    @rule(number=PEOPLE)
    def leave_the_league_and_come_back(self, number: int) -> None:
        """A leaving of the League alone that was recorded wrongly."""
        person = self._someone(number)
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if person is None or home is None:
            return
        by, before = self._clerk(home.unit), counts_kept()

        def act() -> None:
            commands.leave_league(person, on=dt.date(2018, 6, 1), by=by)
            commands.take_back_league(person, by=by)

        self._try(act)
        assert counts_kept() == before

    @rule(number=PEOPLE)
    def leave_the_league(self, number: int) -> None:
        person = self._someone(number)
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if person is not None and home is not None:
            by = self._clerk(home.unit)
            self._try(lambda: commands.leave_league(person, on=dt.date(2018, 6, 1), by=by))

    @rule(number=PEOPLE)
    def join_the_league_on_the_day_of_leaving(self, number: int) -> None:
        """Who leaves it, is in it again and leaves it on one day has two relations and two statuses that end then."""
        person = self._someone(number)
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if person is not None and home is not None:
            day, by = dt.date(2018, 6, 1), self._clerk(home.unit)
            self._try(lambda: commands.set_status(person, Status.LEAGUE_MEMBER, since=day, by=by))

    @rule(number=PEOPLE)
    def go_and_be_forgotten(self, number: int) -> None:
        person = self._someone(number)
        home = None if person is None else person.affiliations.filter(until__isnull=True).first()
        if person is None or home is None:
            return
        self._try(lambda: commands.let_go(person, on=dt.date(2018, 6, 1), by=self._clerk(home.unit)))
        erasing.erase(Subject(account=None, person=person.pk))
        self.moved = True

    @rule(unit=UNITS)
    def become_invented(self, unit: int) -> None:
        """What decides whether a unit counts at all is not part of the sums."""
        rows = Unit.objects.filter(pk=self.units[unit].pk)
        rows.update(is_sample=not rows.get().is_sample)
        self.moved = True

    @invariant()
    def sums_are_what_the_rows_say(self) -> None:
        """Of what was refused nothing moved: the sums are what they were found to be before."""
        if not self.moved:
            return
        self.moved = False
        assert queries.wrong_counts() == {}
        # Who is something now belongs somewhere on that line: nobody is counted by one number and not by another.
        there = Affiliation.objects.filter(
            person=OuterRef("person"), line=OuterRef("line"), until__isnull=True
        )
        assert not Standing.objects.filter(
            ~Exists(there), until__isnull=True, person__left_on__isnull=True
        ).exists()
        for scope in (WHOLE, Scope(self.committee.pk), *(Scope(unit.pk) for unit in self.units)):
            assert unlike(scope) == []
            assert unlike(scope.at(time.shanghai(2018, 2, 1, 12))) == []


def those_there() -> tuple[Unit, list[Unit], list[Account]]:
    """A committee, what the steps choose from, and who keeps the roster here and in the invented unit."""
    committee = a_unit(kind=UnitKind.PARTY_COMMITTEE)
    branch = a_unit(parent=committee)
    units = [branch, a_unit(parent=committee), a_unit(is_sample=True)]
    units.append(a_unit(parent=branch, kind=UnitKind.LEAGUE_BRANCH))
    return committee, units, [someone_with(Post.SECRETARY, unit) for unit in (committee, units[2])]


@shares(1)
def test_roster_when_people_change_in_any_order_then_sums_are_what_its_rows_say(
    db: None, lane: Any, share: int
) -> None:
    RollMachine.there = those_there()
    examples, steps = lane.pick(fast=(5, 12), deep=(200, 40), long=(SHARE, 12))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        RollMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )


@pytest.mark.django_db
def test_control_when_people_change_behind_the_commands_then_it_is_found_and_put_right_at_night(
    caplog: pytest.LogCaptureFixture,
) -> None:
    unit = a_unit()
    person = a_person(unit)
    Standing.objects.filter(person=person).update(status=Status.PROBATIONARY)
    Affiliation.objects.create(person=a_person(), unit=unit, line=Line.LEAGUE, since=FIRST)
    RollCount.objects.create(unit=a_unit(), line=Line.PARTY, status=Status.TARGET, people=3)
    assert unlike(Scope(unit.pk)) != []
    assert sorted(queries.wrong_counts().values()) == [-1, 1, 3]
    with caplog.at_level(logging.ERROR):
        commands.tend_rolls()
    assert "sums of the roster were wrong" in caplog.text
    assert (queries.wrong_counts(), unlike(Scope(unit.pk)), unlike(WHOLE)) == ({}, [], [])


@pytest.mark.django_db(transaction=True)
def test_unit_when_several_enter_people_at_once_then_nobody_is_missed() -> None:
    unit = a_unit()
    by = someone_with(Post.SECRETARY, unit)
    before = ledger.value_of("directory.members")

    def enter() -> None:
        try:
            for _ in range(3):
                commands.add_person(name="样例", unit=unit, status=Status.FULL, since=FIRST, by=by)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.value_of("directory.members") == before + 12
    assert queries.wrong_counts() == {}


@pytest.mark.django_db
def test_publication_when_people_stand_in_more_units_than_one_question_takes_then_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    units = Unit.objects.bulk_create(
        Unit(kind=UnitKind.BRANCH, name=f"样例{number}", short_name=f"样例{number}", slug=f"many-{number}")
        for number in range(1200)
    )
    people = Person.objects.bulk_create(Person(name="样例", ref=f"many-{unit.pk}") for unit in units)
    Affiliation.objects.bulk_create(
        Affiliation(person=one, unit=unit, line=Line.PARTY, since=FIRST)
        for one, unit in zip(people, units, strict=True)
    )
    Standing.objects.bulk_create(
        Standing(person=one, line=Line.PARTY, status=Status.FULL, since=FIRST) for one in people
    )
    figure = ledger.get("directory.members")
    assert len(ledger.digests_of(figure, figure.rows(WHOLE))) == 1200
    if connection.vendor == "sqlite":
        # The control: what so many at once would do.
        monkeypatch.setattr("sixianghui.ledger.seal.AT_ONCE", 2000)
        with pytest.raises(OperationalError, match="too large"):
            ledger.digests_of(figure, figure.rows(WHOLE))
