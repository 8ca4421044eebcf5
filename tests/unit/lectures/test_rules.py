"""The pure rules of lectures, at their edges: states, seats, the door, viewings, questions, moments."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple

import pytest

from sixianghui.lectures import rules
from sixianghui.lectures.rules import Asked, Party, State, Stay, Sums, Taken

START = dt.datetime(2018, 6, 5, 14, 0, tzinfo=dt.UTC)
END = dt.datetime(2018, 6, 5, 16, 0, tzinfo=dt.UTC)
SECOND, INSTANT = dt.timedelta(seconds=1), dt.timedelta(microseconds=1)
TWO_HOURS, A_DAY = dt.timedelta(hours=2), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("began", "ended", "called_off", "state"),
    [
        (False, False, False, State.COMING),
        (False, False, True, State.CALLED_OFF),
        (True, False, False, State.LIVE),
        (True, False, True, State.LIVE),
        (True, True, False, State.ENDED),
        (True, True, True, State.ENDED),
    ],
)
def test_lecture_when_it_began_then_took_place_whatever_was_said_before(
    began: bool, ended: bool, called_off: bool, state: State
) -> None:
    assert rules.state(began=began, ended=ended, called_off=called_off) is state


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0, 1), (29, 1), (60, 1), (89, 1), (90, 2), (149, 2), (150, 3), (3600, 60), (5369, 89), (5370, 90)],
)
def test_length_when_told_in_minutes_then_a_half_is_one_more_and_none_is_one(
    seconds: int, minutes: int
) -> None:
    assert rules.minutes(START, START + seconds * SECOND) == minutes


# ---- seats


@pytest.mark.parametrize(
    ("free", "heads", "served"),
    [
        (0, [1], []),
        (3, [], []),
        (2, [3], []),
        (3, [3], [1]),
        (3, [2, 1, 1], [1, 2]),
        (3, [4, 2, 2, 1], [2, 4]),
        (9, [4, 2, 2, 1], [1, 2, 3, 4]),
    ],
)
def test_waiting_when_seats_are_free_then_served_in_order_and_smaller_parties_pass(
    free: int, heads: list[int], served: list[int]
) -> None:
    waiting = [Party(number, many) for number, many in enumerate(heads, 1)]

    assert [one.number for one in rules.seated_now(free, waiting)] == served
    assert [one.number for one in rules.seated_now(free, waiting[::-1])] == served


@pytest.mark.parametrize(
    ("taken", "heads", "seats"),
    [
        ([4, 1, 2], 3, [3, 5, 6]),
        ([1, 2], 1, [3]),
        ([2, 3], 1, [1]),
        ([], 0, []),
        ([], 2, [1, 2]),
    ],
)
def test_seats_when_given_then_the_lowest_that_are_free(
    taken: list[int], heads: int, seats: list[int]
) -> None:
    assert rules.next_seats(taken, heads) == seats


# ---- the door


@pytest.mark.parametrize(
    ("state", "now", "holds"),
    [
        (State.COMING, START - TWO_HOURS - INSTANT, False),
        (State.COMING, START - TWO_HOURS, True),
        (State.COMING, START, True),
        (State.COMING, END, True),
        (State.COMING, END + INSTANT, False),
        (State.LIVE, START - A_DAY, True),
        (State.LIVE, START, True),
        (State.LIVE, END + A_DAY, True),
        (State.ENDED, START, False),
        (State.CALLED_OFF, START, False),
    ],
)
def test_code_on_the_door_when_two_hours_before_until_the_end_then_holds(
    state: State, now: dt.datetime, holds: bool
) -> None:
    assert rules.scans(state, START, END, now) is holds


@pytest.mark.parametrize(
    ("state", "now", "held", "written"),
    [
        (State.COMING, START - TWO_HOURS - INSTANT, False, False),
        (State.COMING, START - TWO_HOURS, False, True),
        (State.COMING, END + A_DAY, False, True),
        (State.COMING, START, True, False),
        (State.LIVE, START - TWO_HOURS - INSTANT, False, False),
        (State.LIVE, START - TWO_HOURS, False, True),
        (State.LIVE, START, True, False),
        (State.ENDED, START, False, False),
        (State.CALLED_OFF, START, False, False),
    ],
)
def test_desk_when_two_hours_before_until_it_is_recorded_then_writes_down_who_comes(
    state: State, now: dt.datetime, held: bool, written: bool
) -> None:
    assert rules.notes(state, START, now, held=held) is written


@pytest.mark.parametrize(
    ("since_1970", "windows"),
    [(600.0, [10, 9]), (659.999, [10, 9]), (660.0, [11, 10])],
)
def test_door_when_a_minute_is_over_then_a_new_code_holds_and_the_one_before(
    since_1970: float, windows: list[int]
) -> None:
    assert rules.windows(dt.datetime.fromtimestamp(since_1970, dt.UTC)) == windows


# ---- viewings


@pytest.mark.parametrize(
    ("stays", "sums"),
    [
        ([], (0, 0, 0, None, 0)),
        ([Stay(7, 100, 160)], (1, 1, 1, 100, 60)),
        # Somebody who came and went within a second was there.
        ([Stay(7, 100, 100)], (1, 1, 1, 100, 0)),
        # Away for just under half an hour, and for half an hour.
        ([Stay(7, 0, 10), Stay(7, 1809, 1810)], (1, 1, 1, 0, 11)),
        ([Stay(7, 0, 10), Stay(7, 1810, 1811)], (2, 1, 1, 0, 11)),
        ([Stay(7, 0, 10), Stay(7, 1811, 1812)], (2, 1, 1, 0, 11)),
        # Back in the second in which they left, and one later.
        ([Stay(7, 0, 100), Stay(7, 100, 200)], (1, 1, 1, 0, 200)),
        ([Stay(7, 0, 100), Stay(7, 101, 200)], (1, 1, 1, 0, 199)),
        # Twice at once: from the same second, and the one within the other.
        ([Stay(7, 5, 10), Stay(7, 5, 8)], (1, 1, 1, 5, 5)),
        ([Stay(7, 0, 50), Stay(7, 10, 20), Stay(7, 40, 60)], (1, 1, 1, 0, 60)),
        # Two in the room at one second, though one leaves as the other comes.
        ([Stay(7, 0, 100), Stay(8, 100, 200)], (2, 2, 2, 100, 200)),
        ([Stay(7, 0, 100), Stay(8, 101, 200)], (2, 2, 1, 0, 199)),
        # Those who left before the most were there count no more.
        ([Stay(7, 0, 10), Stay(8, 20, 30), Stay(9, 20, 30)], (3, 3, 2, 20, 30)),
        ([Stay(7, 20, 30), Stay(8, 20, 30), Stay(9, 0, 10)], (3, 3, 2, 20, 30)),
        # Still there: until now, and not before they came.
        ([Stay(7, 100, None), Stay(8, 300, None)], (2, 2, 2, 300, 1000)),
        ([Stay(7, 900, None)], (1, 1, 1, 900, 0)),
    ],
)
def test_stays_when_summed_then_viewings_viewers_peak_its_moment_and_seconds(
    stays: list[Stay], sums: tuple[int, int, int, int | None, int]
) -> None:
    assert astuple(rules.summed(stays, 700)) == sums


@pytest.mark.parametrize(
    "stays", [[Stay(8, 0, 1), Stay(7, 5, 6)], [Stay(7, 9, 10), Stay(7, 8, 11)]], ids=["viewer", "beginning"]
)
def test_stays_when_out_of_order_then_not_summed(stays: list[Stay]) -> None:
    with pytest.raises(ValueError, match="comes after"):
        rules.summed(stays, 700)


def test_sums_when_nothing_is_said_then_nobody_was_there() -> None:
    assert astuple(Sums()) == (0, 0, 0, None, 0)


# ---- questions


@pytest.mark.parametrize(
    ("taken", "last", "live", "state"),
    [
        (None, True, True, Asked.OPEN),
        (Taken(START, 0), True, True, Asked.NOW),
        (Taken(START - 180 * SECOND + INSTANT, 0), True, True, Asked.NOW),
        (Taken(START - 180 * SECOND, 0), True, True, Asked.ANSWERED),
        (Taken(START, 0), False, True, Asked.ANSWERED),
        (Taken(START, 0), True, False, Asked.ANSWERED),
        (Taken(START, 0, done=True), True, True, Asked.ANSWERED),
    ],
)
def test_question_when_taken_up_last_then_is_being_answered_for_three_minutes(
    taken: Taken | None, last: bool, live: bool, state: Asked
) -> None:
    assert rules.asked(taken, last=last, live=live, now=START) is state


def test_question_when_taken_up_and_nothing_more_is_said_then_its_answer_is_not_over() -> None:
    assert rules.asked(Taken(START, 0), last=True, live=True, now=START) is Asked.NOW


def test_questions_when_ranked_then_the_one_being_answered_the_wanted_and_the_answered_by_their_moment() -> (
    None
):
    early, late = dt.datetime.fromtimestamp(100, dt.UTC), dt.datetime.fromtimestamp(200, dt.UTC)
    ranked = [
        rules.rank(Asked.NOW, 0, late, 60),
        rules.rank(Asked.OPEN, 3, late, 0),
        rules.rank(Asked.OPEN, 2, early, 9),
        rules.rank(Asked.OPEN, 2, late, 0),
        rules.rank(Asked.ANSWERED, 1, late, 30),
        rules.rank(Asked.ANSWERED, 9, early, 40),
    ]

    assert ranked == sorted(ranked)
    assert [ranked[0], ranked[1], ranked[4]] == [(0, 60, 200.0), (1, -3, 200.0), (2, 30, 200.0)]


# ---- moments


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        (-A_DAY, 0), (-SECOND, 0), (0 * SECOND, 0), (SECOND - INSTANT, 0), (SECOND, 1), (A_DAY, 86_400),
    ],
)  # fmt: skip
def test_moment_when_before_the_beginning_then_counts_as_the_beginning(
    after: dt.timedelta, seconds: int
) -> None:
    assert rules.seconds_in(START, START + after) == seconds


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ((2018, 6, 5), 0, (2018, 6, 5)),
        ((2018, 6, 5), 36, (2021, 6, 5)),
        ((2018, 11, 30), 1, (2018, 12, 30)),
        ((2018, 12, 1), 1, (2019, 1, 1)),
        ((2018, 1, 31), 1, (2018, 2, 28)),
        ((2020, 1, 31), 1, (2020, 2, 29)),
        ((2018, 1, 28), 1, (2018, 2, 28)),
        ((2018, 3, 31), 1, (2018, 4, 30)),
        ((2018, 1, 31), -2, (2017, 11, 30)),
    ],
)
def test_months_when_added_then_the_same_day_or_the_last_of_its_month(
    day: tuple[int, int, int], months: int, after: tuple[int, int, int]
) -> None:
    assert rules.months_after(dt.date(*day), months) == dt.date(*after)


def test_months_when_added_beyond_the_calendar_then_refused() -> None:
    with pytest.raises(ValueError, match="9999-12-31"):
        rules.months_after(dt.date(9999, 12, 31), 1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0), ("135", 135), ("99999", 99_999), ("100000", None), (" 2:15 ", 135), ("2：15", 135), ("0:59", 59), ("0:60", None),
        ("90:00", 5400), ("1:02:15", 3735), ("1:59:59", 7199), ("1:60:00", None), ("1:00:60", None), ("100:00:00", 360_000), ("1:2:3:4", None),
        ("", None), (":", None), ("1:", None), (":5", None), ("１２", None), ("1a", None), ("-5", None), ("1.5", None), ("1 2", None),
    ],
)  # fmt: skip
def test_moment_when_typed_as_a_clock_or_in_seconds_then_is_understood_and_else_is_none(
    text: str, seconds: int | None
) -> None:
    assert rules.seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-1, "0:00:00"), (0, "0:00:00"), (1, "0:00:01"), (59, "0:00:59"), (60, "0:01:00"), (3599, "0:59:59"), (3600, "1:00:00"),
        (3735, "1:02:15"), (36_000, "10:00:00"),
    ],
)  # fmt: skip
def test_seconds_when_shown_then_hours_minutes_and_seconds(seconds: int, shown: str) -> None:
    assert rules.clock(seconds) == shown


def test_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What is promised in `docs/` and kept in tables, written down a second time."""
    minute, hour, day = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
    assert (rules.LECTURER_LENGTH, rules.LINE_LENGTH, rules.INTRO_LENGTH, rules.TITLE_LENGTH) == (
        60,
        200,
        2000,
        80,
    )
    assert (rules.REASON_LENGTH, rules.NOTICE_LENGTH, rules.LINK_LENGTH) == (200, 300, 300)
    assert (rules.MOST_ITEMS, rules.MOST_MATERIALS, rules.MOST_SEATS) == (30, 20, 5000)
    assert (rules.MOST_HEADS, rules.MOST_AT_ONCE) == (20, 200)
    assert (
        2 * hour,
        12 * hour,
        30 * minute,
        30 * day,
    ) == (rules.EARLY, rules.KEY_LASTS, rules.LINGERS, rules.WARNED)
    assert (rules.AGAIN, rules.SILENT, rules.ANSWERING, rules.TICKET_SECONDS) == (1800, 30, 180, 900)
    assert (rules.DOOR_SECONDS, rules.DOOR_OLD) == (60, 2)
    assert (rules.SEATS_KEPT, rules.STAYS_KEPT, rules.KEPT_LONGER) == (30, 13, (6, 12, 24, 36))
