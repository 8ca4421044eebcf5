"""Routines: what is done again and again, each time by exactly one worker of the installation."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock, leaps
from sixianghui.tasks.jobs import job
from sixianghui.tasks.models import Schedule

Routine = Callable[[], object]
#: Before letters and all else that is short: behind a far end that keeps silent, what is due by the minute waits for hours.
PRIORITY = 30


@dataclass(frozen=True)
class _Registered:
    name: str
    every: dt.timedelta
    run: Routine
    erases: bool


registry: dict[str, _Registered] = {}


def every(
    *, name: str, days: float = 0, hours: float = 0, minutes: float = 0, erases: bool = False
) -> Callable[[Routine], Routine]:
    """Have a function without arguments run about every so often: `every(hours=1, name="audit.anchor")(anchor)`.

    Called in `AppConfig.ready()`. A routine is a job: it may run twice, and is tried again when it fails. The first
    time is soon after the first start; times missed while nothing ran are made up for once. Raises `ValueError` for
    a taken name or an interval below a minute.

    erases: what it does because a time is over cannot be taken back; after a leap of the clock it waits (`leaps`).
    """
    interval = dt.timedelta(days=days, hours=hours, minutes=minutes)
    if interval < dt.timedelta(minutes=1):
        raise ValueError(f"{name}: a routine runs once a minute at most")

    def register(run: Routine) -> Routine:
        if name in registry and registry[name].run is not run:
            raise ValueError(f"there is a routine {name} already")
        registry[name] = _Registered(name, interval, run, erases)
        return run

    return register


@job(retries=2, backoff=60, limit=900, priority=PRIORITY)
def run_routine(name: str) -> None:
    """Run one routine. One that this release does not know is due again at once: a newer worker may, and nobody else asks.

    One that erases does nothing while that waits, however its turn came here: queued before the clock leapt, in a backup
    that was restored, tried again by hand. Its next turn comes when the hold is over.
    """
    found, turn = registry.get(name), Schedule.objects.filter(name=name)
    if found is None:
        turn.update(due_at=clock.now())
        return
    hold = leaps.look(clock.now()) if found.erases else None
    if hold is not None:
        turn.filter(due_at__gt=hold.until).update(due_at=hold.until)
        return
    _forget_failed(name)
    try:
        found.run()
    except Exception as error:
        turn.update(failed_at=clock.now(), error=type(error).__name__)
        raise
    turn.update(ran_at=clock.now(), failed_at=None, error="")


def enqueue_due(now: dt.datetime) -> list[str]:
    """Enqueue each routine that is due at `now` and for which no other worker has; return their names."""
    is_held = leaps.look(now) is not None
    due_at = dict(Schedule.objects.values_list("name", "due_at"))
    done = []
    for one in registry.values():
        before = due_at.get(one.name)
        if before is not None and now < before <= now + one.every + clock.APART:
            continue
        if one.erases and is_held:
            continue
        with transaction.atomic():
            if before is None:
                taken = Schedule.objects.get_or_create(name=one.name, defaults={"due_at": now + one.every})[1]
            else:
                mine = Schedule.objects.filter(name=one.name, due_at=before)
                taken = bool(mine.update(due_at=now + one.every))
            if taken and not _waits(one.name):
                run_routine.enqueue(one.name)
                done.append(one.name)
    return done


def _waits(name: str) -> bool:
    """Whether the routine still waits from the last time: a queue that stood still does not fill up with it."""
    return bool(_turns_of(name, "READY"))


def _forget_failed(name: str) -> None:
    """Earlier turns of a routine that failed are made up for by this one: of a fault that lasts one row is enough."""
    DBTaskResult.objects.filter(pk__in=_turns_of(name, "FAILED"), status="FAILED").delete()


def _turns_of(name: str, status: str) -> list[uuid.UUID]:
    rows = DBTaskResult.objects.filter(task_path=run_routine.module_path, status=status)
    return [pk for pk, given in rows.values_list("pk", "args_kwargs") if given["args"] == [name]]
