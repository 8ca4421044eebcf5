"""Remarks written, put right, decided on, reported, appealed, taken back, switched off and forgotten, in any order."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
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
from sixianghui.audit.public import AuditEvent
from sixianghui.common import ids, time
from sixianghui.common.errors import HouseError
from sixianghui.directory.public import UnitKind
from sixianghui.remarks import commands, queries, rules
from sixianghui.remarks.commands import judging
from sixianghui.remarks.models import Moderation, Remark, ReportKind
from sixianghui.remarks.rules import Outcome, State
from tests.factories import a_unit, an_account, someone_with
from tests.machines.moving import Moving
from tests.machines.shares import SHARE, shares
from tests.unit.remarks.house import register_test_place

PEOPLE = st.integers(0, 4)
PICK = st.integers(0, 50)
NAMES = ("小林", "老周", "甲编", "乙编", "丙编")
#: Of the five, those who moderate; the fourth may switch the whole site.
MODERATE = frozenset({2, 3, 4})
LIN, CHIEF = 0, 3


@dataclass
class Said:
    """The naive model of one remark."""

    remark: Remark
    writer: int | None
    text: str | None
    at: dt.datetime
    state: State
    head: Said | None = None
    withdrawn: bool = False
    decider: int | None = None
    decided: bool = False
    appealed: bool = False
    answered: bool = False
    last: Outcome | None = None
    reported_by: set[int] = field(default_factory=set)
    reports: int = 0
    #: When it was last decided that it is not shown, or was taken back.
    since: dt.datetime | None = None

    @property
    def waits_for_an_answer(self) -> bool:
        """Whether its writer has appealed and knows nothing yet."""
        return self.appealed and not self.answered and not self.withdrawn

    @property
    def shown(self) -> bool:
        """Whether everybody reads it, as far as it alone is concerned."""
        return self.state is State.SHOWN and not self.withdrawn

    def may_become(self, outcome: Outcome) -> bool:
        """What was forgotten has nothing left to be shown."""
        return outcome is not Outcome.SHOWN or self.text is not None


class RemarkMachine(Moving):
    """Five people and one thread beside a model of it."""

    #: Who is there when a sequence begins: made once, beneath the savepoint of each, as `CampaignMachine.town` is.
    there: ClassVar[list[Account]]

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

    @initialize(after=st.booleans())
    def open(self, after: bool) -> None:
        """A thread, and everybody as the database has them, without what another sequence had remembered of them."""
        accounts = Account.objects.in_bulk()
        self.people: list[Account] = [accounts[one.pk] for one in self.there]
        how = Moderation.AFTER if after else Moderation.BEFORE
        self.thread, self.after = commands.open_thread("test", moderation=how), after
        self.said: list[Said] = []
        self.off = {"thread": False, "site": False}
        self.closed = False
        self.muted: dict[int, dt.datetime] = {}
        self.counter = 0
        self.steps = AuditEvent.objects.count()
        self.moved = True

    def attempt(self, act: Callable[[], Any], expected: bool, *, audited: int = 1) -> None:
        """Do it; the house lets it be done exactly when the model does, and writes down that much.

        The second that passes moves nothing: no switch, verdict or post ends by it.
        """
        self.clock.set(self.clock.at + dt.timedelta(seconds=1))
        try:
            with transaction.atomic():
                act()
            done = True
        except HouseError:
            done = False
        assert done == expected
        if done:
            self.steps += audited
            self.moved = True

    def pick(self, number: int) -> Said:
        return self.said[number % len(self.said)]

    def text(self, plain: bool) -> str:
        """Words that nobody wrote before, without or with something that has to be looked at."""
        self.counter += 1
        digest = hashlib.sha256(str(self.counter).encode()).digest()[:16]
        words = "".join(chr(0x4E00 + byte * 20) for byte in digest)
        return words if plain else f"{words} www.example.cn"

    def may_write(self, who: int) -> bool:
        silent = self.muted.get(who)
        open_ = not any(self.off.values()) and not self.closed
        return open_ and (silent is None or silent <= self.clock.at + dt.timedelta(seconds=1))

    @rule(who=PEOPLE, plain=st.booleans(), reply=st.none() | PICK)
    def write(self, who: int, plain: bool, reply: int | None) -> None:
        above = self.pick(reply) if reply is not None and self.said else None
        expected = self.may_write(who) and (above is None or above.shown)
        text, made = self.text(plain), []
        more = {"reply_to": above.remark.ref} if above is not None else {}
        self.attempt(
            lambda: made.append(
                commands.write(self.thread, text, by=self.people[who], nonce=ids.new_ref(), **more)
            ),
            expected,
        )
        if expected:
            through = self.after and plain
            head = None if above is None else above.head or above
            state = State.SHOWN if through else State.WAITING
            last = Outcome.SHOWN if through else None
            self.said.append(Said(made[0], who, text, self.clock.at, state, head, last=last))

    @rule(one=PICK, who=PEOPLE, plain=st.booleans())
    @precondition(lambda self: self.said)
    def edit(self, one: int, who: int, plain: bool) -> None:
        said, text = self.pick(one), self.text(plain)
        young = self.clock.at + dt.timedelta(seconds=1) - said.at <= rules.EDIT_WINDOW
        expected = (
            said.writer == who
            and young
            and not said.decided
            and not said.withdrawn
            and said.state in {State.WAITING, State.SHOWN}
            and self.may_write(who)
        )
        self.attempt(lambda: commands.edit(said.remark, text, by=self.people[who]), expected)
        if expected:
            through = self.after and plain
            said.text, said.state = text, State.SHOWN if through else State.WAITING
            said.last = Outcome.SHOWN if through else Outcome.HELD if said.last is not None else None
            said.since = self.clock.at if said.last is Outcome.HELD else None

    @rule(one=PICK, who=PEOPLE, outcome=st.sampled_from(Outcome))
    @precondition(lambda self: self.said)
    def judge(self, one: int, who: int, outcome: Outcome) -> None:
        said = self.pick(one)
        where = State.WITHDRAWN if said.withdrawn else said.state
        possible = outcome in rules.MOVES[where] or (
            where is State.SHOWN and outcome is Outcome.SHOWN and said.reports > 0
        )
        expected = who in MODERATE and said.writer != who and possible and said.may_become(outcome)
        self.attempt(
            lambda: commands.judge(said.remark, outcome, by=self.people[who], reason="和主题无关。"), expected
        )
        if expected:
            self.decided(said, outcome, who)

    def decided(self, said: Said, outcome: Outcome, who: int) -> None:
        said.state = rules.state(outcome, withdrawn=False)
        said.last, said.decider, said.decided = outcome, who, True
        said.appealed = said.answered = False
        said.reports = 0
        said.since = None if outcome is Outcome.SHOWN else self.clock.at

    @rule(one=PICK, who=PEOPLE)
    @precondition(lambda self: self.said)
    def report(self, one: int, who: int) -> None:
        said = self.pick(one)
        again = who in said.reported_by
        self.attempt(
            lambda: commands.report(said.remark, ReportKind.ABUSE, "", by=self.people[who]),
            said.shown,
            audited=0 if again else 1,
        )
        if said.shown and not again:
            said.reported_by.add(who)
            said.reports += 1

    @rule(one=PICK, who=PEOPLE)
    @precondition(lambda self: self.said)
    def appeal(self, one: int, who: int) -> None:
        said = self.pick(one)
        no = said.state in {State.REFUSED, State.HIDDEN} and not said.withdrawn
        expected = said.writer == who and no and not said.appealed
        self.attempt(lambda: commands.appeal(said.remark, "说的就是这件事。", by=self.people[who]), expected)
        said.appealed = said.appealed or expected

    @rule(one=PICK, who=PEOPLE, agreed=st.booleans())
    @precondition(lambda self: any(said.appealed for said in self.said))
    def answer(self, one: int, who: int, agreed: bool) -> None:
        waiting = [said for said in self.said if said.appealed]
        said = waiting[one % len(waiting)]
        found = queries.remarks().get(pk=said.remark.pk).verdicts.order_by("-number")[0].appeals.get()
        expected = (
            who in MODERATE
            and who not in {said.decider, said.writer}
            and not said.answered
            and not said.withdrawn
            and (not agreed or said.may_become(Outcome.SHOWN))
        )
        self.attempt(
            lambda: commands.answer_appeal(found, agreed, by=self.people[who], reason="再看过了。"), expected
        )
        if expected and agreed:
            self.decided(said, Outcome.SHOWN, who)
        elif expected:
            said.answered = True

    @rule(one=PICK, who=PEOPLE)
    @precondition(lambda self: self.said)
    def withdraw(self, one: int, who: int) -> None:
        said = self.pick(one)
        expected = said.writer == who
        again = said.withdrawn
        self.attempt(
            lambda: commands.withdraw(said.remark, by=self.people[who]), expected, audited=0 if again else 1
        )
        if expected and not again:
            said.withdrawn, said.since = True, self.clock.at

    @rule(who=PEOPLE, site=st.booleans(), off=st.booleans())
    def switch(self, who: int, site: bool, off: bool) -> None:
        name, by = ("site" if site else "thread"), self.people[who]
        expected = who == CHIEF if site else who in MODERATE
        changes = self.off[name] != off
        thread = None if site else self.thread
        if off:
            self.attempt(
                lambda: commands.switch_off(thread, "先停一停。", by=by), expected, audited=int(changes)
            )
        elif changes:
            running = next(one for one in queries.running_switches() if (one.thread is None) is site)
            self.attempt(lambda: commands.switch_on(running, by=by), expected)
        if expected:
            self.off[name] = off

    @rule(one=PICK, who=PEOPLE, hours=st.integers(1, 5))
    @precondition(lambda self: self.said)
    def mute(self, one: int, who: int, hours: int) -> None:
        said = self.pick(one)
        expected = who in MODERATE and said.writer is not None and said.writer != who
        lasting = dt.timedelta(hours=hours)
        self.attempt(lambda: commands.mute(said.remark, lasting, "先歇一歇。", by=self.people[who]), expected)
        if expected and said.writer is not None:
            until = self.clock.at + lasting
            self.muted[said.writer] = max(until, self.muted.get(said.writer, until))

    @rule(who=PEOPLE, closed=st.booleans(), after=st.booleans())
    def run(self, who: int, closed: bool, after: bool) -> None:
        how = Moderation.AFTER if after else Moderation.BEFORE
        self.attempt(
            lambda: commands.set_thread(self.thread, by=self.people[who], closed=closed, moderation=how),
            who in MODERATE,
        )
        if who in MODERATE:
            self.closed, self.after = closed, after

    @rule(minutes=st.integers(1, 300))
    def wait(self, minutes: int) -> None:
        self.clock.set(self.clock.at + dt.timedelta(minutes=minutes))
        self.moved = True

    @rule()
    def forget(self) -> None:
        self.clock.set(self.clock.at + rules.KEPT - dt.timedelta(hours=2))
        before = self.clock.at - rules.KEPT
        gone = [
            said
            for said in self.said
            if said.text is not None
            and (said.since or said.at) < before
            and not said.shown
            and not said.waits_for_an_answer
        ]
        found = commands.forget_old()
        assert bool(found) >= bool(gone)
        self.steps += 1 if found else 0
        self.moved = True
        for said in gone:
            said.text = said.writer = None

    @rule(who=st.integers(0, 1))
    def erase(self, who: int) -> None:
        mine = [said for said in self.said if said.writer == who]
        assert commands.erase_of(self.people[who].pk) == len(mine)
        for said in mine:
            said.withdrawn, said.writer, said.text = True, None, None
        self.muted.pop(who, None)
        commands.choose_name(self.people[who], NAMES[who])
        self.moved = True
        self.steps += 1

    def look(self) -> None:
        self.anybody_reads_what_the_model_says()
        self.the_desk_holds_what_waits_and_nobodys_own()
        self.every_step_is_in_the_chain_once()

    def anybody_reads_what_the_model_says(self) -> None:
        expected = [said.text for said in self.said if said.shown and not any(self.off.values())]
        heads, more = queries.shown(self.thread, most=500)
        read = [one.text for head in heads for one in (head, *head.replies) if not one.gone]
        assert sorted(read) == sorted(str(text) for text in expected)
        assert not more

    def the_desk_holds_what_waits_and_nobodys_own(self) -> None:
        for who in MODERATE:
            waits = {
                said.remark.ref
                for said in self.said
                if not said.withdrawn
                and (said.state is State.WAITING or (said.state is State.SHOWN and said.reports))
                and (said.writer is None or said.writer != who)
            }
            assert {case.ref for case in queries.desk(self.people[who]).cases} == waits

    def every_step_is_in_the_chain_once(self) -> None:
        assert AuditEvent.objects.count() == self.steps


def those_there() -> list[Account]:
    """Two who write and three who moderate, each with the name they are shown under."""
    register_test_place()
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    people = [an_account(), an_account()]
    people += [someone_with(post, committee) for post in (Post.EDITOR, Post.CHIEF_EDITOR, Post.EDITOR)]
    for person, name in zip(people, NAMES, strict=True):
        commands.choose_name(person, name)
    return people


def run(examples: int, steps: int) -> None:
    RemarkMachine.there = those_there()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        RemarkMachine,
        settings=settings(settings.default, max_examples=examples, stateful_step_count=steps),
    )


@shares(1)
def test_remarks_when_handled_in_any_order_then_everybody_reads_what_was_let_through_and_no_more(
    db: None, lane: Any, share: int
) -> None:
    examples, steps = lane.pick(fast=(10, 20), deep=(150, 40), long=(SHARE, 20))
    run(examples, steps)


def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading does not ask whether remarks are off."""
    reads = sys.modules["sixianghui.remarks.queries.remarks"]  # the package has a function of that name
    monkeypatch.setattr(reads, "switched_off", lambda _thread: None)


def _selfish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deciding does not know whose it is."""
    lock = judging.lock

    def blind(remark: Remark) -> Any:
        row = lock(remark)
        row.author.account = None
        return row

    monkeypatch.setattr(judging, "lock", blind)


def _switched(machine: RemarkMachine) -> None:
    machine.open(after=True)
    machine.write(who=LIN, plain=True, reply=None)
    machine.switch(who=CHIEF, site=False, off=True)
    machine.anybody_reads_what_the_model_says()


def _judging_oneself(machine: RemarkMachine) -> None:
    machine.open(after=False)
    machine.write(who=CHIEF, plain=True, reply=None)
    machine.judge(one=0, who=CHIEF, outcome=Outcome.SHOWN)


@pytest.mark.parametrize(("fault", "steps"), [(_forgetful, _switched), (_selfish, _judging_oneself)])
def test_remarks_when_the_house_forgets_a_rule_then_the_machine_sees_it(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[pytest.MonkeyPatch], None],
    steps: Callable[[RemarkMachine], None],
) -> None:
    """The control: steps that hold as the house is, and that the machine stops at once a rule is forgotten."""
    RemarkMachine.there = those_there()
    for broken in (False, True):
        machine = RemarkMachine()
        try:
            if not broken:
                steps(machine)
                continue
            fault(monkeypatch)
            with pytest.raises(AssertionError):
                steps(machine)
        finally:
            machine.teardown()
