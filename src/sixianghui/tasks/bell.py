"""What wakes a worker up. By itself it looks once a second; with Redis it is rung at once and looks by itself more seldom.

Redis holds no job: the row in the database is the only copy. A bell that Redis forgot, or that nobody could ring, costs
the seconds until a worker looks by itself.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from sixianghui.tasks.jobs import LONG

log = logging.getLogger(__name__)
#: Seconds after which a worker that is not rung looks by itself: what the loss of everything in Redis may cost.
SWEEP = 5.0
#: Seconds of one wait at Redis, after which it is seen whether the worker is to stop.
BREATH = 1
#: Seconds that a ring may take: somebody's request waits for it.
QUICK = 0.5
#: So many rings are kept; a worker that wakes works until nothing is left, so more say nothing new.
KEPT = 200


class Bell(Protocol):
    """How workers are woken."""

    def ring(self, *, long: bool) -> None:
        """There is a job that could be done now. Never fails."""
        ...

    def wait(self, stop: threading.Event, poll: float, *, long: bool) -> None:
        """Return when rung, when it is time to look again, or soon after `stop` is set."""
        ...


class Looking:
    """No bell: every worker looks every `poll` seconds."""

    def ring(self, *, long: bool) -> None:
        """Nobody hears it."""

    def wait(self, stop: threading.Event, poll: float, *, long: bool) -> None:
        stop.wait(poll)


class OverRedis:
    """One ring wakes one worker, on whichever host it waits first.

    A Redis that does not answer costs one ring half a second; for some seconds after that nobody rings or waits for a ring.
    """

    def __init__(self, url: str, *, sweep: float = SWEEP) -> None:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # The library would try again for half a minute, with a request or a worker waiting.
        given = {"socket_connect_timeout": QUICK, "retry": Retry(NoBackoff(), 0)}
        self._ringing: Any = Redis.from_url(url, socket_timeout=QUICK, **given)
        self._waiting: Any = Redis.from_url(url, socket_timeout=BREATH + QUICK, **given)
        self._sweep = sweep
        self._away_until = float("-inf")

    def ring(self, *, long: bool) -> None:
        from redis import RedisError

        if self._is_away():
            return
        try:
            name = _name(long)
            with self._ringing.pipeline(transaction=False) as both:
                both.lpush(name, 1)
                both.ltrim(name, 0, KEPT - 1)
                both.execute()
        except (RedisError, OSError) as error:
            self._note_away()
            log.warning("no worker could be woken: %s", type(error).__name__)

    def wait(self, stop: threading.Event, poll: float, *, long: bool) -> None:
        from redis import RedisError

        waited = 0.0
        while waited < self._sweep and not stop.is_set():
            if self._is_away():  # look as if there were none
                stop.wait(poll)
                return
            try:
                if self._waiting.brpop([_name(long)], timeout=BREATH) is not None:
                    return
            except (RedisError, OSError):
                self._note_away()
            waited += BREATH

    def _is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def _note_away(self) -> None:
        self._away_until = time.monotonic() + SWEEP


def _name(long: bool) -> str:
    return f"sixianghui:jobs:{'long' if long else 'short'}"


@functools.cache
def bell() -> Bell:
    """The bell of this installation."""
    config = settings.CONFIG
    return OverRedis(config.redis_url) if config.jobs == "redis" else Looking()


def enqueued(sender: object, task_result: Any, **_: object) -> None:
    """Receives `task_enqueued`: ring when the job's transaction has committed, unless it is for later."""
    if task_result.task.run_after is None:
        long = task_result.task.queue_name == LONG
        transaction.on_commit(lambda: bell().ring(long=long))
