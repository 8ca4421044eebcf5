"""The numbers of events: one file beside the control sockets, shared by every process of this machine.

A number is taken and used under a lock, so events reach every front in the order of their numbers and without
holes. A hole therefore says that something was lost: `leap` makes one on purpose.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

#: The file's name, in the folder of the control sockets.
NAME = "events.sequence"
_WIDTH = 8


class Sequence:
    """Numbers that grow. A file that was lost begins at the clock, above all that was counted before."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._lock = threading.Lock()

    def last(self) -> int:
        """The last number that was taken. Waits for nobody."""
        return self._read() or self._begin()

    @contextlib.contextmanager
    def next(self) -> Iterator[int]:
        """Take the next number and hold the lock while it is used."""
        with self._held():
            number = (self._read() or _clock()) + 1
            self._write(number)
            yield number

    @contextlib.contextmanager
    def leap(self) -> Iterator[int]:
        """Take a number that leaves a hole: what was published before it may not have arrived."""
        with self._held():
            number = max(self._read() + 2, _clock())
            self._write(number)
            yield number

    def _begin(self) -> int:
        with self._held():
            if not self._read():
                self._write(_clock())
            return self._read()

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        with self._lock:  # the lock of the file belongs to the process, not to the thread
            fcntl.flock(self._handle, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._handle, fcntl.LOCK_UN)

    def _read(self) -> int:
        return int.from_bytes(os.pread(self._handle, _WIDTH, 0), "big")

    def _write(self, number: int) -> None:
        os.pwrite(self._handle, number.to_bytes(_WIDTH, "big"), 0)


def _clock() -> int:
    """Microseconds: nobody publishes so fast for long."""
    return time.time_ns() // 1000
