"""When a job is tried again; what a leap of the clock holds up."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.tasks.rules import JobRules, has_leapt, held_until, wait_before_next


@pytest.mark.parametrize(("tries", "seconds"), [(1, 30), (2, 60), (3, 120)])
def test_wait_when_tries_remain_then_doubles(tries: int, seconds: int) -> None:
    assert wait_before_next(tries, JobRules(retries=3, backoff=30)) == dt.timedelta(seconds=seconds)


def test_wait_when_no_try_remains_then_is_none() -> None:
    assert wait_before_next(4, JobRules(retries=3)) is None
    assert wait_before_next(1, JobRules(retries=0)) is None


def test_wait_when_doubled_often_then_stays_at_an_hour() -> None:
    assert wait_before_next(20, JobRules(retries=30)) == dt.timedelta(hours=1)


@pytest.mark.parametrize(("tries", "minutes"), [(6, 16), (7, 32), (8, 60), (9, 60)])
def test_wait_when_doubling_passes_an_hour_then_is_an_hour(tries: int, minutes: int) -> None:
    assert wait_before_next(tries, JobRules(retries=9, backoff=30)) == dt.timedelta(minutes=minutes)


def test_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What a job is that says nothing of its own, written down a second time."""
    assert JobRules() == JobRules(retries=3, backoff=30.0, limit=600.0)


def test_wait_when_tries_are_very_many_then_is_an_hour() -> None:
    assert wait_before_next(60, JobRules(retries=60)) == dt.timedelta(hours=1)


def test_clock_when_it_goes_on_for_a_day_unseen_then_has_not_leapt_and_beyond_it_has_either_way() -> None:
    now = dt.datetime(2018, 6, 5, tzinfo=dt.UTC)
    day, second = dt.timedelta(days=1), dt.timedelta(seconds=1)
    assert [has_leapt(now - day, now), has_leapt(now + day, now)] == [False, False]
    assert [has_leapt(now - day - second, now), has_leapt(now + day + second, now)] == [True, True]


def test_erasing_when_the_clock_leapt_then_is_held_for_a_day_and_no_longer() -> None:
    now = dt.datetime(2018, 6, 5, tzinfo=dt.UTC)
    day, second = dt.timedelta(days=1), dt.timedelta(seconds=1)
    assert held_until(None, now) is None
    assert held_until(now, now) == now + day
    assert held_until(now - day + second, now) == now + second
    assert held_until(now - day, now) is None
    # Written by a clock that was wrong since.
    assert held_until(now + 900 * day, now) == now + day
