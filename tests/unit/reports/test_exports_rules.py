"""Which files are made at once, and how long they are kept."""

from __future__ import annotations

import datetime as dt

from sixianghui.reports.rules import exports as rules


def test_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    assert (rules.ROWS_AT_ONCE, rules.LONGEST_SHEET) == (20_000, 1_048_000)
    hour = dt.timedelta(hours=1)
    assert (7 * 24 * hour, 2 * hour) == (rules.LIFE, rules.GIVEN_UP)
    assert rules.KINDS == ("csv", "xlsx")
