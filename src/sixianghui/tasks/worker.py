"""The worker: takes jobs one after another, keeps its hold on them, frees those of workers that died."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import socket
import threading
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


def run_worker(stop: threading.Event, *, poll: float = POLL) -> None:
    """Do jobs until `stop` is set; a job that is being done is finished first. Any number of workers may run.

    Those that take long have a thread of their own. When the process ends, one that is under way is left and begun anew.
    """
    threading.Thread(target=_work, args=(stop, poll, True), name="long-jobs", daemon=True).start()
    _work(stop, poll, False)


def _work(stop: threading.Event, poll: float, long: bool) -> None:
    me = f"worker-{ids.new_token(8)}"
    ended = threading.Event()
    heart = threading.Thread(target=_live, args=(me, ended, long), name=f"{me}-heart", daemon=True)
    heart.start()
    last_round: dt.datetime | None = None
    try:
        while not stop.is_set():
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
                busy = _one(me, long=long)
            except Error as error:  # the database is away for a while; jobs wait for it
                log.warning("the worker could not reach the database: %s", error)
                connections.close_all()
                busy = False
            if not busy:
                bell().wait(stop, poll, long=long)
    finally:
        ended.set()
        heart.join()
        connections.close_all()


def work_off() -> int:
    """Do everything that is ready now, in this thread; return how many jobs were run."""
    me, count = f"here-{ids.new_token(8)}", 0
    while _one(me):
        count += 1
    return count


def _live(worker: str, ended: threading.Event, long: bool) -> None:
    """Give signs of life until the worker has ended, then strike it off."""
    beats, known = 0, False
    while True:
        try:
            leases.renew(worker, clock.now())
            if beats % BEATS == 0 or not known:
                known = _alive(worker, long)
        except Error as error:
            log.warning("no sign of life could be given: %s", error)
            connections.close_all()
        beats += 1
        if ended.wait(SIGN_OF_LIFE):
            break
    with contextlib.suppress(Error):
        Worker.objects.filter(name=worker).delete()
    connections.close_all()


def _alive(worker: str, long: bool) -> bool:
    now = clock.now()
    values = {"host": socket.gethostname()[:120], "process": os.getpid(), "is_long": long, "seen_at": now}
    Worker.objects.update_or_create(name=worker, defaults=values, create_defaults={**values, "began_at": now})
    return True


def _one(worker: str, *, long: bool | None = None) -> bool:
    """Do one job if there is one: a long one, one that is not, or any."""
    found = leases.take(worker, clock.now(), long=long)
    if found is None:
        return False
    result, error = _call(found)
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
