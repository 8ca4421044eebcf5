"""Seconds since 1970, and the day in Shanghai to which they belong: for what is counted by the million."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

DAY = 24 * 3600
_HOUR = 3600
_OFFSET = 8 * _HOUR
_EPOCH = dt.date(1970, 1, 1)


def day_of(at: int) -> dt.date:
    """The day in Shanghai."""
    return _day(at // _HOUR)


@lru_cache(4096)
def _day(hour: int) -> dt.date:
    """The day of an hour since 1970; asked a million times for few."""
    return _EPOCH + dt.timedelta(days=(hour * _HOUR + _OFFSET) // DAY)


def begin_of(day: dt.date) -> int:
    """The first moment of a day in Shanghai."""
    return (day - _EPOCH).days * DAY - _OFFSET
