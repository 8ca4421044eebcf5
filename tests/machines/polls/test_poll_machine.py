"""Polls written, published, answered, ended, taken back and told of, while days pass, in any order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
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
from sixianghui.ledger.public import value_of
from sixianghui.polls import commands, queries
from sixianghui.polls.models import Closing, Option, Participation, Poll
from sixianghui.polls.queries.polls import Shown, all_of
from sixianghui.polls.queries.polls import polls as rows_of
from sixianghui.polls.rules import FEW, State
from tests.factories import an_account
from tests.machines.moving import Moving
from tests.machines.shares import SHARE, shares
from tests.unit.polls.house import House, a_house, words

PICK = st.integers(0, 30)
ENDED = {State.CLOSED, State.WITHDRAWN}


class PollMachine(Moving):
    """A secretary who asks, nine people who answer, and what may never happen to a poll."""

    #: Who is there when a sequence begins: made once, beneath the savepoint of each, as `CampaignMachine.town` is.
    there: ClassVar[tuple[House, list[Account]]]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.clock = time.ManualClock(time.shanghai(2018, 6, 5, 12))
        self.time = time.using(self.clock)
        self.time.__enter__()

    def teardown(self) -> None:
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        """Everybody as the database has them, without what another sequence had remembered of them."""
        house, people = self.there
        self.house = House(Unit.objects.get(pk=house.unit.pk), Account.objects.get(pk=house.asker.pk))
        self.people = list(Account.objects.filter(pk__in=[one.pk for one in people]).order_by("pk"))
        self.polls: list[Poll] = []
        #: By poll: who has answered, and how often each option was chosen.
        self.answered: dict[int, set[int]] = {}
        self.chosen: dict[int, Counter[int]] = {}
        self.before: dict[int, State] = {}
        self.results: dict[int, tuple[int, list[int]]] = {}

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Whether the house let it be done."""
        try:
            with transaction.atomic():
                act()
        except HouseError:
            return False
        self.moved = True
        return True

    def poll(self, number: int) -> Poll:
        return self.polls[number % len(self.polls)]

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.clock.set(self.clock.at + dt.timedelta(hours=hours))
        self.moved = True

    @rule(days=st.integers(0, 62), most=st.integers(1, 3))
    def draft(self, days: int, most: int) -> None:
        asked = words(closes_on=time.today() + dt.timedelta(days=days), most=most)
        done = self.attempt(
            lambda: self.polls.append(commands.draft(asked, unit=self.house.unit, by=self.house.asker))
        )
        assert done == (1 <= days <= 60)
        if done:
            self.answered[self.polls[-1].pk], self.chosen[self.polls[-1].pk] = set(), Counter()

    @precondition(lambda self: self.polls)
    @rule(number=PICK)
    def publish(self, number: int) -> None:
        poll = self.poll(number)
        was = queries.state_of(poll)
        fits = time.today() < poll.closes_on <= time.today() + dt.timedelta(days=60)
        done = self.attempt(lambda: commands.publish(poll, by=self.house.asker))
        assert done == (was is State.DRAFT and fits)

    @precondition(lambda self: self.polls)
    @rule(number=PICK, who=st.integers(0, 8), options=st.lists(st.integers(1, 3), min_size=1, max_size=3))
    def answer(self, number: int, who: int, options: list[int]) -> None:
        poll, person = self.poll(number), self.people[who]
        may = (
            queries.state_of(poll) is State.OPEN
            and person.pk not in self.answered[poll.pk]
            and len(set(options)) == len(options) <= poll.most
        )
        assert self.attempt(lambda: commands.answer(poll, options, by=person)) == may
        if may:
            self.answered[poll.pk].add(person.pk)
            self.chosen[poll.pk].update(options)

    @precondition(lambda self: self.polls)
    @rule(number=PICK, how=st.sampled_from(["end", "withdraw", "tell", "change"]))
    def act(self, number: int, how: str) -> None:
        poll, by = self.poll(number), self.house.asker
        was = queries.shown(poll)
        done = self.attempt(
            {
                "end": lambda: commands.close_early(poll, "够了", by=by),
                "withdraw": lambda: commands.withdraw(poll, "问错了", by=by),
                "tell": lambda: commands.tell_outcome(poll, "用了。", by=by),
                "change": lambda: commands.change(poll, words(), by=by),
            }[how]
        )
        if how == "tell":
            assert done == was.may_tell_more
        else:
            assert done == (was.state is (State.DRAFT if how == "change" else State.OPEN))
        if how == "change" and done:
            self.polls[number % len(self.polls)] = Poll.objects.get(pk=poll.pk)

    @rule()
    def count(self) -> None:
        due = [poll for poll in self.polls if queries.state_of(poll) is State.COUNTING]
        assert commands.close_due() == len(due)
        self.moved = True

    @rule(who=st.integers(0, 8))
    def erase(self, who: int) -> None:
        commands.erase_of(self.people[who].pk)
        self.people[who] = an_account()
        self.moved = True

    def look(self) -> None:
        self.polls_are_as_they_should_be()
        self.figures_are_the_counted_ones()

    def polls_are_as_they_should_be(self) -> None:
        """Each is read once a step, as lists show it."""
        mine = [poll.pk for poll in self.polls]
        rows = list(rows_of().filter(pk__in=mine).order_by("pk"))
        votes = Counter(Participation.objects.filter(poll__in=mine).values_list("poll", flat=True))
        sums: dict[int, list[int]] = {number: [] for number in mine}
        for number, tally in (
            Option.objects.filter(poll__in=mine).order_by("number").values_list("poll", "tally")
        ):
            sums[number].append(tally)
        assert len(rows) == len(mine)
        for shown in all_of(rows):
            self.what_ended_stays_as_it_ended_and_drafts_are_all_that_can_change(shown)
            number = shown.poll.pk
            self.sums_are_what_was_chosen_while_open_and_nothing_is_kept_of_who_afterwards(
                shown, votes[number], sums[number]
            )
            self.results_are_right_do_not_change_and_are_hidden_until_the_end_and_where_few_answered(shown)

    def what_ended_stays_as_it_ended_and_drafts_are_all_that_can_change(self, shown: Shown) -> None:
        now, number = shown.state, shown.poll.pk
        was = self.before.get(number, State.DRAFT)
        assert now is was or was not in ENDED
        assert not (now is State.DRAFT and was is not State.DRAFT)
        self.before[number] = now

    def sums_are_what_was_chosen_while_open_and_nothing_is_kept_of_who_afterwards(
        self, shown: Shown, votes: int, sums: list[int]
    ) -> None:
        number = shown.poll.pk
        if shown.state in {State.OPEN, State.COUNTING}:
            assert votes == len(self.answered[number])
            assert sums == [self.chosen[number][option] for option in (1, 2, 3)]
        else:
            assert (votes, set(sums)) == (0, {0})

    def results_are_right_do_not_change_and_are_hidden_until_the_end_and_where_few_answered(
        self, shown: Shown
    ) -> None:
        number = shown.poll.pk
        if shown.state is not State.CLOSED:
            assert (shown.answers, shown.bars) == (None, ())
            return
        assert shown.answers == len(self.answered[number])
        counts = [bar.count for bar in shown.bars]
        many = shown.answers >= FEW
        assert counts == ([self.chosen[number][option] for option in (1, 2, 3)] if many else [])
        assert self.results.setdefault(number, (shown.answers, counts)) == (shown.answers, counts)

    def figures_are_the_counted_ones(self) -> None:
        if self.polls:
            closings = Closing.objects.all()
            assert value_of("polls.held") == len(closings)
            assert value_of("polls.answers") == sum(one.answers for one in closings)


@shares(30)
def test_polls_when_anything_happens_in_any_order_then_one_person_counts_once(
    db: None, lane: Any, share: int
) -> None:
    PollMachine.there = a_house(), [an_account() for _ in range(9)]
    examples, steps = lane.pick(fast=(8, 12), deep=(150, 40), long=(SHARE, 10))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        PollMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )
