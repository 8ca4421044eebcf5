"""Facts recorded, struck, recorded again and figures published, in any order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import WHOLE, Publication, Scope, Since
from sixianghui.wechat.models import AccountBranch
from tests.machines.shares import SHARE, shares
from tests.unit.ledger.book import TURNS, Book, open_book, registered

BRANCHES = st.integers(0, 3)


class BookMachine(RuleBasedStateMachine):
    """The book beside a model of it: which branches have a standing fact, and what was published."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.figures = registered(TURNS)
        self.figures.__enter__()
        self.clock = time.ManualClock(time.shanghai(2018, 6, 5, 12))
        self.time = time.using(self.clock)
        self.time.__enter__()

    def teardown(self) -> None:
        self.time.__exit__(None, None, None)
        self.figures.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        self.book: Book = open_book()
        self.units = [self.book.branch() for _ in range(4)]
        self.standing: dict[int, AccountBranch] = {}
        self.struck: list[AccountBranch] = []
        self.published: dict[int, tuple[Any, ...]] = {}
        self.recorded_at: dict[int, dt.datetime] = {}
        self.struck_at: dict[int, dt.datetime] = {}

    @rule(minutes=st.integers(1, 600))
    def wait(self, minutes: int) -> None:
        self.clock.set(self.clock.at + dt.timedelta(minutes=minutes))

    @rule(branch=BRANCHES)
    def record(self, branch: int) -> None:
        if branch in self.standing:
            with pytest.raises(IntegrityError), transaction.atomic():
                self.book.turn(self.units[branch])
            return
        self.standing[branch] = fact = self.book.turn(self.units[branch])
        self.recorded_at[fact.pk] = time.now()

    @rule(branch=BRANCHES)
    @precondition(lambda self: self.standing)
    def strike(self, branch: int) -> None:
        if branch not in self.standing:
            return
        fact = self.standing.pop(branch)
        self.struck.append(self.book.strike(fact))
        self.struck_at[fact.pk] = time.now()

    @rule(data=st.data())
    @precondition(lambda self: self.struck)
    def strike_again(self, data: st.DataObject) -> None:
        fact = data.draw(st.sampled_from(self.struck))
        with pytest.raises(Conflict):
            self.book.strike(fact)

    @rule(branch=st.none() | BRANCHES)
    def publish(self, branch: int | None) -> None:
        scope = WHOLE if branch is None else Scope(unit=self.units[branch].pk)
        made = self.book.publish(scope=scope)
        if made.pk in self.published:
            assert self.published[made.pk] == _frozen(made)
            return
        assert made.value == len([one for one in self.standing if branch in {None, one}])
        self.published[made.pk] = _frozen(made)
        assert self.book.publish(scope=scope, at=made.as_of) == made
        self.wait(1)  # an instant has no before and after

    @invariant()
    def value_is_the_number_of_standing_facts(self) -> None:
        assert ledger.value_of(TURNS.name) == len(self.standing)
        assert set(AccountBranch.objects.standing()) == set(self.standing.values())

    @invariant()
    def nothing_is_ever_lost(self) -> None:
        assert AccountBranch.objects.count() == len(self.standing) + len(self.struck)

    @invariant()
    def publications_never_change_and_their_seals_hold(self) -> None:
        assert {made.pk: _frozen(made) for made in Publication.objects.all()} == self.published
        for made in Publication.objects.all():
            assert ledger.seal_holds(made) is True

    @invariant()
    def what_happened_since_a_publication_is_counted(self) -> None:
        for made in Publication.objects.filter(scope=WHOLE.text()):
            at = made.as_of
            added = [fact for fact in self.standing.values() if self.recorded_at[fact.pk] > at]
            struck = [pk for pk, when in self.struck_at.items() if when > at >= self.recorded_at[pk]]
            assert ledger.since(made) == Since(gone=len(struck), come=len(added))
            assert made.value - len(struck) + len(added) == len(self.standing)

    @invariant()
    def every_publication_is_in_the_chain(self) -> None:
        verdict = audit.verify([])
        assert (verdict.ok, verdict.total) == (True, len(self.published))


def _frozen(made: Publication) -> tuple[Any, ...]:
    return made.figure, made.version, made.scope, made.value, made.as_of, made.digest


@shares(8)
def test_book_when_written_in_any_order_then_numbers_are_what_stands(db: None, lane: Any, share: int) -> None:
    examples, steps = lane.pick(fast=(25, 20), deep=(300, 40), long=(SHARE, 10))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        BookMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )
