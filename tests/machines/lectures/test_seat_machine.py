"""Seats asked for, changed, given back, and halls that grow, in any order: never more than there are, nobody lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.directory.public import Unit
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import Lecture, Registration, Seat
from sixianghui.lectures.rules import Party, seated_now
from tests.factories import an_account
from tests.machines.moving import Moving
from tests.machines.shares import SHARE, shares
from tests.unit.lectures.house import House, a_house, wanted

PEOPLE = 9
#: When a sequence begins: the day before the lecture.
BEGIN = time.shanghai(2018, 6, 4, 9)


class SeatMachine(Moving):
    """A hall with few seats and nine people who change their minds."""

    #: Who is there when a sequence begins: made once, beneath the savepoint of each, as `CampaignMachine.town` is.
    there: ClassVar[tuple[House, list[Account]]]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.clock = time.ManualClock(BEGIN)
        self.time = time.using(self.clock)
        self.time.__enter__()

    def teardown(self) -> None:
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(seats=st.integers(1, 6))
    def open(self, seats: int) -> None:
        """Everybody as the database has them, without what another sequence had remembered; the lecture is new."""
        house, people = self.there
        self.house = House(
            Unit.objects.get(pk=house.unit.pk), Account.objects.get(pk=house.host.pk), self.clock
        )
        self.people = list(Account.objects.filter(pk__in=[one.pk for one in people]).order_by("pk"))
        self.lecture: Lecture = self.house.lecture(seats=seats)
        self.seats = seats
        #: Who stands, in the order in which they came: account → (registration, heads).
        self.standing: dict[int, tuple[int, int]] = {}
        self.had: dict[int, int] = {}

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Whether the house let it be done."""
        try:
            with transaction.atomic():
                act()
        except HouseError:
            return False
        self.moved = True
        return True

    def row(self, who: int) -> Registration:
        return Registration.objects.get(pk=self.standing[self.people[who].pk][0])

    @rule(who=st.integers(0, PEOPLE - 1), heads=st.integers(1, 4))
    def register(self, who: int, heads: int) -> None:
        person = self.people[who]
        made: list[Registration] = []
        done = self.attempt(lambda: made.append(commands.register(self.lecture, heads=heads, by=person)))
        assert done == (person.pk not in self.standing and heads <= self.seats)
        if done:
            self.standing[person.pk] = (made[0].pk, heads)

    @precondition(lambda self: self.standing)
    @rule(who=st.integers(0, PEOPLE - 1), heads=st.integers(1, 4))
    def change(self, who: int, heads: int) -> None:
        person = self.people[who]
        if person.pk not in self.standing:
            return
        row = self.row(who)
        has, free = row.taken.count(), self.seats - Seat.objects.count()
        waits = queries.waiting_of(self.lecture).exists()
        more = has > 0 and heads > has
        may = heads <= self.seats and not (more and (waits or heads - has > free))
        done = self.attempt(lambda: commands.change_heads(row, heads=heads, by=person))
        assert done == may
        if done:
            self.standing[person.pk] = (row.pk, heads)
            self.had.pop(row.pk, None)

    @precondition(lambda self: self.standing)
    @rule(who=st.integers(0, PEOPLE - 1))
    def cancel(self, who: int) -> None:
        person = self.people[who]
        if person.pk in self.standing:
            commands.cancel(self.row(who), by=person)
            self.had.pop(self.standing.pop(person.pk)[0], None)
            self.moved = True

    @precondition(lambda self: self.standing)
    @rule(who=st.integers(0, PEOPLE - 1))
    def erase(self, who: int) -> None:
        person = self.people[who]
        commands.erase_of(person.pk)
        self.had.pop(self.standing.pop(person.pk, (0, 0))[0], None)
        self.moved = True

    @rule(seats=st.integers(1, 8))
    def resize(self, seats: int) -> None:
        taken = Seat.objects.count()
        done = self.attempt(
            lambda: commands.change_lecture(self.lecture, wanted(seats=seats), by=self.house.host)
        )
        assert done == (seats >= taken)
        if done:
            self.seats = seats

    def look(self) -> None:
        rows = {one.pk: one for one in queries.registrations(self.lecture)}
        self.seats_are_never_more_than_there_are_and_each_is_somebodys_who_stands()
        self.nobody_is_lost_and_nobody_has_half_of_what_they_asked_for(rows)
        self.whoever_has_seats_keeps_them(rows)
        self.no_seat_is_free_that_somebody_who_waits_could_have()

    def seats_are_never_more_than_there_are_and_each_is_somebodys_who_stands(self) -> None:
        seats = list(Seat.objects.values_list("number", "registration"))
        assert len(seats) == len({number for number, _row in seats}) <= self.seats
        assert {row for _number, row in seats} <= {row for row, _heads in self.standing.values()}

    def nobody_is_lost_and_nobody_has_half_of_what_they_asked_for(self, rows: dict[int, Any]) -> None:
        assert {pk: one.heads for pk, one in rows.items()} == dict(self.standing.values())
        assert all(one.has in {0, one.heads} for one in rows.values())

    def whoever_has_seats_keeps_them(self, rows: dict[int, Any]) -> None:
        now = {pk: one.has for pk, one in rows.items()}
        assert all(now[pk] == has for pk, has in self.had.items())
        self.had = {pk: has for pk, has in now.items() if has}

    def no_seat_is_free_that_somebody_who_waits_could_have(self) -> None:
        waiting = [Party(one.pk, one.heads) for one in queries.waiting_of(self.lecture)]
        assert seated_now(self.seats - Seat.objects.count(), waiting) == []


@shares(12)
def test_seats_when_people_change_their_minds_in_any_order_then_the_hall_adds_up(
    db: None, lane: Any, share: int
) -> None:
    clock = time.ManualClock(BEGIN)
    with time.using(clock):
        SeatMachine.there = a_house(clock), [an_account() for _ in range(PEOPLE)]
    examples, steps = lane.pick(fast=(8, 15), deep=(150, 40), long=(SHARE, 10))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        SeatMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )
