"""The pure rules of backups: names, what stays, and when the last proof is too old."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from sixianghui.operations import rules

NOW = dt.datetime(2018, 6, 15, 12, 0, tzinfo=dt.UTC)
HOUR, DAY, SECOND = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(seconds=1)


def archive(before: dt.timedelta, mark: str = "aaaaaa") -> str:
    return f"sixianghui-{NOW - before:%Y%m%dT%H%M%S}Z-{mark}.sxhbackup"


def test_archive_when_named_then_its_moment_stands_there_in_utc_and_is_read_again() -> None:
    shanghai = dt.timezone(8 * HOUR)
    name = rules.name_of(dt.datetime(2018, 6, 5, 3, 4, 5, tzinfo=shanghai), "ab12cd")

    assert name == "sixianghui-20180604T190405Z-ab12cd.sxhbackup"
    assert rules.moment_of(name) == dt.datetime(2018, 6, 4, 19, 4, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "erased.sealed",
        "sixianghui-20180604T190405Z-ab12cd.sxhbackup.part",
        "sixianghui-20180604T190405Z-ab12cd.sxhbackup.unproved",
        "sixianghui-20180604T190405Z-ab12c.sxhbackup",
        "sixianghui-20180604T190405Z-AB12CD.sxhbackup",
        "sixianghui-20180604T19040Z-ab12cd.sxhbackup",
        "copy-of-sixianghui-20180604T190405Z-ab12cd.sxhbackup",
    ],
)
def test_file_when_named_otherwise_then_is_no_archive(name: str) -> None:
    assert rules.moment_of(name) is None


def test_archives_when_the_newest_is_asked_for_then_by_moment_then_by_mark_and_none_of_none() -> None:
    newest, twin, older = archive(HOUR, "bbbbbb"), archive(HOUR, "aaaaaa"), archive(2 * HOUR, "zzzzzz")

    assert rules.latest([older, newest, twin], NOW) == newest
    assert rules.latest([newest, twin, older, "zzz.sxhbackup", newest + ".part"], NOW) == newest
    assert rules.latest(["erased.sealed"], NOW) is None


def test_archives_when_a_clock_that_ran_ahead_named_some_then_the_newest_of_the_others_is_the_newest() -> (
    None
):
    edge, ahead, years = archive(-rules.AHEAD), archive(-rules.AHEAD - SECOND), archive(-900 * DAY)

    assert rules.latest([archive(HOUR), edge, ahead, years], NOW) == edge
    assert rules.latest([archive(HOUR), ahead, years], NOW) == archive(HOUR)
    # Of a machine whose own clock is far behind, all are ahead.
    assert rules.latest([ahead, years], NOW) == years


def test_archives_when_of_the_last_day_and_a_half_then_all_stay() -> None:
    fresh, edge, old = archive(HOUR), archive(36 * HOUR), archive(36 * HOUR + SECOND)

    assert rules.to_keep([old, edge, fresh], (0, 0, 0), NOW) == {fresh, edge}


def test_archives_when_named_by_a_clock_ahead_then_stay_and_take_no_place_from_the_others() -> None:
    ahead = [archive(-HOUR), archive(-900 * DAY)]
    days = [archive(age * DAY) for age in (2, 3, 4)]

    assert rules.to_keep([*ahead, *days], (2, 0, 0), NOW) == {*ahead, *days[:2]}
    assert rules.to_keep([*ahead, *days], (0, 0, 0), NOW) == {*ahead, days[0]}


def test_archives_when_all_are_old_then_the_newest_stays() -> None:
    assert rules.to_keep([archive(400 * DAY), archive(300 * DAY)], (0, 0, 0), NOW) == {archive(300 * DAY)}
    assert rules.to_keep([], (7, 4, 12), NOW) == set()
    assert rules.to_keep(["erased.sealed"], (7, 4, 12), NOW) == set()


@pytest.mark.parametrize(
    ("keep", "days"),
    [
        # The newest of each day; the fifteenth of June 2018 was a Friday.
        ((0, 0, 0), {10}),
        ((1, 0, 0), {10}),
        ((2, 0, 0), {10, 11}),
        ((0, 1, 0), {10}),
        ((0, 2, 0), {10, 12}),
        ((0, 3, 0), {10, 12, 19}),
        ((0, 0, 1), {10}),
        ((0, 0, 2), {10, 19}),
        ((0, 0, 3), {10, 19, 50}),
        ((2, 2, 2), {10, 11, 12, 19}),
    ],
)
def test_archives_when_older_then_the_newest_of_so_many_days_weeks_and_months_stays(
    keep: tuple[int, int, int], days: set[int]
) -> None:
    ages = [10, 11, 12, 19, 20, 50]  # Tuesday, Monday, Sunday; the Sunday before in May; its Saturday; April
    names = [archive(age * DAY + later * HOUR) for age in ages for later in (1, 0)]

    assert rules.to_keep(names, keep, NOW) == {archive(age * DAY) for age in days}


def test_archives_when_another_wrote_some_of_them_then_only_our_own_old_ones_go_and_theirs_take_no_place() -> (
    None
):
    ours = [archive(age * DAY) for age in (5, 3)]
    theirs = [archive(age * DAY, "bbbbbb") for age in (6, 4, 2)]
    there = ["erased.sealed", *theirs, *ours]

    assert rules.to_let_go(there, {*ours, "erased.sealed"}, (1, 0, 0), NOW) == {ours[0]}
    assert rules.to_let_go(there, {*theirs, archive(HOUR)}, (1, 0, 0), NOW) == set(theirs[:2])
    assert rules.to_let_go(there, set(), (0, 0, 0), NOW) == set()
    # The control: reckoned over both, the newer of another drives out our last.
    assert not set(ours) & rules.to_keep(there, (1, 0, 0), NOW)


@pytest.mark.parametrize(
    ("ago", "too_old"),
    [
        (None, True),
        (-HOUR, True),  # the clock that said so ran ahead
        (-rules.AHEAD - SECOND, True),
        (-rules.AHEAD, False),
        (0 * HOUR, False),
        (24 * HOUR, False),
        (24 * HOUR + SECOND, True),
    ],
)
def test_proof_when_older_than_allowed_or_missing_then_is_too_old(
    ago: dt.timedelta | None, too_old: bool
) -> None:
    assert rules.is_too_old(None if ago is None else NOW - ago, 24, NOW) is too_old


def test_archive_when_its_name_holds_no_day_then_is_none_and_the_others_are_sorted() -> None:
    stray = "sixianghui-20181399T000000Z-abcdef.sxhbackup"
    real = "sixianghui-20180605T040000Z-abcdef.sxhbackup"
    assert rules.moment_of(stray) is None
    assert rules.latest([stray, real], NOW) == real
    assert rules.to_keep([stray, real], (1, 0, 0), dt.datetime(2018, 6, 6, tzinfo=dt.UTC)) == {real}


@pytest.mark.parametrize(
    ("seconds", "megabytes", "free", "hours"),
    [
        (9.3, 61, 100_000, 1),  # the demo
        (72, 61, 100_000, 1),  # a fiftieth of an hour
        (72.1, 61, 100_000, 2),
        (400, 9_000, 1_000_000, 6),
        (9.3, 61, 10_980, 1),  # thirty-six of them are a fifth of the room
        (9.3, 61, 10_979, 2),
        (9.3, 61, 0, 24),
        (9_000, 61, 100_000, 24),
        (math.inf, 0, 100_000, 24),
    ],
)
def test_backups_when_nobody_says_how_often_then_as_often_as_time_and_room_allow(
    seconds: float, megabytes: int, free: int, hours: int
) -> None:
    assert rules.affordable_hours(seconds, megabytes * 1_000_000, free * 1_000_000) == hours


@pytest.mark.parametrize(
    ("ago", "hours", "due"),
    [
        (None, 24, True),
        (HOUR, 1, True),
        (HOUR - 10 * 60 * SECOND, 1, True),
        (HOUR - 10 * 60 * SECOND - SECOND, 1, False),
        (HOUR, 2, False),
        (0 * HOUR, 1, False),
        (-DAY, 1, True),  # the clock that made it ran ahead
    ],
)
def test_backup_when_so_many_hours_went_by_then_is_due(
    ago: dt.timedelta | None, hours: int, due: bool
) -> None:
    assert rules.is_due(None if ago is None else NOW - ago, hours, NOW) is due


@pytest.mark.parametrize(
    ("hours", "failures", "wait"),
    [(24, 0, 24), (24, 1, 1), (24, 2, 2), (24, 5, 16), (24, 6, 24), (24, 10, 24), (1, 1, 1), (3, 9, 3)],
)
def test_backup_when_the_last_failed_then_is_tried_again_soon_and_then_less_and_less_often(
    hours: int, failures: int, wait: int
) -> None:
    assert rules.hours_to_next(hours, failures) == wait
