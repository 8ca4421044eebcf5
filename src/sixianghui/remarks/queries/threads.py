"""Threads as those who moderate see them: where something waits, or was lately written; and all of one, for a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery

from sixianghui.access.public import Person
from sixianghui.common import time
from sixianghui.remarks import places
from sixianghui.remarks.models import Remark, Switch, Thread, Verdict
from sixianghui.remarks.queries.desk import Case, cases, may_judge, reachable, waiting
from sixianghui.remarks.queries.remarks import remarks, state_of
from sixianghui.remarks.rules import State

#: Threads in which nothing was written for so long are not listed, unless something waits in them.
LATELY = dt.timedelta(days=30)
MOST = 100
LATEST = 30


@dataclass(frozen=True)
class Desked:
    """A thread on the desk. `where` None: what it was about is gone. `off`: the switch by which it alone is off."""

    thread: Thread
    where: places.Where | None
    waiting: int
    last: dt.datetime | None
    off: Switch | None = None


def desked(person: Person) -> list[Desked]:
    """Threads this person moderates in which something waits, was lately written, or that are off: most waiting first."""
    waits = dict(
        waiting(person).order_by().values("thread").annotate(many=Count("pk")).values_list("thread", "many")
    )
    last = dict(
        reachable(person, Remark.objects.standing().filter(at__gt=time.now() - LATELY))
        .values("thread")
        .annotate(last=Max("at"))
        .order_by("-last")
        .values_list("thread", "last")[:MOST]
    )
    off = {
        one.thread_id: one
        for one in reachable(
            person, Switch.objects.standing().filter(ended_at__isnull=True, everywhere=False)
        )
    }
    threads = list(Thread.objects.filter(pk__in={*waits, *last, *off}).select_related("unit"))
    where = places.find(threads)
    found = [
        Desked(one, where.get(one.pk), waits.get(one.pk, 0), last.get(one.pk), off.get(one.pk))
        for one in threads
    ]
    first = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(
        found, key=lambda one: (-one.waiting, -(one.last or first).timestamp() if one.last else 0.0)
    )


def desked_one(person: Person, ref: str) -> Desked | None:
    """A thread that this person moderates."""
    thread = reachable(person, Thread.objects.filter(ref=ref).select_related("unit"), path="unit").first()
    if thread is None:
        return None
    off = (
        Switch.objects.standing().filter(ended_at__isnull=True, thread=thread).select_related("actor").first()
    )
    last = Remark.objects.standing().filter(thread=thread).aggregate(last=Max("at"))["last"]
    many = waiting(person).filter(thread=thread).count()
    return Desked(thread, places.find([thread]).get(thread.pk), many, last, off)


def latest_in(person: Person, thread: Thread) -> list[Case]:
    """The latest remarks of a thread in whatever state, the newest first; one's own are not among them."""
    return cases(list(may_judge(person).filter(thread=thread).order_by("-at", "-pk")[:LATEST]))


@dataclass(frozen=True)
class Row:
    """One remark as it goes out in a file. No account; `by`: who decided, None when the thread's own rule did."""

    at: dt.datetime
    name: str
    text: str
    state: State
    reason: str
    by: str | None


def rows_of(thread: Thread) -> Iterator[Row]:
    """Every remark of a thread, the oldest first. What was forgotten stands there without its words."""
    verdicts = Verdict.objects.standing().filter(remark=OuterRef("pk")).order_by("-number")
    rows: Any = remarks().filter(thread=thread).order_by("at", "pk")
    rows = rows.annotate(
        why=Subquery(verdicts.values("reason")[:1]), who=Subquery(verdicts.values("actor__name")[:1])
    )
    for row in rows.iterator(chunk_size=500):
        yield Row(row.at, row.author.name, row.text or "", state_of(row), row.why or "", row.who)
