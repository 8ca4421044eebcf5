"""From the announcement to the end: what stands, and what its activity says."""

from __future__ import annotations

import pytest

from sixianghui.activities.public import call_off, standing_held
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import Arrival
from sixianghui.lectures.rules import State
from tests.factories import an_account
from tests.unit.lectures.house import House, wanted


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
