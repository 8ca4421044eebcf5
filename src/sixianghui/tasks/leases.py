"""Taking a job, holding it, giving it back. Each step is one transaction, so that a death leaves no half of it."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock
from sixianghui.tasks.jobs import LONG, lost_of, rules_of
from sixianghui.tasks.models import Lease, Progress
from sixianghui.tasks.rules import JobRules, wait_before_next

log = logging.getLogger(__name__)
#: How long a job stays taken after its worker's last sign of life.
HOLD = dt.timedelta(seconds=30)


class WorkerDied(Exception):
    """The worker of a job was gone, or took longer than the job's limit, too many times."""


def take(
    worker: str, now: dt.datetime, *, long: bool | None = None, but: Collection[uuid.UUID] = ()
) -> DBTaskResult | None:
    """Take the first job that is ready at `now`, or None. Two workers never take the same.

    long: only those that take long, or only the others. but: none of these.
    """
    if not _ready(long, but).exists():
        return None
    with transaction.atomic():
        found: DBTaskResult | None = _ready(long, but).get_locked()
        if found is None:
            return None
        last = now + dt.timedelta(seconds=limit_of(found))
        Lease.objects.update_or_create(
            job=found.pk, defaults={"worker": worker, "until": min(now + HOLD, last), "last": last}
        )
        found.claim(worker)
    return found


def have_waited(jobs: Collection[uuid.UUID], since: dt.datetime) -> bool:
    """Whether one of these jobs, which were begun once, could have been begun anew since that moment and was not."""
    if not jobs:
        return False
    return bool(DBTaskResult.objects.ready().filter(pk__in=jobs, run_after__lte=since).exists())


def _ready(long: bool | None, but: Collection[uuid.UUID]) -> Any:
    rows = DBTaskResult.objects.ready()
    if but:
        rows = rows.exclude(pk__in=but)
    if long is None:
        return rows
    return rows.filter(queue_name=LONG) if long else rows.exclude(queue_name=LONG)


def renew(worker: str, now: dt.datetime, *, job: uuid.UUID | None) -> None:
    """A sign of life: prolong this worker's hold on the job that it is at, though never beyond the job's limit.

    On that one alone: a job whose end could not be noted is let go, so that it is soon done again. None: it is at none.
    A hold that has lapsed and that nobody has freed yet is prolonged as well: the database may have been away for long.
    """
    if job is None:
        return
    for lease in Lease.objects.filter(job=job, worker=worker):
        until = min(now + HOLD, lease.last)
        if until > lease.until:
            Lease.objects.filter(job=lease.job, worker=worker).update(until=until)


def finish(found: DBTaskResult, worker: str, result: object, error: Exception | None) -> bool:
    """Note how a job ended; False when it was taken from this worker meanwhile and the note is dropped."""
    with transaction.atomic():
        if not Lease.objects.filter(job=found.pk, worker=worker).delete()[0]:
            return False
        Progress.objects.filter(job=found.pk).delete()
        if error is None:
            found.set_successful(result)
        else:
            _try_again(found, error)
    return True


def reap(now: dt.datetime, *, but: Collection[uuid.UUID] = ()) -> int:
    """Free the jobs whose lease has lapsed at `now`; return how many. but: none of these, whose workers surely live."""
    freed = 0
    for lease in Lease.objects.filter(until__lte=now).exclude(job__in=but):
        with transaction.atomic():
            if not Lease.objects.filter(job=lease.job, worker=lease.worker, until=lease.until).delete()[0]:
                continue
            found = DBTaskResult.objects.filter(pk=lease.job, status="RUNNING").first()
            if found is None:
                continue
            log.warning("worker %s was gone; its job %s is free again", lease.worker, found.task_path)
            _try_again(found, WorkerDied(lease.worker))
            freed += 1
    return freed


def _try_again(found: DBTaskResult, error: Exception) -> None:
    try:
        rules = rules_of(found.task)
    except Exception as unknown:  # to this release; another may know it: `queries` offers to try it again
        found.set_failed(unknown)
        return
    wait = wait_before_next(len(found.worker_ids), rules)
    if wait is None:
        found.set_failed(error)
        _tell_lost(found)
        return
    found.status = "READY"
    found.run_after = clock.now() + (dt.timedelta(0) if isinstance(error, WorkerDied) else wait)
    found.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    found.save(update_fields=["status", "run_after", "exception_class_path"])


def _tell_lost(found: DBTaskResult) -> None:
    """Whoever waits for it is told; what goes wrong there leaves the job as failed as it is."""
    try:
        tell, given = lost_of(found.task), found.args_kwargs
        if tell is not None:
            with transaction.atomic():
                tell(*given["args"], **given["kwargs"])
    except Exception:
        log.exception("nobody could be told that job %s is lost", found.task_path)


def limit_of(found: DBTaskResult) -> float:
    """Seconds that a job may take."""
    try:
        return rules_of(found.task).limit
    except Exception:  # a job that this release does not know fails when it is run, not here
        return JobRules().limit
