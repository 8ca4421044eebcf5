"""Quarters and years that a report may be about. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

QUARTERS_BACK, YEARS_BACK = 7, 3
_KEY = re.compile(r"([1-9]\d{3})(?:q([1-4]))?")


@dataclass(frozen=True)
class Period:
    """A year, or one of its quarters (0: the whole year)."""

    year: int
    quarter: int = 0

    @property
    def key(self) -> str:
        """As a form sends it: 2018, 2018q2."""
        return f"{self.year}q{self.quarter}" if self.quarter else str(self.year)

    @property
    def since(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.quarter * 3 - 2 if self.quarter else 1, 1)

    @property
    def until(self) -> dt.date:
        """Its last day."""
        if not self.quarter or self.quarter == 4:
            return dt.date(self.year, 12, 31)
        return dt.date(self.year, self.quarter * 3 + 1, 1) - dt.timedelta(days=1)


def of_key(key: str) -> Period:
    """The period behind a key. Raises `ValueError`."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(key)
    return Period(int(found[1]), int(found[2] or 0))


def offered(span: str, today: dt.date) -> list[Period]:
    """Quarters or years that are offered, the present one first; in the first half month of one, the one before."""
    if span == "year":
        years = [Period(today.year - back) for back in range(YEARS_BACK + 1)]
        return _shifted(years, today)
    if span != "quarter":
        return []
    now = today.year * 4 + (today.month - 1) // 3
    return _shifted(
        [Period((now - back) // 4, (now - back) % 4 + 1) for back in range(QUARTERS_BACK + 1)], today
    )


def _shifted(periods: list[Period], today: dt.date) -> list[Period]:
    """What has just ended comes before what has just begun: that is what one writes about."""
    fresh = (today - periods[0].since).days < 15
    return [periods[1], periods[0], *periods[2:]] if fresh else periods
