"""The numbers of a lecture: what each counts and what it leaves out."""

from __future__ import annotations

import pytest

from sixianghui.common.errors import NotThere
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import Arrival, Lecture
from sixianghui.lectures.rules import Stay
from sixianghui.ledger.public import WHOLE, Scope, get, value_of
from sixianghui.remarks import public as remarks
from sixianghui.remarks.public import Thread
from tests.factories import an_account
from tests.unit.lectures.house import BEGIN, House


def numbers(scope: Scope = WHOLE) -> dict[str, int | None]:
    """What every number of this room says, without its room's name."""
    names = (
        "held",
        "viewings",
        "viewers",
        "peak",
        "watched",
        "replays",
        "comments",
        "questions",
        "on_site",
        "minutes",
    )
    return {name: value_of(f"lectures.{name}", scope) for name in names}


def _say(thread: Thread, name: str, *, shown: bool = True) -> None:
    person = an_account()
    remarks.choose_name(person, name)
    remark = remarks.write(thread, f"{name}说：讲得清楚。", by=person, nonce=name)
    outcome = remarks.Outcome.SHOWN if shown else remarks.Outcome.REFUSED
    moderator = Lecture.objects.get(comments=thread).activity.made_by if shown else None
    if moderator is not None:
        remarks.judge(remark, outcome, by=moderator)


def _lecture(house: House) -> Lecture:
    """Two viewers, one of whom came again an hour later; a hundred seconds of replay; two comments, one waits."""
    made = house.on_air()
    begin = int(BEGIN.timestamp())
    _say(made.comments, "晓看天色")
    _say(made.comments, "墨水瓶", shown=False)
    Arrival.objects.create(
        lecture=made, at=BEGIN, unit=house.unit, heads=97, way=Arrival.Way.DESK, key="desk"
    )
    house.at(120)
    commands.end(made, by=house.host)
    stays = [
        Stay(1, begin, begin + 600),
        Stay(2, begin + 60, begin + 660),
        Stay(1, begin + 4200, begin + 4260),
    ]
    commands.count_stays(made, stays)
    commands.count_stays(made, [Stay(3, begin + 8000, begin + 8100)], side="replay")
    return made


def test_numbers_when_a_lecture_is_over_then_line_hall_live_and_replay_are_told_apart(house: House) -> None:
    _lecture(house)

    assert numbers() == {
        "held": 1,
        "viewings": 3,
        "viewers": 2,
        "peak": 2,
        "watched": 21,
        "replays": 1,
        "comments": 1,
        "questions": 0,
        "on_site": 97,
        "minutes": 120,
    }


def test_numbers_when_narrowed_to_another_lecture_then_none_of_this_ones(house: House) -> None:
    one = _lecture(house)
    other = house.lecture(title="再讲一次")

    assert numbers(Scope(thing=("lecture", one.pk))) == numbers()
    assert set(numbers(Scope(thing=("lecture", other.pk))).values()) == {0}


def test_peak_when_two_lectures_had_one_then_the_larger_and_never_their_sum(house: House) -> None:
    made = _lecture(house)
    begin = int(BEGIN.timestamp()) - 86_400
    commands.count_stays(made, [Stay(number, begin, begin + 60) for number in range(5)])

    assert numbers()["peak"] == 5
    assert get("lectures.peak").goes_over_time is False


def test_head_when_struck_then_counted_no_more(house: House) -> None:
    _lecture(house)
    commands.take_back_arrival(Arrival.objects.get(), by=house.host, reason="多数了一遍")

    assert numbers()["on_site"] == 0


def test_title_when_the_lecture_is_not_open_then_told_to_nobody(house: House) -> None:
    made = house.on_air(open=False)

    with pytest.raises(NotThere):
        queries.name_of(made.pk)
