"""Jobs run by the real clock, whatever time the domain lives in."""

from __future__ import annotations

import datetime as dt

#: By how much the clocks of two hosts may differ. What lies further ahead than it can was written while a clock was wrong.
APART = dt.timedelta(minutes=5)


def now() -> dt.datetime:
    """The real present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)
