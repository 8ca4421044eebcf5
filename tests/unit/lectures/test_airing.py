"""From the announcement to the end: what stands, and what its activity says."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.activities.commands import strike_activity
from sixianghui.activities.public import (
    LONGEST,
    Record,
    call_off,
    correct_activity,
    hold_activity,
    standing_held,
)
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import Arrival
from sixianghui.lectures.rules import State
from sixianghui.ledger.public import value_of
from sixianghui.notify.public import Message
from sixianghui.search.public import url_of
from tests.factories import a_unit, an_account
from tests.unit.lectures.house import BEGIN, House, wanted


def test_lecture_when_planned_then_its_activity_is_announced_and_its_threads_are_there(house: House) -> None:
    made = house.lecture()

    assert made.activity.title == "把专业做到群众心里"
    assert queries.standing(made).state is State.COMING
    assert {made.comments.kind, made.questions.kind} == {"comments", "questions"}


def test_lecture_when_it_ends_then_the_activity_was_held_with_the_heads_in_the_hall(house: House) -> None:
    made = house.on_air()
    for key, heads in (("a", 90), ("b", 7)):
        Arrival.objects.create(
            lecture=made, at=house.clock.at, unit=house.unit, heads=heads, way=Arrival.Way.DESK, key=key
        )
    house.at(120)
    ending = commands.end(made, by=house.host)

    held = standing_held(made.activity)
    assert held is not None and held.present == 97
    assert ending.minutes == 120
    assert queries.standing(made).state is State.ENDED


def test_lecture_when_nobody_was_in_the_hall_then_held_without_a_number(house: House) -> None:
    made = house.on_air()
    house.at(60)
    commands.end(made, by=house.host)

    held = standing_held(made.activity)
    assert held is not None and held.present is None


@pytest.mark.parametrize("act", [commands.begin, commands.end])
def test_lecture_when_somebody_else_would_run_it_then_refused(house: House, act: object) -> None:
    made = house.lecture()
    house.at(0)

    with pytest.raises(Refused):
        act(made, by=an_account())  # type: ignore[operator]


def test_lecture_when_begun_a_day_early_or_twice_then_told_why_not(house: House) -> None:
    made = house.lecture()
    with pytest.raises(Conflict, match="离开始还早"):
        commands.begin(made, by=house.host)
    house.at(0)
    commands.begin(made, by=house.host)
    with pytest.raises(Conflict, match="已经开播过"):
        commands.begin(made, by=house.host)


def test_lecture_when_called_off_then_it_cannot_begin_and_what_is_on_air_cannot_be_called_off(
    house: House,
) -> None:
    off, on = house.lecture(), house.lecture()
    call_off(off.activity, by=house.host)
    house.at(0)
    commands.begin(on, by=house.host)

    assert queries.standing(off).state is State.CALLED_OFF
    with pytest.raises(Conflict, match="已经取消"):
        commands.begin(off, by=house.host)
    with pytest.raises(Conflict, match="正在直播"):
        call_off(on.activity, by=house.host)


def test_names_when_asked_for_without_a_reason_then_refused(house: House) -> None:
    with pytest.raises(HouseError, match="为什么"):
        house.lecture(names=True)


def test_seats_when_fewer_than_given_already_then_refused(house: House) -> None:
    made = house.lecture(seats=3)
    row = made.registrations.create(account=house.host, heads=2)
    for number in (1, 2):
        made.taken.create(number=number, registration=row)

    with pytest.raises(Conflict, match="2 个座位"):
        commands.change_lecture(made, wanted(seats=1), by=house.host)
    assert commands.change_lecture(made, wanted(seats=2), by=house.host).seats == 2


def test_lecture_when_its_record_is_struck_after_the_end_then_counts_no_more_and_nobody_is_told_to_stay_away(
    house: House,
) -> None:
    made = house.lecture(seats=9)
    commands.register(made, heads=1, by=an_account())
    house.at(0)
    commands.begin(made, by=house.host)
    commands.note_heads(made, heads=7, by=house.host)
    house.at(60)
    commands.end(made, by=house.host)
    counted = ("lectures.held", "lectures.minutes", "lectures.on_site")
    assert [value_of(name) for name in counted] == [1, 60, 7]

    strike_activity(made.activity, by=house.host, reason="只是试播")

    assert [value_of(name) for name in counted] == [0, 0, 0]
    assert queries.standing(made).state is State.CALLED_OFF
    assert Arrival.objects.get().struck_reason == "只是试播"
    assert not Message.objects.exists()


def test_lecture_when_struck_by_mistake_and_recorded_again_then_it_went_on_air_after_all(
    house: House,
) -> None:
    made = house.on_air(seats=9)
    commands.note_heads(made, heads=7, by=house.host)
    house.at(60)
    commands.end(made, by=house.host)
    counted = ("lectures.held", "lectures.minutes", "lectures.on_site")
    again = Record("lecture", made.activity.title, BEGIN, 7)
    for _ in range(2):  # the second time as well
        strike_activity(made.activity, by=house.host, reason="按错了")
        assert [value_of(name) for name in counted] == [0, 0, 0]
        hold_activity(made.activity, again, by=house.host)
        assert [value_of(name) for name in counted] == [1, 60, 7]
        assert queries.standing(made).state is State.ENDED
        house.at(90)

    # The control: what is recorded on another day is another occasion, and what was struck stays so.
    strike_activity(made.activity, by=house.host, reason="只是试播")
    house.at(3 * 24 * 60)
    later = BEGIN + dt.timedelta(days=2)
    hold_activity(made.activity, Record("lecture", made.activity.title, later, 7), by=house.host)
    assert [value_of(name) for name in counted] == [0, 0, 0]


def test_lecture_when_recorded_before_its_end_and_struck_then_those_on_their_way_hear_of_it(
    house: House,
) -> None:
    made = house.lecture(seats=9)
    commands.register(made, heads=1, by=an_account())
    house.at(-10)
    record = Record("lecture", "等不来人", house.clock.at, 1, ends_at=BEGIN + dt.timedelta(hours=2))
    hold_activity(made.activity, record, by=house.host)
    strike_activity(made.activity, by=house.host, reason="讲的人病了")
    assert "讲的人病了" in Message.objects.get().text


def test_lecture_when_recorded_by_hand_and_struck_then_nobody_is_told_to_stay_away(house: House) -> None:
    made = house.lecture(seats=9)
    commands.register(made, heads=1, by=an_account())
    house.at(60)
    hold_activity(made.activity, Record("lecture", "只在现场讲", BEGIN, 5), by=house.host)
    strike_activity(made.activity, by=house.host, reason="记到别的课去了")
    assert not Message.objects.exists()


def test_lecture_when_nobody_ended_it_for_weeks_then_it_still_ends(house: House) -> None:
    made = house.on_air()
    house.at(40 * 24 * 60)
    commands.end(made, by=house.host)
    held = standing_held(made.activity)
    assert held is not None and held.ends_at == BEGIN + LONGEST
    assert queries.standing(made).state is State.ENDED


def test_lecture_when_changed_on_air_then_title_and_time_stay_and_the_rest_is_put_right(house: House) -> None:
    made, other = house.on_air(), a_unit()
    more = {"open": False, "partners": (other,), "note": "从南门进"}
    commands.change_lecture(made, wanted(title="另一个题目", place="别处", **more), by=house.host)

    made.activity.refresh_from_db()
    assert (made.activity.title, made.activity.place) == ("把专业做到群众心里", "红谷基地 直播背景墙")
    assert (made.activity.open, made.activity.note) == (False, "从南门进")
    assert [one.unit for one in made.activity.partners.all()] == [other]
    assert not queries.visible_to(an_account()).exists()


def test_lecture_when_recorded_by_hand_on_air_then_the_rest_is_still_put_right(house: House) -> None:
    made = house.on_air()
    hold_activity(made.activity, Record("lecture", "只记了一半", BEGIN, 5), by=house.host)
    moderator = an_account()
    commands.change_lecture(made, wanted(moderators=(moderator,), lecturer="另一位（示例）"), by=house.host)
    made.refresh_from_db()
    assert (made.lecturer, made.activity.title) == ("另一位（示例）", "只记了一半")
    assert [one.account for one in made.helpers.all()] == [moderator]


def test_lecture_when_its_activity_is_put_right_then_it_is_found_as_it_is_now(house: House) -> None:
    made = house.on_air()
    house.at(60)
    commands.end(made, by=house.host)
    assert url_of("lectures", str(made.pk)) == queries.address(made)
    record = Record("lecture", "把专业做到群众心里", BEGIN, 5, open=False)
    correct_activity(made.activity, record, by=house.host, reason="只给自己人看")
    assert url_of("lectures", str(made.pk)) == ""
