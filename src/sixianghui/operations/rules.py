"""Backups: what an archive is called, which are kept, when the last proof is too old."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

ENDING = ".sxhbackup"
#: What is being written; never taken for an archive.
UNFINISHED = ".part"
#: The list of the erased as it is now, sealed, beside the archives.
ERASED_LIST = "erased.sealed"
_NAME = re.compile(r"sixianghui-(\d{8}T\d{6})Z-[a-z0-9]{6}\.sxhbackup")
_MOMENT = "%Y%m%dT%H%M%S"
#: All of the last day and a half stay, however many that are.
_FRESH = dt.timedelta(hours=36)


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


def latest(names: Iterable[str]) -> str | None:
    """The newest archive among these names."""
    return max(
        (name for name in names if moment_of(name)), key=lambda name: (moment_of(name), name), default=None
    )


def to_keep(names: Iterable[str], keep: tuple[int, int, int], now: dt.datetime) -> set[str]:
    """Which archives stay: the fresh ones, and the newest of so many days, weeks and months. The newest always does."""
    dated = sorted(((moment, name) for name in names if (moment := moment_of(name))), reverse=True)
    kept = {name for moment, name in dated if now - moment <= _FRESH} | {name for _moment, name in dated[:1]}
    for count, form in zip(keep, ("%Y-%m-%d", "%G-%V", "%Y-%m"), strict=True):
        newest: dict[str, str] = {}
        for moment, name in dated:
            newest.setdefault(moment.strftime(form), name)
        kept.update(list(newest.values())[:count])
    return kept


def is_too_old(verified_at: dt.datetime | None, max_age_hours: int, now: dt.datetime) -> bool:
    """Whether the last proof that a backup can be restored is older than the site allows; no proof at all is."""
    return verified_at is None or now - verified_at > dt.timedelta(hours=max_age_hours)
