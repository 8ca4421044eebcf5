"""Questions written, passed on, answered, prepared, released, returned, hidden, taken down and withdrawn, in any order,
beside a naive model: nothing unreleased is ever public, nobody releases their own, the promised day never moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
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
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.complaints import queries
from sixianghui.complaints.commands import (
    Written,
    add_outcome,
    answer,
    hide,
    pass_on,
    prepare,
    release,
    send_back,
    take_back,
    take_down,
    withdraw,
)
from sixianghui.complaints.models import Kind, Preparation, PublicText
from sixianghui.complaints.queries.letters import letters as rows_of
from sixianghui.complaints.rules import Asking, Told
from sixianghui.ledger.public import value_of
from sixianghui.search.public import search
from tests.factories import an_account, someone_with
from tests.machines.moving import Moving
from tests.machines.shares import SHARE, shares
from tests.unit.complaints.house import House, a_house

PEOPLE, PICK = st.integers(0, 5), st.integers(0, 50)
#: When a sequence begins.
BEGIN = time.shanghai(2018, 4, 20, 12)
ACTS = (
    "answer",
    "pass on",
    "take back",
    "prepare",
    "release",
    "return",
    "hide",
    "take down",
    "withdraw",
    "outcome",
)


@dataclass
class Model:
    """What a letter is, told by counting on one's fingers."""

    written: Written
    writer: int | None
    promised: dt.date
    wished: bool
    desk: int
    unit: int
    passed: tuple[int, int, int] | None = None
    ended: str = ""
    answered_by: int | None = None
    stage: str = ""
    prepared_by: int | None = None
    prepared_in: int | None = None
    preparation: Preparation | None = None


class PublicMachine(Moving):
    """Two clerks, a chief editor, a branch's secretary, a reader, and a reader who is a chief editor too."""

    #: How many texts came out in all runs: the control that there was something to keep apart.
    came_out = 0
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

    @initialize()
    def open(self) -> None:
        """Everybody as the database has them, without what another sequence had remembered of them."""
        house, people = self.there
        self.house, accounts = house.again(), Account.objects.in_bulk()
        self.people = [accounts[one.pk] for one in people]
        clerk, second, chief, secretary, _reader, other = self.people
        self.everywhere = {one.pk for one in (clerk, second, chief, other)}
        self.secretary = secretary.pk
        self.letters: list[Model] = []
        self.moved = True

    def attempt(self, act: Callable[[], Any]) -> Any:
        """What was made, or None where the house refused."""
        try:
            with transaction.atomic():
                made = act() or True
        except HouseError:
            return None
        self.moved = True
        return made

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.clock.set(self.clock.at + dt.timedelta(hours=hours))
        self.moved = True

    @rule(who=PEOPLE, named=st.booleans(), public=st.sampled_from([True, True, False]))
    def write(self, who: int, named: bool, public: bool) -> None:
        number = len(self.letters)
        by = Account.objects.get(pk=self.people[who].pk)
        asking = Asking(f"第{number}封信的题目", public, "一位读者")
        written = self.house.letter(
            Kind.QUESTION, f"第{number}封信里写的话。", by=by, named=named, asking=asking
        )
        self.moved = True
        desk = queries.letter(written.complaint.pk).desk
        assert desk is not None
        assert desk.handler_id != by.pk
        self.letters.append(
            Model(
                written, by.pk if named else None, written.complaint.promised_on, public, desk.handler_id, desk.unit_id
            )
        )  # fmt: skip

    @rule(letter=PICK, who=PEOPLE, act=st.sampled_from(ACTS), to=PICK)
    @precondition(lambda self: self.letters)
    def do(self, letter: int, who: int, act: str, to: int) -> None:
        one = self.letters[letter % len(self.letters)]
        by = Account.objects.get(pk=self.people[who].pk)
        {
            "answer": self.answer, "pass on": self.pass_on, "take back": self.take_back, "prepare": self.prepare,
            "release": self.release, "return": self.send_back, "hide": self.hide, "take down": self.take_down,
            "withdraw": self.withdraw, "outcome": self.outcome,
        }[act](one, by, to)  # fmt: skip

    @rule(letter=PICK, to=PICK)
    @precondition(lambda self: self.letters)
    def go_on(self, letter: int, to: int) -> None:
        """What comes next by itself: whoever has it on the desk answers and prepares it, and somebody looks at it."""
        open_ones = [
            one for one in self.letters if one.wished and one.stage != "out" and one.ended != "withdrawn"
        ]
        if not open_ones:
            return
        one = open_ones[letter % len(open_ones)]
        handler = Account.objects.get(pk=one.desk)
        if not one.ended:
            self.answer(one, handler, to)
        elif one.stage == "waiting":
            self.release(one, Account.objects.get(pk=self.people[to % len(self.people)].pk), to)
        else:
            self.prepare(one, handler, to)

    def answer(self, one: Model, by: Account, _to: int) -> None:
        done = self.attempt(lambda: answer(one.written.complaint, "答复在这里。", by=by))
        assert bool(done) == (not one.ended and one.desk == by.pk)
        if done:
            one.ended, one.answered_by, one.passed = "answered", by.pk, None

    def pass_on(self, one: Model, by: Account, to: int) -> None:
        known = {row.pk for row in self.people}
        choices = [
            row
            for row in queries.destinations(one.written.complaint, frozenset())
            if row.desk.account in known
        ]
        chosen = choices[to % len(choices)]
        done = self.attempt(lambda: pass_on(one.written.complaint, chosen, "请你看一看。", by=by))
        may = not one.ended and one.desk == by.pk and chosen.desk.account not in {by.pk, one.writer}
        assert bool(done) == may
        if done:
            one.passed = (by.pk, one.desk, one.unit)
            one.desk, one.unit = chosen.desk.account, chosen.desk.unit

    def take_back(self, one: Model, by: Account, _to: int) -> None:
        if self.attempt(lambda: take_back(one.written.complaint, by=by)):
            assert one.passed is not None
            assert (one.ended, one.passed[0]) == ("", by.pk)
            one.desk, one.unit = one.passed[1:]
            one.passed = None

    def prepare(self, one: Model, by: Account, _to: int) -> None:
        number = self.letters.index(one)
        told = Told(f"第{number}封信", f"第{number}封信公开的问。", "公开的答。")
        made = self.attempt(lambda: prepare(one.written.complaint, told, by=by))
        may = one.ended == "answered" and one.desk == by.pk and one.wished and one.stage in {"", "returned"}
        assert bool(made) == may
        if made:
            one.stage, one.preparation, one.prepared_by, one.prepared_in = "waiting", made, by.pk, one.unit

    def looks(self, one: Model, by: Account) -> bool:
        """Whether this person is a second person for it."""
        reaches = by.pk in self.everywhere or (
            by.pk == self.secretary and one.prepared_in == self.house.branch.pk
        )
        own = by.pk in {one.prepared_by, one.answered_by, one.writer}
        return one.stage == "waiting" and reaches and not own

    def release(self, one: Model, by: Account, _to: int) -> None:
        if one.preparation is None:
            return
        found = one.preparation
        may = self.looks(one, by)
        assert bool(self.attempt(lambda: release(found, by=by))) == may
        one.stage = "out" if may else one.stage
        PublicMachine.came_out += may

    def send_back(self, one: Model, by: Account, _to: int) -> None:
        if one.preparation is None:
            return
        found = one.preparation
        may = self.looks(one, by)
        assert bool(self.attempt(lambda: send_back(found, "再改一改。", by=by))) == may
        one.stage = "returned" if may else one.stage

    def hide(self, one: Model, by: Account, _to: int) -> None:
        complaint, code = one.written.complaint, one.written.code
        done = self.attempt(lambda: hide(complaint, code=code) if code else hide(complaint, by=by))
        may = one.wished and one.ended != "withdrawn" and (bool(code) or one.writer == by.pk)
        assert bool(done) == may
        if done:
            one.wished, one.stage, one.preparation = False, "", None

    def take_down(self, one: Model, by: Account, _to: int) -> None:
        if one.preparation is None:
            return
        found = one.preparation
        done = self.attempt(lambda: take_down(found, by=by))
        reaches = by.pk in self.everywhere or (
            by.pk == self.secretary and one.prepared_in == self.house.branch.pk
        )
        assert bool(done) == (one.stage == "out" and reaches)
        if done:
            one.stage, one.preparation = "", None

    def withdraw(self, one: Model, by: Account, _to: int) -> None:
        complaint, code = one.written.complaint, one.written.code
        done = self.attempt(lambda: withdraw(complaint, code=code) if code else withdraw(complaint, by=by))
        assert bool(done) == (not one.ended and (bool(code) or one.writer == by.pk))
        if done:
            one.ended = "withdrawn"

    def outcome(self, one: Model, by: Account, _to: int) -> None:
        done = self.attempt(lambda: add_outcome(one.written.complaint, "有了改变。", time.today(), by=by))
        assert bool(done) == (one.ended == "answered" and one.desk == by.pk)

    def look(self) -> None:
        self.what_everybody_reads_is_what_was_released_and_nothing_else()
        self.words_for_everybody_are_kept_only_where_somebody_may_yet_read_them()
        self.the_promised_day_never_moves()

    def what_everybody_reads_is_what_was_released_and_nothing_else(self) -> None:
        letters = self.letters
        out = {one.preparation.ref for one in letters if one.stage == "out" and one.preparation is not None}
        public = queries.released_letters()
        assert {one.ref for one in public} == out
        assert all("里写的话" not in f"{one.title}{one.question}{one.answer}" for one in public)
        if letters:
            assert {hit.key for hit in search("封信").hits} <= out
            assert search("里写的话").total == 0
            assert value_of("complaints.letters_public") == len(out)

    def words_for_everybody_are_kept_only_where_somebody_may_yet_read_them(self) -> None:
        kept = set(PublicText.objects.values_list("preparation__complaint", flat=True))
        assert kept <= {one.written.complaint.pk for one in self.letters if one.wished}

    def the_promised_day_never_moves(self) -> None:
        promised = {one.written.complaint.pk: one.promised for one in self.letters}
        rows = rows_of().filter(pk__in=list(promised))
        assert dict(rows.values_list("pk", "promised_on")) == promised


def those_there() -> tuple[House, list[Account]]:
    """The house and its six people, as they are at the moment when a sequence begins."""
    with time.using(time.ManualClock(BEGIN)):
        house = a_house()
        chief, other = (someone_with(Post.CHIEF_EDITOR, house.committee) for _ in range(2))
        second = someone_with(Post.COMMITTEE_CLERK, house.committee)
        secretary = someone_with(Post.SECRETARY, house.branch)
        return house, [house.clerk, second, chief, secretary, an_account(), other]


@shares(2)
def test_questions_when_handled_in_any_order_then_only_what_was_released_is_public(
    db: None, lane: Any, share: int
) -> None:
    PublicMachine.there = those_there()
    examples, steps = lane.pick(fast=(8, 25), deep=(120, 50), long=(SHARE, 12))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        PublicMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )
    # Eight short sequences may end before anything comes out; of more some have to get there.
    assert PublicMachine.came_out > 0 or lane.name == "fast"
