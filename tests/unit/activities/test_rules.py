"""The pure rules of activities, at their edges: states, quorums, times, numbers, gaps."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.activities import rules
from sixianghui.activities.rules import Fault, Quorum, State

NOW = dt.datetime(2018, 6, 5, 9, 0, tzinfo=dt.UTC)
INSTANT, MINUTE, DAY = dt.timedelta(microseconds=1), dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("held", "called_off", "state"),
    [
        (False, False, State.COMING),
        (False, True, State.CALLED_OFF),
        (True, False, State.HELD),
        (True, True, State.HELD),
    ],
)
def test_activity_when_it_took_place_then_is_held_whatever_was_said_before(
    held: bool, called_off: bool, state: State
) -> None:
    assert rules.state(held=held, called_off=called_off) is state


@pytest.mark.parametrize(
    ("quorum", "entitled", "least"),
    [
        # More than half: of an even number one more than its half.
        (Quorum(1, 2, more=True), 0, 1),
        (Quorum(1, 2, more=True), 1, 1),
        (Quorum(1, 2, more=True), 2, 2),
        (Quorum(1, 2, more=True), 7, 4),
        (Quorum(1, 2, more=True), 8, 5),
        # At least half.
        (Quorum(1, 2), 0, 0),
        (Quorum(1, 2), 1, 1),
        (Quorum(1, 2), 7, 4),
        (Quorum(1, 2), 8, 4),
        # Four fifths, and more than two thirds.
        (Quorum(4, 5), 9, 8),
        (Quorum(4, 5), 10, 8),
        (Quorum(4, 5), 11, 9),
        (Quorum(2, 3, more=True), 8, 6),
        (Quorum(2, 3, more=True), 9, 7),
    ],
)
def test_quorum_when_so_many_are_entitled_then_stands_with_the_least_and_not_with_one_fewer(
    quorum: Quorum, entitled: int, least: int
) -> None:
    assert quorum.least(entitled) == least
    assert [quorum.stands(entitled, least + more) for more in (-1, 0, 1)] == [False, True, True]


@pytest.mark.parametrize(
    ("ahead", "held", "fault"),
    [
        (-400 * DAY, True, None),
        (0 * DAY, True, None),
        (15 * MINUTE, True, None),
        (15 * MINUTE + INSTANT, True, Fault.NOT_BEGUN),
        (733 * DAY, True, Fault.NOT_BEGUN),
        (-400 * DAY, False, None),
        (15 * MINUTE + INSTANT, False, None),
        (732 * DAY, False, None),
        (732 * DAY + INSTANT, False, Fault.TOO_FAR),
    ],
)
def test_activity_when_too_early_to_record_or_too_far_to_announce_then_is_refused(
    ahead: dt.timedelta, held: bool, fault: Fault | None
) -> None:
    assert rules.times_fault(NOW + ahead, None, now=NOW, held=held) == fault


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize(
    ("lasts", "fault"),
    [
        (-MINUTE, Fault.ENDS_BEFORE),
        (0 * MINUTE, Fault.ENDS_BEFORE),
        (INSTANT, None),
        (31 * DAY, None),
        (31 * DAY + INSTANT, Fault.TOO_LONG),
    ],
)
def test_activity_when_it_lasts_no_time_or_more_than_a_month_then_is_refused(
    lasts: dt.timedelta, held: bool, fault: Fault | None
) -> None:
    assert rules.times_fault(NOW, NOW + lasts, now=NOW, held=held) == fault


@pytest.mark.parametrize(
    ("present", "entitled", "voting", "fault"),
    [
        (None, None, None, None),
        (None, 8, None, None),
        (None, None, 0, Fault.NOT_COUNTED),
        (None, 8, 5, Fault.NOT_COUNTED),
        (-1, None, None, Fault.NOBODY),
        (0, None, None, Fault.NOBODY),
        (1, None, None, None),
        (2, 1, None, None),
        (100_000, None, None, None),
        (100_001, None, None, Fault.TOO_MANY),
        (5, None, 5, None),
        (5, None, 6, Fault.MORE_THAN_PRESENT),
        (5, 5, 6, Fault.MORE_THAN_PRESENT),
        (9, 8, 8, None),
        (9, 8, 9, Fault.MORE_THAN_ENTITLED),
        (9, 8, 0, None),
        (9, 0, 0, None),
    ],
)
def test_numbers_when_they_cannot_be_true_together_then_the_fault_is_named(
    present: int | None, entitled: int | None, voting: int | None, fault: Fault | None
) -> None:
    assert rules.numbers_fault(present, entitled, voting) == fault


@pytest.mark.parametrize("day", [dt.date(2018, 1, 1), dt.date(2018, 6, 5), dt.date(2018, 12, 31)])
def test_names_when_kept_then_until_the_last_day_of_the_next_year(day: dt.date) -> None:
    assert rules.names_kept_until(day) == dt.date(2019, 12, 31)


@pytest.mark.parametrize(
    ("last", "months", "today", "due"),
    [
        # Once a month: the whole of the next month is in time.
        (dt.date(2018, 5, 5), 1, dt.date(2018, 5, 31), False),
        (dt.date(2018, 5, 5), 1, dt.date(2018, 6, 30), False),
        (dt.date(2018, 5, 5), 1, dt.date(2018, 7, 1), True),
        (dt.date(2018, 5, 31), 1, dt.date(2018, 7, 1), True),
        # Once a quarter, once a year, over the turn of years.
        (dt.date(2018, 5, 31), 3, dt.date(2018, 8, 31), False),
        (dt.date(2018, 5, 31), 3, dt.date(2018, 9, 1), True),
        (dt.date(2017, 12, 31), 1, dt.date(2018, 1, 31), False),
        (dt.date(2017, 12, 31), 1, dt.date(2018, 2, 1), True),
        (dt.date(2017, 5, 1), 12, dt.date(2018, 5, 31), False),
        (dt.date(2017, 5, 31), 12, dt.date(2018, 6, 1), True),
        (dt.date(2016, 11, 30), 12, dt.date(2018, 1, 1), True),
    ],
)
def test_regular_activity_when_so_many_calendar_months_went_by_without_it_then_is_due(
    last: dt.date, months: int, today: dt.date, due: bool
) -> None:
    assert rules.is_due(last, months, today) is due


def test_lengths_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What columns and forms hold, written down a second time."""
    assert (rules.TITLE_LENGTH, rules.PLACE_LENGTH, rules.TOLD_LENGTH) == (60, 60, 600)
    assert (rules.LINE_LENGTH, rules.REASON_LENGTH, rules.MOST_PRESENT) == (200, 200, 100_000)
    assert (rules.EARLY, rules.FARTHEST, rules.LONGEST) == (15 * MINUTE, 732 * DAY, 31 * DAY)
    assert Quorum(1, 2) == Quorum(above=1, below=2, more=False)
