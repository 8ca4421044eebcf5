"""Jobs: functions that run later, in the worker, and are tried again when they fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django_tasks import task
from django_tasks.base import DEFAULT_TASK_QUEUE_NAME, Task

from sixianghui.tasks import clock
from sixianghui.tasks.rules import LONGEST_WAIT, JobRules

P = ParamSpec("P")
T = TypeVar("T")
#: The queue of jobs that take long, so that nobody's letter waits behind a film.
LONG = "long"
_MARK, _LOST, _OVER = "sixianghui_job_rules", "sixianghui_job_lost", "sixianghui_job_over"


def job(
    *,
    retries: int = 3,
    backoff: float = 30.0,
    limit: float = 600.0,
    priority: int = 0,
    long: bool = False,
    lost: Callable[..., object] | None = None,
    again: bool = False,
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Make a module-level function a job: `name.enqueue(…)` runs it later, with arguments that JSON can carry.

    Enqueued inside a transaction, it exists only if that commits. A job may run more than once (its worker can die
    after the work and before the note of it), so running it twice must do no more than running it once: fetch by
    id, look whether there is anything left to do, call one command. See `rules.JobRules` for the numbers.
    `long`: it takes minutes or hours, mostly waiting for another program; it is done beside the others.
    `lost`: called with the same arguments when no try remains, so that what waits for the job can say so. Nobody can have
    it tried again then, whoever waits asks for another, unless `again`: it has something left to do all the same.
    """
    rules = JobRules(retries, backoff, limit)

    def make(function: Callable[P, T]) -> Task[P, T]:
        setattr(function, _MARK, rules)
        setattr(function, _LOST, lost)
        setattr(function, _OVER, lost is not None and not again)
        queue = LONG if long else DEFAULT_TASK_QUEUE_NAME
        made: Task[P, T] = task(priority=priority, queue_name=queue)(function)
        return made

    return make


def later(one: Task[P, T], seconds: float) -> Task[P, T]:
    """The same job, to be enqueued now and run so many seconds from now at the earliest, an hour at most.

    What is further off is taken for a mistake of the clock (`ahead`): let a routine look for it. Raises `ValueError`.
    """
    if seconds > LONGEST_WAIT.total_seconds():
        raise ValueError(f"{seconds:.0f} s: a job waits an hour at most")
    return one.using(run_after=clock.now() + dt.timedelta(seconds=seconds))


def lost_of(one: Task[Any, Any]) -> Callable[..., object] | None:
    """Who is told that no try of a job remains; None: nobody."""
    found = getattr(one.func, _LOST, None)
    return found if callable(found) else None


def is_over(one: Task[Any, Any]) -> bool:
    """Whether a job of this kind, once it has failed, has nothing left to do: see `job`, `lost`."""
    return bool(getattr(one.func, _OVER, False))


def rules_of(one: Task[Any, Any]) -> JobRules:
    """The rules of a job; other people's tasks have the usual ones."""
    found = getattr(one.func, _MARK, None)
    return found if isinstance(found, JobRules) else JobRules()
