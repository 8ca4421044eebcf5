"""Facts recorded and struck, reports published and withdrawn, a definition changed, in any order, beside a naive model."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
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
from sixianghui.directory.public import Unit
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Scope, Since
from sixianghui.reports import commands
from sixianghui.reports.commands import Words
from sixianghui.reports.models import Edition, Report
from sixianghui.reports.queries import reports as queries
from sixianghui.reports.queries.recounting import recount
from sixianghui.reports.rules import body
from sixianghui.reports.rules.frozen import Content
from sixianghui.reports.rules.reports import State
from sixianghui.wechat.models import AccountBranch, OfficialAccount
from tests import factories
from tests.machines.moving import Moving
from tests.machines.shares import SHARE, shares
from tests.unit.ledger.book import TURNS, Book, fresh, open_book, registered

BRANCHES = st.integers(0, 2)
#: When a sequence begins.
BEGIN = time.shanghai(2018, 6, 5, 12)


@dataclass
class Turn:
    """What the model knows of a fact."""

    branch: int
    recorded: dt.datetime
    fact: AccountBranch
    struck: dt.datetime | None = None

    def stood(self, at: dt.datetime) -> bool:
        return self.recorded <= at and (self.struck is None or self.struck > at)


@dataclass
class Published:
    """What the model knows of an edition: the numbers it says, of all branches and of the first."""

    edition: Edition
    at: dt.datetime
    version: int
    said: tuple[int, int]
    content: dict[str, Any]
    approval: int
    withdrawn: bool = False


@dataclass
class Desk:
    """Who writes and who checks, three branches that take turns, and a report about them that is begun."""

    book: Book
    checker: Account
    units: list[Unit]
    report: Report


def a_desk() -> Desk:
    """What there is when a sequence begins. `TURNS` has to be registered."""
    book = open_book()
    checker = factories.someone_with(Post.DISCIPLINE_MEMBER, book.committee)
    units = [book.branch() for _ in range(3)]
    picks = (body.Pick(TURNS.name), body.Pick(TURNS.name, unit=units[0].pk))
    words = Words(title="样例报告", body=body.to_json([body.Figures("", picks)]))
    report = commands.begin(words, unit=book.committee, by=fresh(book.clerk))
    return Desk(book, checker, units, report)


class ReportMachine(Moving):
    """Version 1 counts every branch's turns, version 2 all but the last branch's, and so on in turn."""

    #: Made once, beneath the savepoint of each sequence, as `CampaignMachine.town` is.
    desk: ClassVar[Desk]
    sequences: ClassVar[int] = 0
    checked: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).sequences += 1
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.figures = registered(TURNS)
        self.figures.__enter__()
        self.clock = time.ManualClock(BEGIN)
        self.time = time.using(self.clock)
        self.time.__enter__()

    def teardown(self) -> None:
        self.recount_all()
        self.time.__exit__(None, None, None)
        self.figures.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        """Everything as the database has it, without what another sequence had remembered of it or done to it."""
        book, units = self.desk.book, [unit.pk for unit in self.desk.units]
        self.book = Book(
            Unit.objects.get(pk=book.committee.pk),
            fresh(book.clerk),
            OfficialAccount.objects.get(pk=book.official.pk),
        )
        self.checker = fresh(self.desk.checker)
        self.units = list(Unit.objects.filter(pk__in=units).order_by("pk"))
        self.report = Report.objects.get(pk=self.desk.report.pk)
        self.turns: list[Turn] = []
        self.editions: list[Published] = []
        self.version = 1
        self.agreed, self.approvals = False, 0

    def wait(self) -> None:
        """An instant has no before and after."""
        self.clock.set(self.clock.at + dt.timedelta(minutes=1))
        self.moved = True

    @rule(branch=BRANCHES)
    def record(self, branch: int) -> None:
        if any(one.branch == branch and one.struck is None for one in self.turns):
            return
        self.wait()
        self.turns.append(Turn(branch, time.now(), self.book.turn(self.units[branch])))

    @rule(branch=BRANCHES)
    def strike(self, branch: int) -> None:
        for one in self.turns:
            if one.branch == branch and one.struck is None:
                self.wait()
                self.book.strike(one.fact)
                one.struck = time.now()

    @rule()
    def change_the_definition(self) -> None:
        self.version += 1
        last = self.units[-1].pk
        whole = TURNS.evidence
        fewer = self.version % 2 == 0
        changed: Figure = replace(
            TURNS,
            version=self.version,
            evidence=(lambda scope: whole(scope).exclude(unit=last)) if fewer else whole,
        )
        ledger.registry.figures[TURNS.name] = changed
        self.moved = True

    @rule()
    def publish(self) -> None:
        self.wait()
        if not self.agreed:  # else the same text may be published again
            commands.submit(self.report, by=fresh(self.book.clerk))
            commands.approve(self.report, by=fresh(self.checker))
            self.agreed, self.approvals = True, self.approvals + 1
        made = commands.publish_report(self.report, by=fresh(self.book.clerk))
        assert made.number == len(self.editions) + 1
        said = self.count(made.as_of), self.count(made.as_of, branch=0)
        content = Content.from_json(made.content)
        assert tuple(entry.value for entry in content.entries) == said
        self.editions.append(
            Published(
                made, made.as_of, self.version, said, json.loads(json.dumps(made.content)), self.approvals
            )
        )

    @rule(data=st.data())
    @precondition(lambda self: any(not one.withdrawn for one in self.editions))
    def withdraw(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from([one for one in self.editions if not one.withdrawn]))
        commands.withdraw(one.edition, "有一个数算错了", by=fresh(self.book.clerk))
        one.withdrawn = True
        self.agreed = self.agreed and one.approval != self.approvals
        self.moved = True

    @rule()
    def recount_all(self) -> None:
        for one in self.editions:
            same = one.version == self.version
            for branch, said, found in zip((None, 0), one.said, recount(one.edition), strict=True):
                type(self).checked += 1
                assert found.entry.value == said
                assert found.then == self.count(one.at, branch=branch)
                assert found.today == self.count(time.now(), branch=branch)
                assert found.since == (self.since(one.at, branch) if same else None)
                assert (found.holds, found.changed_definition) == (True if same else None, not same)
                if same:
                    assert found.then == said

    def counted(self, branch: int | None) -> list[Turn]:
        """The facts that today's definition is about."""
        left = 2 if self.version % 2 == 0 else 3
        return [one for one in self.turns if one.branch < left and branch in {None, one.branch}]

    def count(self, at: dt.datetime, *, branch: int | None = None) -> int:
        return len([one for one in self.counted(branch) if one.stood(at)])

    def since(self, at: dt.datetime, branch: int | None) -> Since:
        facts = self.counted(branch)
        struck = [one for one in facts if one.stood(at) and one.struck is not None]
        return Since(len(struck), len([one for one in facts if one.recorded > at and one.struck is None]))

    def look(self) -> None:
        self.today_is_what_stands()
        self.what_was_published_never_changes()
        self.an_approval_stands_until_what_was_published_on_it_is_withdrawn()

    def today_is_what_stands(self) -> None:
        assert ledger.value_of(TURNS.name) == self.count(time.now())
        assert ledger.value_of(TURNS.name, Scope(unit=self.units[0].pk)) == self.count(time.now(), branch=0)

    def what_was_published_never_changes(self) -> None:
        kept = {one.pk: (one.content, one.digest) for one in Edition.objects.all()}
        assert kept == {one.edition.pk: (one.content, one.edition.digest) for one in self.editions}
        assert queries.standing().count() == len([one for one in self.editions if not one.withdrawn])

    def an_approval_stands_until_what_was_published_on_it_is_withdrawn(self) -> None:
        state = queries.state_of(queries.reports().get(pk=self.report.pk))
        assert state is (State.APPROVED if self.agreed else State.WRITING)


@shares(12)
def test_reports_when_published_in_any_order_then_their_numbers_stay_and_come_out_again(
    db: None, lane: Any, share: int
) -> None:
    with registered(TURNS), time.using(time.ManualClock(BEGIN)):
        ReportMachine.desk = a_desk()
    examples, steps = lane.pick(fast=(12, 12), deep=(1_000, 12), long=(SHARE, 10))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        ReportMachine, settings=settings(settings.default, max_examples=examples, stateful_step_count=steps)
    )
    print(f"{ReportMachine.sequences} sequences, {ReportMachine.checked} published numbers recounted")
