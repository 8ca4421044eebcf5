"""At the door: codes that hold a minute, twice is once, names only where it was said, slips taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.access.public import Account
from sixianghui.activities.public import (
    Held,
    Record,
    correct_activity,
    hold_activity,
    is_named,
    standing_held,
)
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.lectures import commands, door, queries
from sixianghui.lectures.models import Arrival, Lecture
from sixianghui.ledger.public import Scope, value_of
from tests.factories import a_person, an_account
from tests.unit.lectures.house import BEGIN, House


def scan(lecture: Lecture, *, browser: str = "a", by: Account | None = None) -> Arrival:
    """Scan the code that is on the screen now, and press the button."""
    way = door.way_of(lecture, door.code(lecture))
    assert way is not None
    return commands.arrive(lecture, door.ticket(lecture, way), browser=browser, by=by)


@pytest.fixture
def lecture(house: House) -> Lecture:
    """Half an hour before it begins."""
    made = house.lecture(seats=100)
    house.at(-30)
    return made


def test_code_when_shown_then_holds_for_its_minute_and_the_next_and_no_longer(
    house: House, lecture: Lecture
) -> None:
    shown = door.code(lecture)
    assert door.way_of(lecture, shown) == Arrival.Way.CODE
    house.at(-29)
    assert door.way_of(lecture, shown) == Arrival.Way.CODE
    assert door.code(lecture) != shown
    house.at(-28)
    assert door.way_of(lecture, shown) is None


def test_code_when_forged_or_of_another_lecture_then_is_none(house: House, lecture: Lecture) -> None:
    other = house.lecture(seats=1)
    assert [
        door.way_of(lecture, one)
        for one in ("", "aaaaaaaaaaaaaaaa", door.code(other), door.paper_code(other))
    ] == [None] * 4
    assert door.way_of(lecture, door.paper_code(lecture)) == Arrival.Way.PAPER


@pytest.mark.parametrize(
    "given", ["", "code", "code.1.x", "desk.1528181000.x", "code.١.x", "code..", "paper.99999999999999.x"]
)
def test_ticket_when_forged_then_nobody_is_counted(lecture: Lecture, given: str) -> None:
    with pytest.raises(Conflict, match="过期"):
        commands.arrive(lecture, given, browser="a")
    assert not Arrival.objects.exists()


def test_ticket_when_old_or_of_another_lecture_then_asks_to_scan_again(
    house: House, lecture: Lecture
) -> None:
    other = house.lecture(seats=1)
    ticket, foreign = (door.ticket(one, Arrival.Way.CODE) for one in (lecture, other))
    with pytest.raises(Conflict, match="再扫一次"):
        commands.arrive(lecture, foreign, browser="a")
    house.at(-15)
    assert door.ticket_way(lecture, ticket) == Arrival.Way.CODE
    house.at(-14)
    with pytest.raises(Conflict, match="再扫一次"):
        commands.arrive(lecture, ticket, browser="a")


def test_arrival_when_the_same_browser_or_account_comes_twice_then_once(
    house: House, lecture: Lecture
) -> None:
    person = an_account()
    scan(lecture)
    scan(lecture, browser="b", by=person)
    for more in ({"browser": "a"}, {"browser": "c", "by": person}):
        with pytest.raises(Conflict, match="已经记过"):
            scan(lecture, **more)  # type: ignore[arg-type]
    assert queries.present(lecture) == 2


def test_arrival_when_the_browser_came_before_its_account_then_once(lecture: Lecture) -> None:
    scan(lecture)
    with pytest.raises(Conflict, match="已经记过"):
        scan(lecture, by=an_account())
    assert queries.present(lecture) == 1


def test_arrival_when_noted_then_says_nobody_and_after_a_month_not_even_the_keys_can_tell(
    house: House, lecture: Lecture
) -> None:
    person = an_account()
    made = scan(lecture, by=person)
    assert made.actor is None
    ends = lecture.activity.ends_at
    assert ends is not None
    house.clock.set(ends + dt.timedelta(days=31))
    commands.forget()
    now = Lecture.objects.get(pk=lecture.pk)
    assert now.salt == ""
    assert commands.arrival_key(now, browser="", account=person) != made.key


def test_arrival_when_early_or_over_then_says_so(house: House) -> None:
    made = house.lecture(seats=9)
    house.at(-121)
    with pytest.raises(Conflict, match="两小时"):
        scan(made)
    house.at(0)
    commands.begin(made, by=house.host)
    house.at(150)
    scan(made)
    commands.end(made, by=house.host)
    with pytest.raises(Conflict, match="已经结束"):
        scan(made, browser="b")
    held = standing_held(made.activity)
    assert held is not None and held.present == 1


def test_arrival_when_the_browser_keeps_nothing_then_sent_to_the_desk(lecture: Lecture) -> None:
    with pytest.raises(Conflict, match="登记台"):
        scan(lecture, browser="")


def test_names_when_the_lecture_needs_them_then_only_signed_in_and_the_activity_has_them(
    house: House,
) -> None:
    made = house.lecture(seats=9, names=True, why="算集中培训的学时。")
    member, stranger = an_account(), an_account()
    a_person(house.unit, account=member)
    house.at(-10)
    with pytest.raises(Conflict, match="先登录"):
        scan(made)
    scan(made, by=member)
    scan(made, by=stranger)
    assert [is_named(made.activity, one) for one in (member, stranger)] == [True, False]
    assert queries.present(made) == 2


def test_names_when_the_lecture_needs_none_then_none_are_written_down(house: House, lecture: Lecture) -> None:
    member = an_account()
    a_person(house.unit, account=member)
    scan(lecture, by=member)
    assert not is_named(lecture.activity, member)


def test_desk_when_it_counts_heads_or_finds_a_name_then_they_are_there(house: House) -> None:
    made, person = house.lecture(seats=100), an_account()
    row = commands.register(made, heads=3, unit=house.unit, by=person)
    house.at(-5)
    commands.note_heads(made, heads=12, unit=house.unit, by=house.host)
    commands.note_heads(made, heads=12, by=house.host)
    noted = commands.note_registered(row, heads=2, by=house.host)
    assert (queries.present(made), noted.unit) == (26, house.unit)
    for again in (
        lambda: commands.note_registered(row, heads=3, by=house.host),
        lambda: scan(made, by=person),
    ):
        with pytest.raises(Conflict, match="已经记过"):
            again()


def test_desk_when_it_slipped_then_takes_back_with_a_reason_and_may_note_again(house: House) -> None:
    made = house.lecture(seats=100)
    row = commands.register(made, heads=3, by=an_account())
    house.at(-5)
    wrong = commands.note_registered(row, heads=3, by=house.host)
    commands.take_back_arrival(wrong, by=house.host, reason="点错了人")
    assert Arrival.objects.get().struck_reason == "点错了人"
    with pytest.raises(Conflict, match="已经划掉"):
        commands.take_back_arrival(wrong, by=house.host)
    commands.note_registered(row, heads=2, by=house.host)
    assert queries.present(made) == 2


def test_desk_when_the_lecture_ended_then_mends_its_heads_and_the_activity_follows(house: House) -> None:
    made = house.on_air(seats=10)
    noted = commands.note_heads(made, heads=5, by=house.host)
    house.at(100)
    commands.end(made, by=house.host)
    commands.note_heads(made, heads=3, by=house.host)
    commands.take_back_arrival(noted, by=house.host, reason="数了两遍")
    held = standing_held(made.activity)
    assert held is not None and (held.present, value_of("lectures.on_site")) == (3, 3)
    assert [one.struck_reason for one in Held.objects.order_by("pk")] == ["登记台补记了人数", "数了两遍", ""]


def test_heads_when_put_right_days_later_then_count_on_the_day_of_the_lecture(house: House) -> None:
    made = house.on_air(seats=10)
    house.at(100)
    commands.end(made, by=house.host)
    house.at(30 * 24 * 60)
    commands.note_heads(made, heads=3, by=house.host)
    day = Scope(since=BEGIN.date(), until=BEGIN.date())
    assert (value_of("lectures.on_site", day), value_of("activities.present", day)) == (3, 3)


def test_desk_when_somebody_wrote_another_number_then_it_stays(house: House) -> None:
    made = house.on_air(seats=10)
    commands.note_heads(made, heads=5, by=house.host)
    house.at(100)
    commands.end(made, by=house.host)
    correct_activity(
        made.activity, Record("lecture", "讲了一课", BEGIN, 8), by=house.host, reason="有人没扫码"
    )
    commands.note_heads(made, heads=3, by=house.host)
    held = standing_held(made.activity)
    assert held is not None and (held.present, queries.present(made)) == (8, 8)


def test_desk_when_the_activity_was_recorded_by_hand_then_sends_to_its_correction(house: House) -> None:
    made = house.lecture(seats=10)
    house.at(0)
    noted = commands.note_heads(made, heads=5, by=house.host)
    house.at(100)
    hold_activity(made.activity, Record("lecture", "只在现场讲", BEGIN, 6), by=house.host)
    for act in (
        lambda: commands.note_heads(made, heads=5, by=house.host),
        lambda: commands.take_back_arrival(noted, by=house.host),
    ):
        with pytest.raises(Conflict, match="更正"):
            act()


def test_desk_when_somebody_else_stands_there_or_the_number_is_odd_then_refused(
    house: House, lecture: Lecture
) -> None:
    with pytest.raises(Refused):
        commands.note_heads(lecture, heads=5, by=an_account())
    with pytest.raises(HouseError, match="1 到 200"):
        commands.note_heads(lecture, heads=201, by=house.host)
