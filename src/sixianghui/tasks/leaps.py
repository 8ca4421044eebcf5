"""After a leap of the clock nothing is erased by rule for a day: years ahead, all that is kept for years would be due at once.

A site that nobody ran for so long looks the same, and waits as well: no harm is done by a day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sixianghui.tasks import clock
from sixianghui.tasks.models import Watch
from sixianghui.tasks.rules import LEAP, has_leapt, held_until

#: The one row.
_ONE = 1
#: How old what was seen may grow before it is written anew: often enough for a leap of a day, seldom enough to cost nothing.
_OFTEN = LEAP / 24


@dataclass(frozen=True)
class Hold:
    """Erasing by rule waits: the clock went from one moment to another at once; from `until` on it goes on by itself."""

    leapt_from: dt.datetime
    leapt_to: dt.datetime
    until: dt.datetime


def look(now: dt.datetime) -> Hold | None:
    """See the clock at `now`, note a leap, and say whether erasing waits. Workers ask, in each of their rounds."""
    row, _is_new = Watch.objects.get_or_create(pk=_ONE, defaults={"seen_at": now})
    if abs(now - row.seen_at) > _OFTEN:
        mine = Watch.objects.filter(pk=_ONE, seen_at=row.seen_at)  # of several workers one notes it
        if not has_leapt(row.seen_at, now):
            mine.update(seen_at=now)
        else:
            mine.update(seen_at=now, leapt_at=now, leapt_from=row.seen_at)
            row.leapt_at, row.leapt_from = now, row.seen_at
    return _hold(row, now)


def erasing_waits() -> Hold | None:
    """Whether erasing by rule waits, as far as the workers have seen."""
    row = Watch.objects.filter(pk=_ONE).first()
    return None if row is None else _hold(row, clock.now())


def _hold(row: Watch, now: dt.datetime) -> Hold | None:
    until = held_until(row.leapt_at, now)
    if until is None or row.leapt_at is None or row.leapt_from is None:
        return None
    return Hold(row.leapt_from, row.leapt_at, until)
