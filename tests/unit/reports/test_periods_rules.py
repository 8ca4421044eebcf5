"""Quarters and years that a report may be about: their days, their keys, and which are offered."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.reports.rules import periods
from sixianghui.reports.rules.periods import Period


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("period", "key", "since", "until"),
    [
        (Period(2018), "2018", "2018-01-01", "2018-12-31"),
        (Period(2018, 1), "2018q1", "2018-01-01", "2018-03-31"),
        (Period(2018, 2), "2018q2", "2018-04-01", "2018-06-30"),
        (Period(2018, 3), "2018q3", "2018-07-01", "2018-09-30"),
        (Period(2018, 4), "2018q4", "2018-10-01", "2018-12-31"),
        (Period(2020, 1), "2020q1", "2020-01-01", "2020-03-31"),
        (Period(9999, 4), "9999q4", "9999-10-01", "9999-12-31"),
    ],
)
def test_period_when_it_has_a_key_then_is_known_by_it_and_has_its_days(
    period: Period, key: str, since: str, until: str
) -> None:
    assert (period.key, period.since, period.until) == (key, day(since), day(until))
    assert periods.of_key(key) == period


@pytest.mark.parametrize(
    "key", ["", "2018q0", "2018q5", "2018q", "2018Q1", "q1", "0999", "999", "20180", " 2018", "2018q1\n"]
)
def test_key_when_it_names_no_period_then_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=".*") as caught:
        periods.of_key(key)
    assert caught.value.args == (key,)


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        ("2018-01-01", ["2017", "2018", "2016", "2015"]),
        ("2018-01-15", ["2017", "2018", "2016", "2015"]),
        ("2018-01-16", ["2018", "2017", "2016", "2015"]),
        ("2018-12-31", ["2018", "2017", "2016", "2015"]),
    ],
)
def test_years_when_offered_then_the_last_comes_first_for_half_a_month(today: str, keys: list[str]) -> None:
    assert [period.key for period in periods.offered("year", day(today))] == keys


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        ("2018-01-01", "2017q4 2018q1 2017q3 2017q2 2017q1 2016q4 2016q3 2016q2"),
        ("2018-01-15", "2017q4 2018q1 2017q3 2017q2 2017q1 2016q4 2016q3 2016q2"),
        ("2018-01-16", "2018q1 2017q4 2017q3 2017q2 2017q1 2016q4 2016q3 2016q2"),
        ("2018-03-31", "2018q1 2017q4 2017q3 2017q2 2017q1 2016q4 2016q3 2016q2"),
        ("2018-04-01", "2018q1 2018q2 2017q4 2017q3 2017q2 2017q1 2016q4 2016q3"),
        ("2018-06-05", "2018q2 2018q1 2017q4 2017q3 2017q2 2017q1 2016q4 2016q3"),
        ("2018-09-30", "2018q3 2018q2 2018q1 2017q4 2017q3 2017q2 2017q1 2016q4"),
        ("2018-10-15", "2018q3 2018q4 2018q2 2018q1 2017q4 2017q3 2017q2 2017q1"),
        ("2018-12-31", "2018q4 2018q3 2018q2 2018q1 2017q4 2017q3 2017q2 2017q1"),
    ],
)
def test_quarters_when_offered_then_the_last_comes_first_for_half_a_month(today: str, keys: str) -> None:
    assert [period.key for period in periods.offered("quarter", day(today))] == keys.split()


@pytest.mark.parametrize("span", ["", "month", "years"])
def test_periods_of_another_span_when_asked_for_then_none_is_offered(span: str) -> None:
    assert periods.offered(span, day("2018-06-05")) == []


def test_counts_when_changed_then_somebody_meant_it() -> None:
    assert (periods.QUARTERS_BACK, periods.YEARS_BACK) == (7, 3)
