"""The clock of this installation: the real one, or a demo's, which goes on from where its replay ended."""

from __future__ import annotations

import contextlib
import threading
import time as real

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
    from sixianghui.project.models import Instance

    shift = Instance.objects.values_list("clock_shift", flat=True).first()
    time.install(time.SystemClock() if shift is None else time.ShiftedClock(shift))


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
