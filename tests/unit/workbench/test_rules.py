"""The pure rules of the workbench: a week, and how much of it is shown."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.workbench import rules


@pytest.mark.parametrize(
    ("day", "monday", "sunday"),
    [
        (dt.date(2018, 6, 3), dt.date(2018, 5, 28), dt.date(2018, 6, 3)),
        (dt.date(2018, 6, 4), dt.date(2018, 6, 4), dt.date(2018, 6, 10)),
        (dt.date(2018, 6, 10), dt.date(2018, 6, 4), dt.date(2018, 6, 10)),
        (dt.date(2018, 6, 11), dt.date(2018, 6, 11), dt.date(2018, 6, 17)),
        # Over a leap day and over a new year.
        (dt.date(2020, 3, 1), dt.date(2020, 2, 24), dt.date(2020, 3, 1)),
        (dt.date(2019, 1, 1), dt.date(2018, 12, 31), dt.date(2019, 1, 6)),
    ],
)
def test_week_when_a_day_lies_in_it_then_goes_from_its_monday_to_its_sunday(
    day: dt.date, monday: dt.date, sunday: dt.date
) -> None:
    assert rules.week_of(day) == (monday, sunday)


def test_count_when_changed_then_somebody_meant_it() -> None:
    assert rules.SHOWN == 5
