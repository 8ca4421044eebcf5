"""One remark as whoever moderates it sees it: every wording, every verdict, what readers and the writer said. No account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sixianghui.access.public import Person
from sixianghui.remarks import rules
from sixianghui.remarks.models import Appeal, Report, Verdict, Words
from sixianghui.remarks.queries.desk import Case, case
from sixianghui.remarks.queries.remarks import remarks
from sixianghui.remarks.rules import Hold, Outcome


@dataclass(frozen=True)
class Wording:
    """One wording, and why it was looked at first."""

    words: Words

    @property
    def holds(self) -> list[Hold]:
        return [Hold(hold) for hold in self.words.holds.split()]


@dataclass(frozen=True)
class Step:
    """One verdict, with its appeal and the answer to that, if there are any."""

    verdict: Verdict
    appeal: Appeal | None = None
    answer: Any | None = None


@dataclass(frozen=True)
class Event:
    """One thing that happened: a `wording`, a `report` or a `step`."""

    at: dt.datetime
    what: str
    thing: Any


@dataclass(frozen=True)
class Story:
    """All of it, the oldest first. `above`: what it answers, a row of `remarks`; `below`: how many answer it."""

    case: Case
    wordings: list[Wording]
    steps: list[Step]
    reports: list[Report]
    above: Any | None
    below: int
    moves: frozenset[Outcome] = field(default=frozenset())

    @property
    def events(self) -> list[Event]:
        """What happened, the oldest first."""
        found = [
            *(Event(one.words.at, "wording", one) for one in self.wordings),
            *(Event(one.at, "report", one) for one in self.reports),
            *(Event(one.verdict.at, "step", one) for one in self.steps),
        ]
        return sorted(found, key=lambda event: event.at)

    @property
    def shows(self) -> bool:
        """Whether it can be let through, or a report about it settled."""
        return Outcome.SHOWN in self.moves

    @property
    def refuses(self) -> str:
        """Which no is possible, if one is."""
        return next((str(one) for one in (Outcome.REFUSED, Outcome.HIDDEN) if one in self.moves), "")

    @property
    def lays_back(self) -> bool:
        """Whether it can be laid back to be looked at again."""
        return Outcome.HELD in self.moves


def story(person: Person, ref: str) -> Story | None:
    """The story of a remark that this person may decide on."""
    found = case(person, ref)
    if found is None:
        return None
    row = found.row
    verdicts = Verdict.objects.standing().filter(remark=row).select_related("actor").order_by("number")
    appeals = {
        one.verdict_id: one
        for one in Appeal.objects.standing()
        .filter(verdict__remark=row)
        .select_related("said")
        .prefetch_related("answers__actor")
    }
    steps = []
    for verdict in verdicts:
        appeal = appeals.get(verdict.pk)
        answers = [one for one in appeal.answers.all() if one.struck_at is None] if appeal else []
        steps.append(Step(verdict, appeal, answers[0] if answers else None))
    moves = rules.MOVES[found.state] | (frozenset({Outcome.SHOWN}) if found.reports else frozenset())
    return Story(
        found,
        [Wording(one) for one in row.words.order_by("number")],
        steps,
        list(Report.objects.standing().filter(remark=row).order_by("at")),
        remarks().filter(pk=row.reply_to_id).first() if row.reply_to_id else None,
        row.replies.filter(struck_at__isnull=True).count(),
        moves,
    )
