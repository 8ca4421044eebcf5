"""The worker: takes jobs one after another, keeps its hold on them, frees those of workers that died."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import socket
import threading
import time as real
from collections.abc import Callable

from django.db import Error, close_old_connections, connections
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from sixianghui.common import ids
from sixianghui.tasks import ahead, clock, leases, progress, routines
from sixianghui.tasks.bell import bell
from sixianghui.tasks.models import Worker

log = logging.getLogger(__name__)
POLL = 1.0
SIGN_OF_LIFE = 10.0
#: Every so many signs of life a worker is written down as alive, and one that was not for so long is gone.
BEATS, GONE = 3, dt.timedelta(seconds=90)
#: Seconds after its limit for which a job is still waited for.
GRACE = 30.0
#: How long one that is gone is still shown.
SHOWN = dt.timedelta(hours=1)
#: How often routines are looked up and lapsed leases are freed.
ROUND = dt.timedelta(seconds=15)

_before_each: list[Callable[[], object]] = []


def before_each(run: Callable[[], object]) -> Callable[[], object]:
    """Have `run` called before each job: the way a process keeps its idea of the domain's time fresh."""
    if run not in _before_each:
        _before_each.append(run)
    return run


class _Worker:
    """One worker at work. `over`: it has ended, or its job goes on after its limit and another is to take its place."""

    def __init__(self, *, long: bool) -> None:
        self.name = f"worker-{ids.new_token(8)}"
        self.long = long
        self.ended, self.left, self.over = threading.Event(), threading.Event(), threading.Event()
        self._last: float | None = None

    def begins(self, limit: float) -> None:
        """It has taken a job that may take so many seconds."""
        self._last = real.monotonic() + limit + GRACE

    def has_done(self) -> None:
        """It is free again."""
        self._last = None

    def hangs(self) -> bool:
        """Whether its job should have ended long ago. Its lease has lapsed by then."""
        last = self._last
        return last is not None and real.monotonic() > last


def run_worker(stop: threading.Event, *, poll: float = POLL) -> None:
    """Do jobs until `stop` is set; a job that is being done is finished first. Any number of workers may run.

    Those that take long have a thread of their own. When the process ends, one that is under way is left and begun anew.
    """
    threading.Thread(target=_lane, args=(stop, poll, True), name="long-jobs", daemon=True).start()
    _lane(stop, poll, False)


def _lane(stop: threading.Event, poll: float, long: bool) -> None:
    """One worker after another: who hangs is left behind, so that a job that never ends holds up no other."""
    while not stop.is_set():
        worker = _Worker(long=long)
        threading.Thread(target=_work, args=(worker, stop, poll), name=worker.name, daemon=True).start()
        worker.over.wait()
        stop.wait(poll)


def _work(worker: _Worker, stop: threading.Event, poll: float) -> None:
    long = worker.long
    heart = threading.Thread(target=_live, args=(worker,), name=f"{worker.name}-heart", daemon=True)
    heart.start()
    last_round: dt.datetime | None = None
    try:
        while not (stop.is_set() or worker.left.is_set()):
            close_old_connections()
            try:
                now = clock.now()
                if not long and (last_round is None or not dt.timedelta(0) <= now - last_round < ROUND):
                    if last_round is None or now < last_round:
                        ahead.fetch_back(now)
                    last_round = now
                    leases.reap(now)
                    Worker.objects.filter(seen_at__lt=now - SHOWN).delete()
                    routines.enqueue_due(now)
                busy = _one(worker.name, long=long, at=worker)
            except Error as error:  # the database is away for a while; jobs wait for it
                log.warning("the worker could not reach the database: %s", error)
                connections.close_all()
                busy = False
            if not busy:
                bell().wait(stop, poll, long=long)
    finally:
        worker.ended.set()
        heart.join()
        connections.close_all()
        worker.over.set()


def work_off() -> int:
    """Do everything that is ready now, in this thread; return how many jobs were run."""
    me, count = f"here-{ids.new_token(8)}", 0
    while _one(me):
        count += 1
    return count


def _live(worker: _Worker) -> None:
    """Give signs of life until the worker has ended or hangs, then strike it off."""
    beats, known = 0, False
    while True:
        try:
            leases.renew(worker.name, clock.now())
            if beats % BEATS == 0 or not known:
                known = _alive(worker)
        except Error as error:
            log.warning("no sign of life could be given: %s", error)
            connections.close_all()
        beats += 1
        if worker.hangs():
            log.error(
                "%s hangs in a job that should have ended long ago; another takes its place", worker.name
            )
            worker.left.set()
            worker.over.set()
        if worker.left.is_set() or worker.ended.wait(SIGN_OF_LIFE):
            break
    with contextlib.suppress(Error):
        Worker.objects.filter(name=worker.name).delete()
    connections.close_all()


def _alive(worker: _Worker) -> bool:
    now = clock.now()
    host = socket.gethostname()[:120]
    values = {"host": host, "process": os.getpid(), "is_long": worker.long, "seen_at": now}
    Worker.objects.update_or_create(
        name=worker.name, defaults=values, create_defaults={**values, "began_at": now}
    )
    return True


def _one(worker: str, *, long: bool | None = None, at: _Worker | None = None) -> bool:
    """Do one job if there is one: a long one, one that is not, or any."""
    found = leases.take(worker, clock.now(), long=long)
    if found is None:
        return False
    if at is not None:
        at.begins(leases.limit_of(found))
    try:
        result, error = _call(found)
    finally:
        if at is not None:
            at.has_done()
    if not leases.finish(found, worker, result, error):
        log.warning("job %s was taken over while it ran; its end is not noted", found.task_path)
    return True


def _call(found: DBTaskResult) -> tuple[object, Exception | None]:
    try:
        for run in _before_each:
            run()
        one, given = found.task, found.args_kwargs
        progress.begin(found.pk)
        first = (TaskContext(task_result=found.task_result),) if one.takes_context else ()
        return normalize_json(one.call(*first, *given["args"], **given["kwargs"])), None
    except Exception as error:  # whatever it is, the next job must run
        log.exception("job %s failed", found.task_path)
        return None, error
    finally:
        progress.end()
