"""A month as a calendar shows it: weeks from Monday, each day with what begins on it. Pure but for the clock."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from sixianghui.activities.models import Activity
from sixianghui.common import time

#: More than this are not drawn in one month; the page says so.
MOST = 400


@dataclass
class Day:
    """A day of the grid; `inside` says whether it belongs to the month."""

    day: dt.date
    inside: bool
    today: bool
    activities: list[Activity] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month by its first day."""

    first: dt.date

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> str:
        """The month before it, as in addresses."""
        return f"{self.first - dt.timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after it, as in addresses."""
        return f"{self.last + dt.timedelta(days=1):%Y-%m}"

    def filled(self, activities: Iterable[Activity]) -> list[Day]:
        """Whole weeks, Monday first, that cover it, with what begins on each day of the month."""
        today = time.today()
        start = self.first - dt.timedelta(days=self.first.weekday())
        end = self.last + dt.timedelta(days=6 - self.last.weekday())
        days = {
            day: Day(day, day.month == self.first.month, day == today)
            for day in (start + dt.timedelta(days=number) for number in range((end - start).days + 1))
        }
        for one in activities:
            if one.starts_on in days:
                days[one.starts_on].activities.append(one)
        return list(days.values())
