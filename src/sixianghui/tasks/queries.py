"""What waits, runs and failed; routines and when they had their turn; who is at work. For whoever runs the installation.

Of a job's arguments only numbers and the random names of rows are told, of an exception its class and what is no value.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, QuerySet
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from sixianghui.common.scrubbing import CUT, scrubbed
from sixianghui.tasks import clock, leaps
from sixianghui.tasks.jobs import is_over
from sixianghui.tasks.models import Lease, Progress, Schedule, Worker
from sixianghui.tasks.routines import registry, run_routine
from sixianghui.tasks.worker import GONE

#: How much later than due a routine may begin before nobody seems to be at work.
LATE = dt.timedelta(minutes=10)
#: How a job ends that a worker's release does not know.
_UNKNOWN = ("builtins.ImportError", "builtins.ModuleNotFoundError")
_REF = re.compile(r"[a-z0-9]{20}|[0-9a-f-]{36}")
_OURS = re.compile(r'File "[^"]*?/(sixianghui/[\w/]+\.py)", line (\d+)')


@dataclass(frozen=True)
class Job:
    """One job as it may be shown. `given`: its arguments, what is no plain id left out. Moments are real ones.

    error: the class of the last exception, its message scrubbed, and where in our code it was raised; empty without.
    is_told: it failed, whoever waits for it was told so, and trying it again would do nothing.
    """

    ref: str
    room: str
    name: str
    given: str
    routine: str
    tries: int
    enqueued_at: dt.datetime
    due_at: dt.datetime
    began_at: dt.datetime | None
    ended_at: dt.datetime | None
    worker: str
    done: int
    total: int
    words: str
    error: str
    message: str
    where: str
    is_told: bool


@dataclass(frozen=True)
class Counts:
    """How many jobs are in each state, and since when the oldest of those that could be done now has waited."""

    waiting: int
    later: int
    running: int
    failed: int
    oldest: dt.datetime | None


@dataclass(frozen=True)
class Turn:
    """A routine: how often, when next, when it last went well, and when and with what it last failed since.

    is_held: it waits since the clock leapt; `due_at` is when it goes on.
    """

    name: str
    every: dt.timedelta
    due_at: dt.datetime | None
    ran_at: dt.datetime | None
    failed_at: dt.datetime | None
    error: str
    is_late: bool
    is_held: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether somebody should look: it failed last time, or nobody runs it."""
        return self.failed_at is not None or self.is_late


@dataclass(frozen=True)
class AtWork:
    """A worker, and whether it was heard of lately."""

    name: str
    host: str
    process: int
    is_long: bool
    began_at: dt.datetime
    seen_at: dt.datetime
    is_alive: bool


def counts() -> Counts:
    """The figures of the queue, in four small queries."""
    now = clock.now()
    ready = DBTaskResult.objects.filter(status="READY")
    could = DBTaskResult.objects.ready()
    oldest = could.aggregate(first=Min("enqueued_at"), due=Min("run_after"))
    waited = [moment for moment in oldest.values() if moment is not None and moment <= now]
    waiting = could.count()
    return Counts(
        waiting,
        ready.count() - waiting,
        DBTaskResult.objects.running().count(),
        DBTaskResult.objects.failed().count(),
        max(waited, default=None),
    )


def waiting() -> QuerySet[DBTaskResult]:
    """Jobs that wait, in the order in which they are done. Give a page of them to `shown`."""
    found: QuerySet[DBTaskResult] = DBTaskResult.objects.filter(status="READY")
    return found


def asked_for(one: Task[Any, Any]) -> list[list[Any]]:
    """The arguments of every job of this kind that waits or runs: what was asked for and is not yet done."""
    rows = DBTaskResult.objects.filter(task_path=one.module_path, status__in=("READY", "RUNNING"))
    return [list(given["args"]) for given in rows.values_list("args_kwargs", flat=True)]


def running() -> QuerySet[DBTaskResult]:
    """Jobs that are being done, the longest first."""
    found: QuerySet[DBTaskResult] = DBTaskResult.objects.running().order_by("started_at")
    return found


def failed() -> QuerySet[DBTaskResult]:
    """Jobs that failed and are tried no more, the last first."""
    found: QuerySet[DBTaskResult] = DBTaskResult.objects.failed().order_by("-finished_at")
    return found


def shown(rows: Iterable[DBTaskResult]) -> list[Job]:
    """These rows as they may be shown; two queries for all of them."""
    page = list(rows)
    refs = [row.pk for row in page]
    leases = {lease.job: lease.worker for lease in Lease.objects.filter(job__in=refs)} if refs else {}
    steps = {step.job: step for step in Progress.objects.filter(job__in=refs)} if refs else {}
    return [_job(row, leases.get(row.pk, ""), steps.get(row.pk)) for row in page]


def job(ref: str) -> Job | None:
    """One job, or None."""
    try:
        key = uuid.UUID(ref)
    except ValueError:
        return None
    return next(iter(shown(DBTaskResult.objects.filter(pk=key))), None)


def turns() -> list[Turn]:
    """Every routine there is: those that failed or are late first, then the soonest."""
    known = {row.name: row for row in Schedule.objects.all()}
    now = clock.now()
    held = leaps.erasing_waits()
    found = []
    for one in registry.values():
        row = known.get(one.name)
        if row is None:
            found.append(Turn(one.name, one.every, None, None, None, "", False))
            continue
        is_held = one.erases and held is not None and row.due_at < held.until
        due_at = held.until if held is not None and is_held else row.due_at
        late = due_at + LATE < now
        found.append(Turn(one.name, one.every, due_at, row.ran_at, row.failed_at, row.error, late, is_held))
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda turn: (not turn.is_wrong, turn.due_at or last, turn.name))


def workers() -> list[AtWork]:
    """Who is or was at work within the hour; those that are alive first."""
    now = clock.now()
    found = [
        AtWork(
            row.name,
            row.host,
            row.process,
            row.is_long,
            row.began_at,
            row.seen_at,
            abs(now - row.seen_at) < GONE,
        )
        for row in Worker.objects.order_by("host", "process", "is_long")
    ]
    return sorted(found, key=lambda one: not one.is_alive)


def _job(row: DBTaskResult, worker: str, step: Progress | None) -> Job:
    room, name = _called(row.task_path)
    given = row.args_kwargs if isinstance(row.args_kwargs, dict) else {}
    routine = ""
    if row.task_path == run_routine.module_path and given.get("args"):
        routine = str(given["args"][0])
        room = routine.partition(".")[0]
    error, message, where = _trouble(row)
    return Job(
        str(row.pk), room, name, "" if routine else _given(given), routine, len(row.worker_ids),
        row.enqueued_at, max(row.run_after, row.enqueued_at) if row.run_after.year < 9999 else row.enqueued_at,
        row.started_at, row.finished_at, worker,
        step.done if step else 0, step.total if step else 0, step.words if step else "",
        error, message, where, _is_told(row),
    )  # fmt: skip


def _is_told(row: DBTaskResult) -> bool:
    if row.exception_class_path in _UNKNOWN:
        return False  # an older worker could not run it, nor tell anybody
    try:
        return row.status == "FAILED" and is_over(row.task)
    except Exception:  # a job that this release does not know
        return False


def _called(path: str) -> tuple[str, str]:
    """The room and the name of a job: `sixianghui.notify.commands.letters.deliver` → notify, letters.deliver."""
    parts = path.split(".")
    if parts[0] == "sixianghui" and len(parts) > 2:
        return parts[1], ".".join(part for part in parts[2:] if part not in {"commands", "tasks", "jobs"})
    return "", path


def _given(given: dict[str, Any]) -> str:
    values = [*given.get("args", ()), *given.get("kwargs", {}).values()]
    return "、".join(
        str(value) if isinstance(value, int) or _REF.fullmatch(str(value)) else CUT for value in values
    )


def _trouble(row: DBTaskResult) -> tuple[str, str, str]:
    if not row.exception_class_path:
        return "", "", ""
    text = row.traceback or ""
    name = row.exception_class_path.rpartition(".")[2]
    said = [line for line in text.splitlines() if line.startswith((row.exception_class_path, name))]
    message = scrubbed(said[-1].partition(": ")[2]) if said else ""
    places = _OURS.findall(text)
    inside = [place for place in places if not place[0].startswith("sixianghui/tasks/")]
    where = ":".join((inside or places)[-1]) if places else ""
    return name, message, where
