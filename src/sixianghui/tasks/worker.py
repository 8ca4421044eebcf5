"""The worker: takes jobs one after another, keeps its hold on them, frees those of workers that died."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import socket
import threading
import time as real
import uuid
from collections.abc import Callable, Collection

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, InterfaceError, OperationalError, close_old_connections, connections
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from sixianghui.common import ids
from sixianghui.tasks import ahead, clock, housekeeping, leases, progress, routines
from sixianghui.tasks.bell import bell
from sixianghui.tasks.models import Worker

log = logging.getLogger(__name__)
POLL = 1.0
SIGN_OF_LIFE = 10.0
#: Every so many signs of life a worker is written down as alive, and one that was not for so long is gone.
BEATS, GONE = 3, dt.timedelta(seconds=90)
#: Seconds after its limit for which a job is still waited for.
GRACE = 30.0
#: So many of a lane hang, or one for whose job it is time again for so long: the process ends, to be started anew without
#: them. While something long is under way it waits, but not with so many.
HANG, PATIENCE, HANG_AT_ALL = 2, dt.timedelta(minutes=10), 5
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
        #: Written by its own thread, read by its heart. What it has taken holds for `leases.HOLD` before that.
        self.job: uuid.UUID | None = None
        self._last: float | None = None

    def begins(self, job: uuid.UUID, limit: float) -> None:
        """It has taken a job that may take so many seconds."""
        self.job, self._last = job, real.monotonic() + limit + GRACE

    def has_done(self) -> None:
        """It is free again."""
        self.job = self._last = None

    def hangs(self) -> bool:
        """Whether its job should have ended long ago. Its lease has lapsed by then."""
        last = self._last
        return last is not None and real.monotonic() > last

    def is_given_up(self) -> bool:
        """Whether nobody waits for it any more, or is about to."""
        return self.left.is_set() or self.ended.is_set() or self.hangs()


class _Crew:
    """The workers of this process: who is at work, and who hangs and was left behind with a thread and a connection."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self._at_work: dict[bool, _Worker] = {}
        self._left: list[_Worker] = []
        self._was_away = False

    def joined_by(self, worker: _Worker) -> None:
        """It takes its lane's place at work."""
        self._at_work[worker.long] = worker

    def leave(self, worker: _Worker) -> None:
        """Nobody waits for it any more."""
        self._left.append(worker)
        self.end_if_worn()

    def behind(self) -> list[_Worker]:
        """Those who were left and hang still."""
        return [one for one in self._left if not one.ended.is_set()]

    def jobs(self) -> set[uuid.UUID]:
        """What they are still at: in this process nobody begins it anew."""
        return {job for one in self.behind() if (job := one.job) is not None}

    def busy_with(self) -> set[uuid.UUID]:
        """What those are at that live and do not hang: their holds are prolonged, however long ago they lapsed."""
        living = [one for one in list(self._at_work.values()) if not one.is_given_up()]
        return {job for one in living if (job := one.job) is not None}

    def note_away(self) -> None:
        """The database could not be reached, perhaps for so long that the holds of the living have lapsed."""
        self._was_away = True

    def may_reap(self) -> bool:
        """Whether what lapsed may be freed in this round. Not in the first after the database was away: within it whoever
        lives gives a sign of life, on whichever host.
        """
        was_away, self._was_away = self._was_away, False
        return not was_away

    def end_if_worn(self, *, in_vain: bool = False) -> None:
        """Have the process end as when it is asked to, if too many hang in it. Whoever started it starts another.

        in_vain: a job has waited for long because one of them is still at it.
        """
        behind = self.behind()
        many = any(sum(one.long is long for one in behind) >= HANG for long in (False, True))
        if len(behind) >= HANG_AT_ALL or ((many or in_vain) and not self._is_at_something_long()):
            log.error("%d jobs hang in this process; it ends, to be started anew without them", len(behind))
            self.stop.set()

    def _is_at_something_long(self) -> bool:
        worker = self._at_work.get(True)
        return worker is not None and worker.job is not None and not worker.left.is_set()


def run_worker(stop: threading.Event, *, poll: float = POLL) -> None:
    """Do jobs until `stop` is set; a job that is being done is finished first. Any number of workers may run.

    Those that take long have a thread of their own. When the process ends, one that is under way is left and begun anew.
    Where too many jobs hang, `stop` is set here: whoever runs a worker ends then.
    """
    crew = _Crew(stop)
    threading.Thread(target=_lane, args=(crew, poll, True), name="long-jobs", daemon=True).start()
    _lane(crew, poll, False)


def _lane(crew: _Crew, poll: float, long: bool) -> None:
    """One worker after another: who hangs is left behind, so that a job that never ends holds up no other."""
    while not crew.stop.is_set():
        worker = _Worker(long=long)
        crew.joined_by(worker)
        threading.Thread(target=_work, args=(crew, worker, poll), name=worker.name, daemon=True).start()
        worker.over.wait()
        if worker.left.is_set():
            crew.leave(worker)
        crew.stop.wait(poll)


def _work(crew: _Crew, worker: _Worker, poll: float) -> None:
    stop, long = crew.stop, worker.long
    heart = threading.Thread(target=_live, args=(crew, worker), name=f"{worker.name}-heart", daemon=True)
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
                    if crew.may_reap():
                        leases.reap(clock.shared(), but=crew.busy_with())
                    Worker.objects.filter(seen_at__lt=now - SHOWN).delete()
                    routines.enqueue_due(now)
                    crew.end_if_worn(in_vain=leases.have_waited(crew.jobs(), now - PATIENCE))
                    if stop.is_set():
                        break
                busy = _one(worker.name, long=long, at=worker, but=crew.jobs())
            except Error as error:  # the database is away for a while; jobs wait for it
                log.warning("the worker could not reach the database: %s", error)
                crew.note_away()
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


def _live(crew: _Crew, worker: _Worker) -> None:
    """Give signs of life until the worker has ended or hangs, then strike it off."""
    beats, known = 0, False
    while True:
        if worker.hangs():  # before the database is asked, which may hang as well
            log.error(
                "%s hangs in a job that should have ended long ago; another takes its place", worker.name
            )
            worker.left.set()
            worker.over.set()
            break
        try:
            leases.renew(worker.name, clock.shared(), job=worker.job)
            if beats % BEATS == 0 or not known:
                known = _alive(worker)
        except Error as error:
            log.warning("no sign of life could be given: %s", error)
            crew.note_away()
            connections.close_all()
        beats += 1
        if worker.ended.wait(SIGN_OF_LIFE):
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


def _one(
    worker: str, *, long: bool | None = None, at: _Worker | None = None, but: Collection[uuid.UUID] = ()
) -> bool:
    """Do one job if there is one: a long one, one that is not, or any; none of `but`."""
    found = leases.take(worker, clock.shared(), long=long, but=but)
    if found is None:
        return False
    if at is not None:
        at.begins(found.pk, leases.limit_of(found))
    try:
        result, error = _call(found)
        if not _noted(found, worker, result, error):
            log.warning("job %s was taken over while it ran; its end is not noted", found.task_path)
    finally:
        if at is not None:
            at.has_done()
    return True


def _noted(found: DBTaskResult, worker: str, result: object, error: Exception | None) -> bool:
    """Note how a job ended, over a new connection where the one it was done with is broken. See `leases.finish`."""
    try:
        return leases.finish(found, worker, result, error)
    except (InterfaceError, OperationalError):
        connections.close_all()
        return leases.finish(found, worker, result, error)


def _call(found: DBTaskResult) -> tuple[object, Exception | None]:
    try:
        for run in _before_each:
            run()
        one, given = found.task, found.args_kwargs
        progress.begin(found.pk)
        first = (TaskContext(task_result=found.task_result),) if one.takes_context else ()
        return normalize_json(one.call(*first, *given["args"], **given["kwargs"])), None
    except Exception as error:  # whatever it is, the next job must run
        if isinstance(error, ObjectDoesNotExist) and found.task_path.startswith(housekeeping.UP_TO_DATE):
            return None, None  # it was deleted meanwhile: there is nothing left to bring up to date
        log.exception("job %s failed", found.task_path)
        return None, error
    finally:
        progress.end()
