"""Activities announced, changed, recorded, put right, called off, struck and left, by those who may and those who may not."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
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

from sixianghui.access.public import Account, Post
from sixianghui.activities import commands
from sixianghui.activities.commands.holding import Record
from sixianghui.activities.commands.writing import state_of
from sixianghui.activities.models import Activity, CallOff, Held, Partner, Share
from sixianghui.activities.rules import State
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import value_of
from tests.factories import a_unit, someone_with
from tests.machines.moving import Moving
from tests.machines.shares import SHARE, shares

UNIT = st.integers(0, 2)
PICK = st.integers(0, 30)
COUNT = st.integers(-1, 40)
HOURS = st.integers(-72, 72)
#: When a sequence begins.
BEGIN = time.shanghai(2018, 6, 5, 12)


class ActivityMachine(Moving):
    """Three units, each with a secretary who may do everything there and nothing elsewhere."""

    #: Who is there when a sequence begins: made once, beneath the savepoint of each, as `CampaignMachine.town` is.
    there: ClassVar[tuple[list[Unit], list[Account]]]

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

    @initialize()
    def open(self) -> None:
        """Units as the database has them; each step asks for its person anew (`by`)."""
        units, self.people = self.there
        self.units = list(Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("pk"))
        self.made: list[int] = []

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Whether the house let it be done. What it did left one row in the chain, what it refused none."""
        before = _rows()
        try:
            with transaction.atomic():
                act()
        except HouseError:
            assert _rows() == before
            return False
        assert _rows() == before + 1
        self.moved = True
        return True

    def picked(self, number: int) -> Activity:
        return Activity.objects.get(pk=self.made[number % len(self.made)])

    def by(self, who: int) -> Account:
        return Account.objects.get(pk=self.people[who].pk)

    @rule(hours=st.integers(1, 48))
    def wait(self, hours: int) -> None:
        self.clock.set(self.clock.at + dt.timedelta(hours=hours))
        self.moved = True

    @rule(unit=UNIT, who=UNIT, hours=HOURS, present=COUNT, partner=UNIT, held=st.booleans())
    def make(self, unit: int, who: int, hours: int, present: int, partner: int, held: bool) -> None:
        at = self.clock.at + dt.timedelta(hours=hours)
        common: dict[str, Any] = {
            "unit": self.units[unit], "kind": "study", "title": "学习", "starts_at": at, "partners": [self.units[partner]], "by": self.by(who),
        }  # fmt: skip
        if held:
            done = self.attempt(lambda: commands.record_activity(**common, present=present))
            assert done == (unit == who and hours <= 0 and present >= 1)
        else:
            done = self.attempt(lambda: commands.plan_activity(**common))
            assert done == (unit == who)
        if done:
            self.made.append(Activity.objects.latest("pk").pk)

    @rule(
        number=PICK, who=UNIT, present=COUNT, partner=UNIT, act=st.sampled_from(["hold", "correct", "strike", "call off", "leave"])
    )  # fmt: skip
    @precondition(lambda self: self.made)
    def do(self, number: int, who: int, present: int, partner: int, act: str) -> None:
        one, by = self.picked(number), self.by(who)
        before = state_of(one)
        own = one.unit_id == self.units[who].pk
        record = Record("reading", "读书", one.starts_at, present, partners=(self.units[partner],))
        begun = one.starts_at <= self.clock.at + dt.timedelta(minutes=15)
        if act == "hold":
            done = self.attempt(lambda: commands.hold_activity(one, record, by=by))
            assert done == (own and begun and present >= 1 and before is not State.HELD)
            assert not done or state_of(one) is State.HELD
        elif act == "correct":
            done = self.attempt(lambda: commands.correct_activity(one, record, by=by, reason="记错了"))
            assert done == (own and begun and present >= 1 and before is State.HELD)
        elif act == "strike":
            done = self.attempt(lambda: commands.strike_activity(one, by=by, reason="没有办过"))
            assert done == (own and before is State.HELD)
            assert not done or state_of(one) is State.CALLED_OFF
        elif act == "call off":
            done = self.attempt(lambda: commands.call_off(one, by=by))
            assert done == (own and before is State.COMING)
        else:
            there = Partner.objects.filter(activity=one, unit=self.units[who], left_at__isnull=True).exists()
            done = self.attempt(lambda: commands.leave(one, self.units[who], by=by))
            assert done == there

    def look(self) -> None:
        self.what_stands_of_an_activity_is_one_record_and_a_share_for_each_unit_that_held_it()
        self.figures_count_what_stands()

    def what_stands_of_an_activity_is_one_record_and_a_share_for_each_unit_that_held_it(self) -> None:
        off = Counter(CallOff.objects.standing().values_list("activity", flat=True))
        held, shares, units = defaultdict(list), defaultdict(list), defaultdict(set)
        for one in Held.objects.standing():
            held[one.activity_id].append(one.pk)
        for share in Share.objects.standing():
            shares[share.activity_id].append(share)
        for pk, unit in Activity.objects.values_list("pk", "unit"):
            units[pk].add(unit)
        for pk, unit in Partner.objects.filter(left_at__isnull=True).values_list("activity", "unit"):
            units[pk].add(unit)
        for pk in self.made:
            assert len(held[pk]) <= 1
            assert off[pk] <= 1
            assert sorted(share.unit_id for share in shares[pk]) == sorted(units[pk] if held[pk] else [])
            assert {share.held_id for share in shares[pk]} == set(held[pk])

    def figures_count_what_stands(self) -> None:
        if self.made:
            standing = Held.objects.standing()
            assert value_of("activities.held") == standing.count()
            assert value_of("activities.shares") == Share.objects.standing().count()
            assert value_of("activities.present") == sum(one.present or 0 for one in standing)


def _rows() -> int:
    """How many rows the chain has: they are numbered from one without a gap, so the last one's number says it."""
    return AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


@shares(12)
def test_activities_when_handled_in_any_order_then_stand_once_and_only_their_own_unit_moves_them(
    db: None, lane: Any, share: int
) -> None:
    with time.using(time.ManualClock(BEGIN)):
        units = [a_unit() for _ in range(3)]
        ActivityMachine.there = units, [someone_with(Post.SECRETARY, unit) for unit in units]
    examples, steps = lane.pick(fast=(10, 15), deep=(200, 30), long=(SHARE, 10))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        ActivityMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )
