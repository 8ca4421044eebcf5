"""How far a long job has come: said by the job itself, kept for the page of jobs."""

from __future__ import annotations

import logging
import threading
import uuid
from time import monotonic

from django.db import Error, connection

from sixianghui.tasks import clock
from sixianghui.tasks.models import Progress

log = logging.getLogger(__name__)
#: Seconds between two notes of one job, however often it speaks.
STEP = 1.0


class _Here(threading.local):
    """The job that this thread does now, and when its last note was written."""

    job: uuid.UUID | None = None
    noted: float = float("-inf")


_here = _Here()


def begin(job: uuid.UUID) -> None:
    """This thread does that job from now on."""
    _here.job, _here.noted = job, float("-inf")


def end() -> None:
    """It does none."""
    _here.job = None


def progress(done: int, total: int, words: str = "") -> None:
    """Say how far the job of this thread is: `done` of `total` (any unit; 0: not known), and in a few words what it is at.

    Call it as often as you like: it is written down once a second, best between two transactions. Outside a job it does
    nothing, and that it cannot be written stops no job. `words` name no person.
    """
    now = monotonic()
    if _here.job is None or now - _here.noted < STEP:
        return
    _here.noted = now
    values = {"done": max(0, done), "total": max(0, total), "words": words[:80], "at": clock.now()}
    try:
        Progress.objects.update_or_create(job=_here.job, defaults=values)
    except Error as error:
        if connection.in_atomic_block:
            raise
        log.warning("how far a job is could not be noted: %s", type(error).__name__)
