"""A quarter or a year, as in addresses: 2018Q2, 2018; and in words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

_PERIOD = re.compile(r"(?P<year>(?:19|20)\d\d)(?:Q(?P<quarter>[1-4]))?")


@dataclass(frozen=True)
class Period:
    """A year, or one of its quarters."""

    year: int
    quarter: int | None = None

    @classmethod
    def parse(cls, raw: str) -> Period | None:
        """What an address says; None for what cannot be read."""
        found = _PERIOD.fullmatch(raw)
        if found is None:
            return None
        return cls(int(found["year"]), int(found["quarter"]) if found["quarter"] else None)

    @classmethod
    def of(cls, day: dt.date) -> Period:
        """The quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def code(self) -> str:
        """As in addresses."""
        return f"{self.year}Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, 1 if self.quarter is None else self.quarter * 3 - 2, 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        month = 12 if self.quarter is None else self.quarter * 3
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def label(self) -> str:
        """In words."""
        if self.quarter is None:
            return _("%(year)s年") % {"year": self.year}
        return _("%(year)s年第%(quarter)s季度") % {"year": self.year, "quarter": self.quarter}

    @property
    def parts(self) -> list[Period]:
        """The year and its quarters, to choose from."""
        return [*(Period(self.year, number) for number in (1, 2, 3, 4)), Period(self.year)]

    @property
    def before(self) -> Period:
        """The year before."""
        return Period(self.year - 1)

    @property
    def after(self) -> Period:
        """The year after."""
        return Period(self.year + 1)
