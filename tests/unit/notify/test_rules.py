"""When a letter leaves."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.notify import rules
from sixianghui.notify.rules import SHANGHAI, Hours

USUAL = Hours()


def at(hour: int, minute: int = 0, day: int = 5) -> dt.datetime:
    return dt.datetime(2018, 6, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (at(21, 59), at(21, 59)),
        (at(22), at(7, day=6)),
        (at(23, 59), at(7, day=6)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
    ],
)
def test_quiet_when_it_is_night_then_ends_in_the_morning(moment: dt.datetime, end: dt.datetime) -> None:
    assert rules.end_of_quiet(moment, USUAL) == end


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        (Hours(dt.time(12), dt.time(14)), at(13), at(14)),
        (Hours(dt.time(12), dt.time(14)), at(14), at(14)),
        (Hours(dt.time(12), dt.time(14)), at(23), at(23)),
        (Hours(dt.time(9), dt.time(9)), at(9), at(9)),
    ],
)
def test_quiet_when_the_hours_are_the_persons_own_then_they_hold(
    hours: Hours, moment: dt.datetime, end: dt.datetime
) -> None:
    assert rules.end_of_quiet(moment, hours) == end


@pytest.mark.parametrize(
    ("moment", "expected"), [(at(7, 59), at(8)), (at(8), at(8, day=6)), (at(20), at(8, day=6))]
)
def test_digest_when_a_message_comes_then_leaves_at_the_next_hour_of_the_digest(
    moment: dt.datetime, expected: dt.datetime
) -> None:
    assert rules.due(moment, USUAL, urgent=False, at_once=False) == expected


def test_digest_when_its_hour_is_quiet_then_leaves_when_the_quiet_ends() -> None:
    hours = Hours(dt.time(22), dt.time(9), dt.time(8))
    assert rules.due(at(12), hours, urgent=False, at_once=False) == at(9, day=6)


def test_message_when_wanted_at_once_then_leaves_now_but_not_in_the_night() -> None:
    assert rules.due(at(12), USUAL, urgent=False, at_once=True) == at(12)
    assert rules.due(at(23), USUAL, urgent=False, at_once=True) == at(7, day=6)


def test_message_when_urgent_then_leaves_now_in_the_night_too() -> None:
    assert rules.due(at(23), USUAL, urgent=True, at_once=False) == at(23)


def test_tries_when_they_fail_then_wait_longer_and_are_given_up_after_about_a_day() -> None:
    waits = [rules.wait_after(tries) for tries in range(1, 8)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert dt.timedelta(hours=16) < sum(known, dt.timedelta()) < dt.timedelta(hours=24)
