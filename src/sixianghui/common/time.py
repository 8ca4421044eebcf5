"""The clock of the domain. Rooms take time from here and from nowhere else.

Sessions, TLS, rate limits and jobs use the real clock; what people record and read uses this one, so that a demo
site can live in June 2018 and go on from there, and a replay can walk through a half-year in seconds.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can say what time it is, in UTC."""

    def now(self) -> dt.datetime: ...


@dataclass(frozen=True)
class SystemClock:
    """The real time."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class ShiftedClock:
    """The real time moved by a fixed distance: the clock of a demo site."""

    shift: dt.timedelta

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.shift


@dataclass
class ManualClock:
    """A clock that stands where it was set: the clock of a replay and of tests."""

    at: dt.datetime

    def now(self) -> dt.datetime:
        return self.at.astimezone(dt.UTC)

    def set(self, at: dt.datetime) -> None:
        """Move the clock. Going back is refused: what happened, happened in order."""
        if at < self.at:
            raise ValueError("the clock of a replay does not go back")
        self.at = at


_default: Clock = SystemClock()
_local = threading.local()


def install(clock: Clock) -> None:
    """Make `clock` the clock of this process."""
    global _default
    _default = clock


def installed() -> Clock:
    """The clock that answers in this thread."""
    return getattr(_local, "clock", None) or _default


@contextmanager
def using(clock: Clock) -> Iterator[Clock]:
    """Use `clock` in this thread for the length of the block."""
    before = getattr(_local, "clock", None)
    _local.clock = clock
    try:
        yield clock
    finally:
        _local.clock = before


def now() -> dt.datetime:
    """The present moment of the domain, aware, in UTC."""
    return installed().now()


def today() -> dt.date:
    """The present day in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def shanghai(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """A wall-clock moment in Shanghai, aware."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def is_demo_time() -> bool:
    """Whether the domain lives in another time than the real one."""
    return not isinstance(installed(), SystemClock)
