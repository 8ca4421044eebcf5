"""Rules of the workbench. Pure."""

from __future__ import annotations

import datetime as dt

#: More than five things at once is a list, not a week.
SHOWN = 5


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of the week in which a day lies."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)
