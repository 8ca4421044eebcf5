"""The clock of this installation: the real one, or a demo's, which goes on from where its replay ended.

While a replay is under way the server beside it lives at the moment of the step played last: what it does by itself,
such as counting a poll whose last day is over, must not be years ahead of the story.
"""

from __future__ import annotations

import contextlib
import threading
import time as real

from django.db.models import Max

from sixianghui.common import time

_lock = threading.Lock()
_seen = float("-inf")
_pinned = False


def refresh(every: float = 1.0) -> None:
    """Install the clock that the instance's row asks for; asks the database at most once in `every` seconds."""
    global _seen
    if _pinned or real.monotonic() - _seen < every:
        return
    with _lock:
        _seen = real.monotonic()
    from sixianghui.project.models import Instance, ReplayStep

    row = Instance.objects.values_list("clock_shift", "replay_done_at").first()
    shift, done_at = row or (None, None)
    played = None
    if row is not None and done_at is None:
        played = ReplayStep.objects.aggregate(last=Max("at"))["last"]
    if shift is not None:
        time.install(time.ShiftedClock(shift))
    else:
        time.install(time.SystemClock() if played is None else time.ManualClock(played))


def pin(clock: time.Clock) -> None:
    """Use `clock` from now on whatever the instance says: for a replay and for tests."""
    global _pinned
    _pinned = True
    time.install(clock)


def refresh_if_prepared() -> None:
    """As `refresh`, for a command that may run before the database exists."""
    from django.db import DatabaseError

    with contextlib.suppress(DatabaseError):
        refresh()
