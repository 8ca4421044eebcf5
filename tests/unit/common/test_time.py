"""The clock of the domain."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from sixianghui.common import time


def test_today_when_it_is_late_evening_in_utc_then_is_the_next_day_in_shanghai() -> None:
    with time.using(time.ManualClock(dt.datetime(2018, 6, 4, 16, 0, tzinfo=dt.UTC))):
        assert time.today() == dt.date(2018, 6, 5)


def test_manual_clock_when_set_back_then_refuses() -> None:
    clock = time.ManualClock(time.shanghai(2018, 6, 5, 12))
    with pytest.raises(ValueError, match="does not go back"):
        clock.set(time.shanghai(2018, 6, 5, 11))
    assert clock.now() == time.shanghai(2018, 6, 5, 12)


def test_using_when_another_thread_asks_then_it_sees_the_installed_clock_of_the_process() -> None:
    seen: list[dt.datetime] = []
    with time.using(time.ManualClock(time.shanghai(2020, 1, 1))):
        thread = threading.Thread(target=lambda: seen.append(time.now()))
        thread.start()
        thread.join()
    assert seen == [time.shanghai(2018, 6, 5, 12)]


def test_shifted_clock_when_shifted_then_runs_on_from_there() -> None:
    shift = dt.timedelta(days=-3000)
    before = dt.datetime.now(dt.UTC)
    shown = time.ShiftedClock(shift).now()
    after = dt.datetime.now(dt.UTC)
    assert before + shift <= shown <= after + shift


def test_is_demo_time_when_the_clock_is_the_systems_then_is_false() -> None:
    with time.using(time.SystemClock()):
        assert time.is_demo_time() is False
    with time.using(time.ShiftedClock(dt.timedelta(days=1))):
        assert time.is_demo_time() is True
