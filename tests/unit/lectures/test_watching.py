"""Who was in the room, as fronts report it, and what it comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.common import time
from sixianghui.lectures import commands, queries, reports, rules
from sixianghui.lectures.commands import watching
from sixianghui.lectures.models import Audience, Side, Viewing
from sixianghui.lectures.rules import Stay, Sums
from tests.unit.lectures.house import House, report


def test_stays_when_summed_then_viewings_viewers_peak_and_time_are_told_apart() -> None:
    stays = [
        Stay(1, 0, 600),
        Stay(1, 900, 1000),  # back within half an hour: the same viewing
        Stay(1, 4000, 4100),  # later: another
        Stay(2, 500, 950),
    ]

    assert rules.summed(stays, 9999) == Sums(viewings=3, viewers=2, peak=2, peak_at=500, seconds=1250)


def test_stays_when_the_same_viewer_is_there_twice_at_once_then_counted_once() -> None:
    assert rules.summed([Stay(1, 0, 100), Stay(1, 50, 150)], 999) == Sums(1, 1, 1, 0, 150)


def test_stays_when_in_another_order_then_are_not_counted_wrongly() -> None:
    for wrong in ([Stay(2, 0, 1), Stay(1, 0, 1)], [Stay(1, 9, 10), Stay(1, 0, 1)]):
        with pytest.raises(ValueError, match="comes after"):
            rules.summed(wrong, 99)


def test_stays_when_not_over_then_last_until_now() -> None:
    assert rules.summed([Stay(1, 100, None)], 160) == Sums(1, 1, 1, 100, 60)


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 9000), st.integers(0, 3000)).map(
            lambda one: Stay(one[0], one[1], one[1] + one[2])
        ),
        max_size=12,
    )
)
def test_stays_when_summed_then_as_somebody_would_count_second_by_second(stays: list[Stay]) -> None:
    present = {one.viewer: set[int]() for one in stays}
    for one in stays:
        present[one.viewer] |= set(range(one.began, one.ended or 0))
    sums = rules.summed(sorted(stays, key=lambda one: (one.viewer, one.began)), 0)

    assert sums.viewers == len(present)
    assert sums.seconds == sum(len(seconds) for seconds in present.values())
    most = max((sum(at in seconds for seconds in present.values()) for at in range(12_001)), default=0)
    assert most <= sums.peak <= len(present)  # who came and went in the same second was there too


def test_report_when_malformed_then_nothing() -> None:
    assert reports.report_of("front x", b'{"spans":[],"now":{}}') is None
    assert reports.report_of("front 1", b'{"spans":[[1]],"now":{}}') is None
    assert reports.report_of("front 1", b'{"spans":[],"now":{}}') == reports.Report("front", 1, [], {})


def test_viewer_when_reported_then_counted_and_their_end_filled_in(house: House) -> None:
    lecture = house.on_air()
    house.at(10)
    total = commands.record_watching(report(1, (1, lecture, 77, 300, None), now=1))
    house.at(20)
    commands.record_watching(report(2, (1, lecture, 77, 900, 60), now=0))

    (row,) = Viewing.objects.all()
    (sums,) = queries.audience(lecture)
    assert total == {f"watch:{lecture.ref}": 1}
    assert row.ended is not None and row.ended - row.began == 840
    assert (sums.viewings, sums.viewers, sums.peak, sums.seconds) == (1, 1, 1, 840)


def test_count_when_somebody_wrote_meanwhile_then_counts_again_from_what_is_there(house: House) -> None:
    lecture = house.on_air()
    house.at(10)
    commands.record_watching(report(1, (1, lecture, 77, 300, 100)))
    (slow,) = queries.watched_lately()
    house.at(11)
    commands.record_watching(report(2, (2, lecture, 78, 300, 100)))

    house.at(12)
    watching._count(slow)
    (sums,) = queries.audience(lecture)
    assert (sums.viewings, sums.viewers) == (2, 2)
    assert sums.counted_at == time.now()


def test_report_when_it_comes_twice_then_written_once(house: House) -> None:
    lecture = house.on_air()
    house.at(10)
    for _again in range(2):
        commands.record_watching(report(1, (1, lecture, 77, 300, 100)))

    assert Viewing.objects.count() == 1


def test_viewer_when_waiting_before_the_beginning_then_no_viewing(house: House) -> None:
    lecture = house.on_air()
    house.at(1)
    commands.record_watching(report(1, (1, lecture, 77, 600, 61), (2, lecture, 78, 600, None)))

    (row,) = Viewing.objects.all()
    assert (row.viewer, row.began) == (78, int(house.clock.at.timestamp()) - 60)


def test_replay_when_watched_then_never_added_to_the_live(house: House) -> None:
    lecture = house.on_air()
    house.at(90)
    commands.record_watching(report(1, (1, lecture, 1, 100, None)))
    commands.end(lecture, by=house.host)
    house.at(120)
    commands.record_watching(report(2, (2, lecture, 2, 100, 10), kind="watch-again"))

    live, again = Audience.objects.order_by("side")
    assert (live.side, live.viewings, again.side, again.viewings) == (Side.LIVE, 1, Side.REPLAY, 1)


def test_front_when_it_fell_silent_then_its_viewers_were_there_until_it_was_heard_last(house: House) -> None:
    lecture = house.on_air()
    house.at(10)
    commands.record_watching(report(1, (1, lecture, 77, 60, None), now=1))
    house.at(11)
    commands.recount()

    assert queries.audience(lecture)[0].seconds == 60
    assert queries.watching_now() == {}


def test_days_when_they_are_past_then_are_not_counted_every_minute_for_ever(house: House) -> None:
    lecture = house.on_air()
    house.at(10)
    commands.record_watching(report(1, (1, lecture, 77, 60, 10)))
    assert commands.recount() == 1
    house.at(3 * 24 * 60)

    assert commands.recount() == 0
