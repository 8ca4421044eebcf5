"""Units are guided, closed with an earlier day, taken back, moved below the committee and away: what was published holds."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import pytest
from django.db import transaction
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
from sixianghui.directory import commands
from sixianghui.directory.models import Guidance, Unit, UnitKind
from sixianghui.ledger.public import WHOLE, Publication, publish, seal_holds, value_of
from tests.factories import a_unit, an_enterprise, someone_with
from tests.machines.shares import SHARE, shares

FIGURES = ("directory.enterprises", "directory.guided_units")
UNITS, BACK = st.integers(0, 2), st.integers(0, 60)


class GuidanceMachine(RuleBasedStateMachine):
    """A committee and three branches of two enterprises; an hour passes with every step."""

    #: Made once, beneath the savepoint of each sequence, as `CampaignMachine.town` is.
    there: ClassVar[tuple[Unit, list[Unit], Account]]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        # At no step is it midnight, which is the moment of a closing.
        self.clock = time.ManualClock(time.shanghai(2018, 6, 5, 12, 30))
        self.time = time.using(self.clock)
        self.time.__enter__()
        self.published: list[Publication] = []
        #: Whether anything has changed since everything was looked at.
        self.moved = True

    def teardown(self) -> None:
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        committee, units, clerk = self.there
        self.committee = Unit.objects.get(pk=committee.pk)
        self.units = [unit.pk for unit in units]
        self.clerk = Account.objects.get(pk=clerk.pk)

    def _try(self, act: Any) -> None:
        """What the rules refuse changes nothing."""
        self.clock.set(self.clock.at + dt.timedelta(hours=1))
        try:
            with transaction.atomic():
                act(self.clerk)
        except Conflict:
            return
        self.moved = True

    def _unit(self, number: int) -> Unit:
        return Unit.objects.get(pk=self.units[number])

    @rule(number=UNITS)
    def guide(self, number: int) -> None:
        unit = self._unit(number)
        if unit.closed_on is None:
            self._try(lambda by: commands.take_under_guidance(unit, by=by))

    @rule(number=UNITS, back=BACK)
    def close(self, number: int, back: int) -> None:
        day = time.today() - dt.timedelta(days=back)
        self._try(lambda by: commands.close_unit(self._unit(number), on=day, by=by))

    @rule(number=UNITS)
    def take_back(self, number: int) -> None:
        self._try(lambda by: commands.take_back_closing(self._unit(number), by=by))

    @rule(number=UNITS, below=st.booleans())
    def move(self, number: int, below: bool) -> None:
        unit = self._unit(number)
        if unit.closed_on is None:
            superior = self.committee if below else None
            self._try(lambda by: commands.change_unit(unit, parent=superior, by=by))

    @rule(back=BACK)
    def publish(self, back: int) -> None:
        """As of now, or as of a day before, by what was known then."""

        def act(by: Account) -> None:
            at = self.clock.at - dt.timedelta(days=back)
            self.published += [publish(name, WHOLE, by=by, at=at) for name in FIGURES]

        self._try(act)

    @invariant()
    def what_was_published_holds_and_who_is_guided_is_open_without_a_superior(self) -> None:
        if not self.moved:
            return
        self.moved = False
        for one in self.published:
            assert seal_holds(one) is not False
            assert value_of(one.figure, WHOLE.at(one.as_of)) == one.value
        guided = Guidance.objects.standing().filter(ended_at__isnull=True).values_list("unit", flat=True)
        rows = Unit.objects.filter(pk__in=guided, closed_on__isnull=True, parent__isnull=True)
        assert len(guided) == rows.count()
        assert value_of("directory.guided_units") == rows.count()
        assert value_of("directory.enterprises") == rows.values("enterprise").distinct().count()


def those_there() -> tuple[Unit, list[Unit], Account]:
    """Guided since the spring, so that a closing lies back behind what is published in between."""
    with time.using(time.ManualClock(time.shanghai(2018, 3, 1, 9))):
        committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
        clerk, firm = someone_with(Post.COMMITTEE_CLERK, committee), an_enterprise()
        units = [a_unit(enterprise=one) for one in (firm, firm, an_enterprise())]
        for unit in units:
            commands.take_under_guidance(unit, by=clerk)
    return committee, units, clerk


@shares(1)
def test_published_numbers_when_units_close_and_come_back_in_any_order_then_hold(
    db: None, lane: Any, share: int
) -> None:
    GuidanceMachine.there = those_there()
    examples, steps = lane.pick(fast=(8, 12), deep=(60, 30), long=(SHARE, 12))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        GuidanceMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )


@pytest.mark.django_db
def test_control_when_the_moment_at_which_an_end_was_written_down_is_not_kept_then_a_seal_breaks() -> None:
    _committee, units, clerk = those_there()
    with time.using(time.ManualClock(time.shanghai(2018, 6, 5, 12))):
        made = publish(FIGURES[0], WHOLE, by=clerk, at=time.shanghai(2018, 5, 20))
        Guidance.objects.filter(unit__in=units).fill_in(ended_at=time.shanghai(2018, 5, 10))
        assert seal_holds(made) is False
