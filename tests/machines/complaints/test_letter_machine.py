"""Letters written, passed on, taken back, answered and withdrawn while posts come and go, in any order."""

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

from sixianghui.access.public import Account, Post, may
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.complaints import queries
from sixianghui.complaints.askers import Asker
from sixianghui.complaints.commands import Written, answer, forget_old, pass_on, reassign, take_back, withdraw
from sixianghui.complaints.models import Answer, Assignment, Kind, Part, Withdrawal, Words
from sixianghui.complaints.queries.letters import _letter as as_letter
from sixianghui.complaints.queries.letters import letters as rows_of
from sixianghui.complaints.rules import State
from sixianghui.directory.public import Appointment
from sixianghui.ledger.public import value_of
from tests.factories import an_account, an_appointment
from tests.machines.moving import Moving
from tests.machines.shares import SHARE, shares
from tests.unit.complaints.house import House, a_house

PEOPLE = st.integers(0, 5)
PICK = st.integers(0, 50)


class LetterMachine(Moving):
    """Six people who write, ask and answer, and what may never happen to their letters."""

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
        self.house, accounts = house.again(), Account.objects.in_bulk()
        self.people = [accounts[one.pk] for one in people]
        self.letters: list[tuple[Written, frozenset[int]]] = []
        self.ended: dict[int, State] = {}
        self.moved = True

    def person(self, number: int) -> Account:
        """Somebody with the posts they hold now."""
        return Account.objects.get(pk=self.people[number].pk)

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Whether the house let it be done."""
        try:
            with transaction.atomic():
                act()
        except HouseError:
            return False
        self.moved = True
        return True

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.clock.set(self.clock.at + dt.timedelta(hours=hours))
        self.moved = True

    @rule(kind=st.sampled_from(Kind), writer=PEOPLE, named=st.booleans(), asker=PEOPLE, below=st.booleans())
    def write(self, kind: Kind, writer: int, named: bool, asker: int, below: bool) -> None:
        unit = self.house.branch if below else self.house.committee
        by = self.person(writer)
        asked = Asker(self.people[asker].pk, unit.pk) if kind == Kind.BURDEN else None
        written = self.house.letter(kind, by=by, named=named, asker=asked)
        self.moved = True
        barred = {by.pk} if named else set()
        self.letters.append(
            (written, frozenset(barred | ({asked.account} if asked and asked.account else set())))
        )
        desk = queries.letter(written.complaint.pk).desk
        assert desk is None or desk.handler_id != by.pk

    @rule(who=PEOPLE, post=st.sampled_from([Post.COMMITTEE_CLERK, Post.DISCIPLINE_MEMBER, Post.SECRETARY]), below=st.booleans())  # fmt: skip
    def appoint(self, who: int, post: Post, below: bool) -> None:
        unit = self.house.branch if below else self.house.committee
        here = Appointment.objects.filter(person__account=self.people[who], unit=unit, post=post)
        if not here.exists():
            an_appointment(self.people[who], unit, post, since=self.clock.at.date())
        reassign()
        self.moved = True

    @rule(who=PEOPLE)
    def leave(self, who: int) -> None:
        Appointment.objects.filter(person__account=self.people[who]).delete()
        reassign()
        self.moved = True

    @rule(
        letter=PICK, who=PEOPLE, act=st.sampled_from(["answer", "pass on", "take back", "withdraw"]), to=PICK
    )
    @precondition(lambda self: self.letters)
    def do(self, letter: int, who: int, act: str, to: int) -> None:
        written, _barred = self.letters[letter % len(self.letters)]
        complaint, by = written.complaint, self.person(who)
        before = queries.letter(complaint.pk)
        on_desk = queries.letter_on_desk(by, complaint.ref) is not None
        if act == "answer":
            done = self.attempt(lambda: answer(complaint, "已经办好了。", by=by))
            assert done == (on_desk and before.state.is_open)
        elif act == "pass on":
            choices = queries.destinations(complaint, frozenset())
            if not choices:
                return
            chosen = choices[to % len(choices)]
            done = self.attempt(lambda: pass_on(complaint, chosen, "请你看一看。", by=by))
            assert not done or (on_desk and before.state.is_open)
        elif act == "take back":
            self.attempt(lambda: take_back(complaint, by=by))
        elif written.code:
            done = self.attempt(lambda: withdraw(complaint, code=written.code))
            assert done == before.state.is_open
        else:
            done = self.attempt(lambda: withdraw(complaint, by=by))
            assert done == (before.state.is_open and queries.letter_of(by, complaint.ref) is not None)

    @rule()
    def forget(self) -> None:
        assert forget_old() == 0  # nothing here is two years old
        self.moved = True

    def look(self) -> None:
        self.letters_never_lie_with_their_writer_or_asker_always_with_someone_who_may_and_stay_ended()
        self.words_are_there_unless_withdrawn_and_no_letter_has_two_ends_or_desks()

    def letters_never_lie_with_their_writer_or_asker_always_with_someone_who_may_and_stay_ended(self) -> None:
        """All are read together, as lists show them."""
        rows = rows_of().filter(pk__in=[written.complaint.pk for written, _barred in self.letters])
        letters = {row.pk: as_letter(row) for row in rows}
        handlers: dict[int, Account] = {}  # each as they are now, asked for their posts once
        for written, barred in self.letters:
            found = letters[written.complaint.pk]
            if found.desk is not None:
                assert found.desk.handler_id not in barred
            if found.desk is not None and found.state.is_open:
                handler = handlers.setdefault(found.desk.handler_id, found.desk.handler)
                assert may(handler, queries.action_for(found.complaint.kind), found.desk)
            assert self.ended.get(written.complaint.pk, found.state) is found.state
            if not found.state.is_open:
                self.ended[written.complaint.pk] = found.state

    def words_are_there_unless_withdrawn_and_no_letter_has_two_ends_or_desks(self) -> None:
        letters = self.letters
        withdrawn = Counter(Withdrawal.objects.values_list("complaint", flat=True))
        answered = Counter(Answer.objects.values_list("complaint", flat=True))
        texts = Counter(Words.objects.values_list("complaint", "part"))
        desks = Counter(Assignment.objects.filter(ended_at__isnull=True).values_list("complaint", flat=True))
        for written, _barred in letters:
            pk = written.complaint.pk
            assert withdrawn[pk] + answered[pk] <= 1
            assert texts[pk, Part.LETTER] == 1 - withdrawn[pk]
            assert texts[pk, Part.ANSWER] == answered[pk]
            assert desks[pk] <= 1
        if letters:
            assert value_of("complaints.received") == len(letters)


@shares(10)
def test_letters_when_handled_in_any_order_then_reach_only_those_who_may_have_them(
    db: None, lane: Any, share: int
) -> None:
    house = a_house()
    LetterMachine.there = house, [house.clerk, house.discipline, *(an_account() for _ in range(4))]
    examples, steps = lane.pick(fast=(8, 12), deep=(150, 40), long=(SHARE, 8))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        LetterMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )
