"""When a job is tried again."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.tasks.rules import JobRules, wait_before_next


@pytest.mark.parametrize(("tries", "seconds"), [(1, 30), (2, 60), (3, 120)])
def test_wait_when_tries_remain_then_doubles(tries: int, seconds: int) -> None:
    assert wait_before_next(tries, JobRules(retries=3, backoff=30)) == dt.timedelta(seconds=seconds)


def test_wait_when_no_try_remains_then_is_none() -> None:
    assert wait_before_next(4, JobRules(retries=3)) is None
    assert wait_before_next(1, JobRules(retries=0)) is None


def test_wait_when_doubled_often_then_stays_at_an_hour() -> None:
    assert wait_before_next(20, JobRules(retries=30)) == dt.timedelta(hours=1)
