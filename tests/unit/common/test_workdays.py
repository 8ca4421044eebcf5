from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.common.workdays import (
    add_working_days,
    calendar,
    is_published,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2028, 12, 31))
#: Days with a name that everybody has off, by year: 11 until 2024, 13 since (New Year's Eve and 2 May were added).
NAMED = {2018: 11, 2024: 11, 2025: 13, 2026: 13}


def _year(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def test_calendar_when_read_then_names_the_notices_of_each_year() -> None:
    assert {year: found.notices for year, found in calendar().items()} == {
        2018: ("国办发明电〔2017〕12号", "国办发明电〔2018〕15号"),
        2024: ("国办发明电〔2023〕7号",),
        2025: ("国办发明电〔2024〕12号",),
        2026: ("国办发明电〔2025〕7号",),
    }


@pytest.mark.parametrize("year", sorted(NAMED))
def test_year_when_its_days_are_exchanged_then_only_the_named_days_are_missing(year: int) -> None:
    """A day off that has no name is worked for on a weekend, so a year has its weekdays less the named days."""
    days = _year(year)
    weekends = sum(day.weekday() >= 5 for day in days)
    assert sum(map(is_working_day, days)) == len(days) - weekends - NAMED[year]


@pytest.mark.parametrize("year", sorted(NAMED))
def test_days_worked_when_in_the_table_then_are_weekends(year: int) -> None:
    assert [day for day in calendar()[year].work if day.weekday() < 5 or day.year != year] == []


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ((2018, 6, 18), False), ((2018, 6, 16), False), ((2018, 4, 8), True), ((2018, 12, 31), False), ((2018, 12, 29), True),
        ((2024, 2, 9), True), ((2024, 2, 18), True), ((2025, 1, 27), True), ((2025, 1, 28), False), ((2025, 10, 8), False),
        ((2026, 1, 2), False), ((2026, 1, 4), True), ((2026, 2, 23), False), ((2026, 2, 28), True), ((2026, 9, 20), True),
        ((2030, 10, 1), False), ((2030, 10, 4), True), ((2030, 10, 5), False), ((2027, 1, 1), False),
    ],
)  # fmt: skip
def test_day_when_a_notice_names_it_then_is_as_the_notice_says(
    day: tuple[int, int, int], works: bool
) -> None:
    assert is_working_day(dt.date(*day)) is works


@pytest.mark.parametrize(
    ("start", "n", "end", "provisional"),
    [
        ((2018, 6, 5), 7, (2018, 6, 14), False),
        ((2018, 6, 8), 7, (2018, 6, 20), False),  # over the Dragon Boat festival
        ((2018, 4, 3), 3, (2018, 4, 9), False),  # Wednesday, the Sunday that is worked, Monday
        ((2018, 6, 5), 0, (2018, 6, 5), False),
        ((2018, 6, 9), 0, (2018, 6, 9), False),
        ((2018, 12, 27), 3, (2019, 1, 2), True),  # nobody has told us of 2019
        ((2018, 12, 27), 2, (2018, 12, 29), False),
        ((2026, 12, 31), 1, (2027, 1, 4), True),
        ((2017, 12, 29), 1, (2018, 1, 2), True),
    ],
)
def test_promise_when_counted_in_working_days_then_falls_on(
    start: tuple[int, int, int], n: int, end: tuple[int, int, int], provisional: bool
) -> None:
    assert add_working_days(dt.date(*start), n) == (dt.date(*end), provisional)


@given(DAYS, st.integers(0, 300))
def test_days_when_added_then_that_many_lie_between(day: dt.date, n: int) -> None:
    found = add_working_days(day, n)
    assert working_days_between(day, found.day) == (n, found.provisional)
    assert working_days_between(found.day, day) == (-n, found.provisional)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_days_when_added_in_two_steps_then_lead_to_the_same_day(day: dt.date, some: int, more: int) -> None:
    halfway = add_working_days(day, some).day
    assert add_working_days(halfway, more).day == add_working_days(day, some + more).day


@given(DAYS, st.integers(1, 60))
def test_day_when_counted_out_then_is_worked_and_comes_later(day: dt.date, n: int) -> None:
    found = add_working_days(day, n).day
    assert found > day
    assert is_working_day(found)
    assert add_working_days(day, n - 1).day < found


@given(DAYS, DAYS, DAYS)
def test_working_days_when_a_stretch_is_cut_then_add_up(a: dt.date, b: dt.date, c: dt.date) -> None:
    assert (
        working_days_between(a, b).days + working_days_between(b, c).days == working_days_between(a, c).days
    )


@given(DAYS, DAYS)
def test_count_when_it_touches_an_unpublished_year_then_is_provisional(a: dt.date, b: dt.date) -> None:
    first, last = sorted((a, b))
    known = all(is_published(year) for year in range(first.year, last.year + 1))
    assert working_days_between(a, b).provisional is not known


def test_days_when_fewer_than_none_then_are_refused() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(dt.date(2018, 6, 5), -1)
