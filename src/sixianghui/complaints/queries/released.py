"""What everybody may read: questions that were released and stand, with their answers and what changed. Nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from sixianghui.access.public import post_words
from sixianghui.common import time
from sixianghui.complaints import rules
from sixianghui.complaints.models import (
    Answer,
    Assignment,
    Complaint,
    Kind,
    Outcome,
    Preparation,
    Turn,
    Verdict,
)
from sixianghui.complaints.queries.letters import open_letters


@dataclass(frozen=True)
class Change:
    """What changed because of a letter, on which day, and when that was written down."""

    day: dt.date
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class PublicLetter:
    """A question and its answer as everybody reads them. `name`: what the writer chose, "" for none; `post`: who answered,
    in which unit, never a person's name; `abridged`: it does not say word for word what was written."""

    ref: str
    title: str
    question: str
    answer: str
    name: str
    abridged: bool
    unit: str
    post: str
    asked: dt.date
    promised: dt.date
    answered: dt.date
    released_at: dt.datetime
    changes: tuple[Change, ...] = ()

    @property
    def url(self) -> str:
        """Its address, in the language of the page that shows it."""
        return reverse("complaints:public", args=[self.ref])

    @property
    def updated_at(self) -> dt.datetime:
        """When it last said something new."""
        return max([self.released_at, *(change.at for change in self.changes)])

    @property
    def late(self) -> int:
        """By how many working days the answer came too late."""
        return max(0, -rules.working_days_left(self.promised, self.answered))


def released(as_of: dt.datetime | None = None) -> QuerySet[Any]:
    """Preparations that stand for everybody, the newest answer first."""
    verdicts = Verdict.objects.standing(as_of).filter(preparation=OuterRef("pk"))
    answers = Answer.objects.standing(as_of).filter(complaint=OuterRef("complaint"))
    out = verdicts.filter(what=Turn.RELEASED)
    gone = verdicts.filter(what=Turn.TAKEN_DOWN)
    letters = Complaint.objects.standing(as_of).filter(pk=OuterRef("complaint"))
    rows = Preparation.objects.standing(as_of).filter(Exists(out), ~Exists(gone), Exists(letters))
    return rows.annotate(
        answered_at=Subquery(answers.values("at")[:1]), released_at=Subquery(out.values("at")[:1])
    ).order_by("-answered_at", "-pk")


def public_letters() -> QuerySet[Any]:
    """The same with their words: what a page needs."""
    answers = Answer.objects.standing().filter(complaint=OuterRef("complaint"))
    desks = Assignment.objects.standing().filter(
        complaint=OuterRef("complaint"), at__lte=OuterRef("answered_at")
    )
    return (
        released()
        .filter(text__isnull=False, answered_at__isnull=False)
        .select_related("complaint", "text")
        .annotate(
            post=Subquery(desks.order_by("-at", "-pk").values("post")[:1]),
            by_unit=Subquery(answers.values("unit__name")[:1]),
        )
    )


def as_letters(rows: Iterable[Any]) -> list[PublicLetter]:
    """Rows of `public_letters` as everybody reads them. One query for what changed."""
    found = list(rows)
    changes: dict[int, list[Change]] = {}
    outcomes = Outcome.objects.standing().filter(
        complaint__in=[one.complaint_id for one in found], words__isnull=False
    )
    for one in outcomes.select_related("words").order_by("-day", "-pk"):
        changes.setdefault(one.complaint_id, []).append(Change(one.day, one.words.text, one.at))
    return [_letter(row, tuple(changes.get(row.complaint_id, ()))) for row in found]


def released_letters(most: int | None = None) -> list[PublicLetter]:
    """What everybody may read, the newest answer first. Two queries."""
    return as_letters(public_letters()[:most])


def public_letter(ref: str) -> PublicLetter | None:
    """One of them, or None: not released, taken down, not there. Two queries."""
    return next(iter(as_letters(public_letters().filter(ref=ref)[:1])), None)


def by_refs(refs: Iterable[str]) -> list[PublicLetter]:
    """Some of them, in the order of their refs; what everybody may not read is left out. Two queries."""
    wanted = list(refs)
    known = {one.ref: one for one in as_letters(public_letters().filter(ref__in=wanted))}
    return [known[ref] for ref in wanted if ref in known]


def every_letter() -> Iterator[PublicLetter]:
    """All of them in portions, the oldest first: for the index of the site and the list of addresses."""
    numbers = list(public_letters().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), 200):
        yield from as_letters(public_letters().filter(pk__in=numbers[start : start + 200]).order_by("pk"))


def is_released(preparation: Preparation) -> bool:
    """Whether everybody may read it."""
    return released().filter(pk=preparation.pk).exists()


def changes_in(preparation: Preparation) -> list[str]:
    """What stands below it of what changed."""
    rows = Outcome.objects.standing().filter(complaint=preparation.complaint_id, words__isnull=False)
    return [one.words.text for one in rows.select_related("words")]


def waiting_questions() -> int:
    """To how many questions an answer is owed."""
    return open_letters().filter(Q(kind=Kind.QUESTION)).order_by().count()


def _letter(row: Any, changes: tuple[Change, ...]) -> PublicLetter:
    return PublicLetter(
        ref=row.ref,
        title=row.text.title,
        question=row.text.question,
        answer=row.text.answer,
        name=row.text.shown_as,
        abridged=row.text.abridged,
        unit=row.by_unit or "",
        post=post_words(row.post) if row.post else "",
        asked=_day(row.complaint.at),
        promised=row.complaint.promised_on,
        answered=_day(row.answered_at),
        released_at=row.released_at,
        changes=changes,
    )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(time.SHANGHAI).date()
