"""Working days as China counts them: public holidays, and the weekends on which people work in exchange.

The days stand in `holidays.toml`, a table for each year and the notice it rests on. A year without a table counts
Monday to Friday less the holidays of a fixed date, and whatever depends on it is *provisional* (待核实): it may
remind, it never blocks.
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple

_DAY = dt.timedelta(days=1)


class Reckoned(NamedTuple):
    """A day that was counted out, and whether a year without a published calendar was in the way."""

    day: dt.date
    provisional: bool


class Counted(NamedTuple):
    """A number of working days, and whether a year without a published calendar was in the way."""

    days: int
    provisional: bool


@dataclass(frozen=True)
class Year:
    """One year's exceptions: weekdays off and weekends worked, and the notices that say so."""

    off: frozenset[dt.date]
    work: frozenset[dt.date]
    notices: tuple[str, ...]


@functools.cache
def calendar() -> dict[int, Year]:
    """Every year whose holidays are published, from the package."""
    return {int(name): _year(int(name), table) for name, table in _tables().items() if name.isdigit()}


def is_published(year: int) -> bool:
    """Whether the year's holidays are known."""
    return year in calendar()


def is_working_day(day: dt.date) -> bool:
    """Whether people work on this day."""
    year = calendar().get(day.year) or _unannounced(day.year)
    return day in year.work or (day.weekday() < 5 and day not in year.off)


def add_working_days(day: dt.date, n: int) -> Reckoned:
    """The nth working day after `day`, which does not count itself. None to add gives `day`, whatever day it is."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    found = day
    while n:
        found += _DAY
        n -= is_working_day(found)
    return Reckoned(found, _unpublished(day, found))


def working_days_between(start: dt.date, end: dt.date) -> Counted:
    """How many working days there are after `start` and up to `end`; negative when `end` is before `start`."""
    first, last = sorted((start, end))
    days = sum(is_working_day(first + _DAY * number) for number in range(1, (last - first).days + 1))
    return Counted(days if start <= end else -days, _unpublished(first, last))


def _unpublished(first: dt.date, last: dt.date) -> bool:
    return not all(is_published(year) for year in range(first.year, last.year + 1))


@functools.cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = resources.files("sixianghui.common").joinpath("holidays.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def _unannounced(year: int) -> Year:
    return _year(year, _tables()["every"])


def _year(year: int, table: dict[str, list[str]]) -> Year:
    return Year(
        off=frozenset(day for span in table["off"] for day in _days(year, span)),
        work=frozenset(day for span in table.get("work", ()) for day in _days(year, span)),
        notices=tuple(table.get("notices", ())),
    )


def _days(year: int, span: str) -> Iterator[dt.date]:
    first, _, last = span.partition("..")
    day, end = (dt.date.fromisoformat(f"{year}-{part}") for part in (first, last or first))
    while day <= end:
        yield day
        day += _DAY
