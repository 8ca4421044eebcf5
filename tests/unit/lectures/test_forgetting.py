"""What is forgotten of those who came and watched, and what stays."""

from __future__ import annotations

import datetime as dt

from sixianghui.activities.public import Record, hold_activity
from sixianghui.common import seconds, time
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import Audience, Lecture, Registration, Seat, Viewing
from sixianghui.lectures.rules import Stay
from tests.factories import an_account
from tests.unit.lectures.house import BEGIN, House


def stays(count: int) -> list[Stay]:
    at = int(BEGIN.timestamp())
    return [Stay(number, at + 60, at + 3600) for number in range(count)]


def test_registrations_when_thirty_days_have_passed_then_gone_with_their_seats(house: House) -> None:
    made = house.lecture(seats=3)
    for heads in (2, 2):
        commands.register(made, heads=heads, by=an_account())
    ends = made.activity.ends_at
    assert ends is not None
    house.clock.set(ends + dt.timedelta(days=30))
    assert commands.forget() == 0
    house.clock.set(ends + dt.timedelta(days=30, seconds=1))
    assert commands.forget() == 2
    assert (Registration.objects.count(), Seat.objects.count(), commands.forget()) == (0, 0, 0)


def test_registrations_when_whoever_recorded_it_left_out_its_end_then_gone_all_the_same(house: House) -> None:
    made = house.lecture(seats=3)
    commands.register(made, heads=2, by=an_account())
    house.at(150)
    hold_activity(made.activity, Record("lecture", "只在现场讲", BEGIN, 2), by=house.host)
    house.clock.set(BEGIN + dt.timedelta(days=30, seconds=1))
    assert commands.forget() == 1
    assert Lecture.objects.get().salt == ""


def test_stays_when_thirteen_months_have_passed_then_gone_and_what_they_came_to_stays(house: House) -> None:
    made = house.on_air()
    commands.count_stays(made, stays(3))
    before = Audience.objects.get()
    house.clock.set(time.shanghai(2019, 7, 1))
    assert (commands.forget(), Viewing.objects.count()) == (0, 3)
    house.clock.set(time.shanghai(2019, 8, 1))
    assert (commands.forget(), Viewing.objects.count()) == (3, 0)
    after = Audience.objects.get()
    assert (after.viewings, after.peak, after.seconds) == (before.viewings, before.peak, before.seconds)


def test_day_when_its_stays_are_gone_then_is_never_counted_again(house: House) -> None:
    made = house.on_air()
    commands.count_stays(made, stays(3))
    house.clock.set(time.shanghai(2019, 8, 1))
    commands.forget()
    commands.count_stays(made, stays(1))  # a straggler of that day, come from nowhere
    assert queries.audience(made)[0].viewings == 3
    assert seconds.day_of(Viewing.objects.get().began) == dt.date(2018, 6, 5)


def test_account_when_erased_then_its_seats_go_to_those_who_wait(house: House) -> None:
    made = house.lecture(seats=2)
    gone, stays_on = an_account(), an_account()
    commands.register(made, heads=2, by=gone)
    waiting = commands.register(made, heads=1, by=stays_on)
    assert commands.erase_of(gone.pk) == 1
    assert waiting.taken.count() == 1
    assert not Registration.objects.filter(account=gone).exists()
