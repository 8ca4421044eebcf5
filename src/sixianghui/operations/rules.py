"""Backups: what an archive is called, how often one is made and tried again, which stay, when the last proof is too old."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterable

ENDING = ".sxhbackup"
#: What is being written; never taken for an archive.
UNFINISHED = ".part"
#: What is written and not yet proved; it is no archive before, and drives out none.
UNPROVED = ".unproved"
#: The fault of a try that found another one under way. It counts for nothing.
BUSY = "另一份备份正在做，这次没有做。"
#: The list of the erased as it is now, sealed, beside the archives.
ERASED_LIST = "erased.sealed"
_NAME = re.compile(r"sixianghui-(\d{8}T\d{6})Z-[a-z0-9]{6}\.sxhbackup")
_MOMENT = "%Y%m%dT%H%M%S"
#: All of the last day and a half stay, however many that are.
_FRESH = dt.timedelta(hours=36)
_HOUR = dt.timedelta(hours=1)
#: Hours between two, where nobody says how many: the fewest of these that the site can afford.
_AFFORDED = (1, 2, 3, 4, 6, 8, 12, 24)
#: What making them may take of the time, and what stays of a day and a half may take of the room that is free.
_OF_TIME, _OF_ROOM = 0.02, 0.2
#: What lies further ahead than two hosts may be apart was written by a wrong clock (`docs/decisions/0052-clocks-that-were-wrong.md`).
AHEAD = dt.timedelta(minutes=5)
#: The timetable does not come to the second.
_EARLY = dt.timedelta(minutes=10)


def name_of(at: dt.datetime, mark: str) -> str:
    """The file name of an archive made at `at`; `mark`: six letters that tell it from another of the same second."""
    return f"sixianghui-{at.astimezone(dt.UTC):{_MOMENT}}Z-{mark}{ENDING}"


def moment_of(name: str) -> dt.datetime | None:
    """When an archive was made, by its name; None for what is none."""
    found = _NAME.fullmatch(name)
    try:
        return dt.datetime.strptime(found[1], _MOMENT).replace(tzinfo=dt.UTC) if found else None
    except ValueError:  # digits that are no day
        return None


def latest(names: Iterable[str], now: dt.datetime) -> str | None:
    """The newest archive among these names; one that a clock ahead of now named only where there is no other."""
    dated = ((moment, name) for name in names if (moment := moment_of(name)))
    return max(((moment <= now + AHEAD, moment, name) for moment, name in dated), default=(None,))[-1]


def to_keep(names: Iterable[str], keep: tuple[int, int, int], now: dt.datetime) -> set[str]:
    """Which archives stay: the fresh ones, and the newest of so many days, weeks and months. The newest always does.

    What a clock ahead of now named stays as well, until now has come that far, and takes no place from the others.
    """
    dated = sorted(((moment, name) for name in names if (moment := moment_of(name))), reverse=True)
    past = [(moment, name) for moment, name in dated if moment <= now + AHEAD]
    kept = {name for moment, name in dated if now - moment <= _FRESH} | {name for _moment, name in past[:1]}
    for count, form in zip(keep, ("%Y-%m-%d", "%G-%V", "%Y-%m"), strict=True):
        newest: dict[str, str] = {}
        for moment, name in past:
            newest.setdefault(moment.strftime(form), name)
        kept.update(list(newest.values())[:count])
    return kept


def to_let_go(
    there: Iterable[str], ours: Collection[str], keep: tuple[int, int, int], now: dt.datetime
) -> set[str]:
    """Which of the archives that lie there may go: old ones that this site made itself. Others' stay, and take no place
    from ours: a copy of the site that was restored and started may have the same folder or store."""
    own = {name for name in there if name in ours and moment_of(name)}
    return own - to_keep(own, keep, now)


def affordable_hours(seconds: float, size: int, free: int) -> int:
    """Hours between two backups, by what the last took: its seconds, its bytes, the bytes that are free where they lie."""
    for hours in _AFFORDED:
        stay = math.ceil(_FRESH / (hours * _HOUR))
        if seconds <= _OF_TIME * 3600 * hours and size * stay <= _OF_ROOM * free:
            return hours
    return _AFFORDED[-1]


def hours_to_next(hours: int, failures: int) -> int:
    """Hours from the last try to the next: so many; after so many failures in a row soon, then less and less often."""
    return min(hours, 2 ** (failures - 1)) if failures else hours


def is_due(began_at: dt.datetime | None, hours: int, now: dt.datetime) -> bool:
    """Whether it is time for another, so many hours after the last began; where there was none, it is."""
    return began_at is None or not began_at <= now < began_at + hours * _HOUR - _EARLY


def is_too_old(verified_at: dt.datetime | None, max_age_hours: int, now: dt.datetime) -> bool:
    """Whether the last proof that a backup can be restored is older than the site allows; no proof at all is, and one that
    says it was made later than now says nothing."""
    return verified_at is None or not -AHEAD <= now - verified_at <= dt.timedelta(hours=max_age_hours)
