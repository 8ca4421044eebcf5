"""Seats: asked for, given in order, given back, and those who wait told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Account
from sixianghui.activities.public import call_off
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import Lecture, Registration
from sixianghui.notify.models import Delivery, Preference
from sixianghui.notify.public import Message
from tests.factories import an_account
from tests.unit.lectures.house import BEGIN, House, wanted


def asked(lecture: Lecture, *heads: int) -> list[Registration]:
    """Registrations of so many strangers, in this order."""
    return [commands.register(lecture, heads=many, by=an_account()) for many in heads]


def seats_of(*registrations: Registration) -> list[int]:
    return [one.taken.count() for one in registrations]


def told(account: Account | None) -> list[str]:
    return [one.title for one in Message.objects.filter(account=account).order_by("pk")]


def test_seats_when_some_are_free_then_given_at_once_and_otherwise_one_waits_in_order(house: House) -> None:
    made = house.lecture(seats=5)
    first, second, third = asked(made, 3, 4, 1)
    assert seats_of(first, second, third) == [3, 0, 1]
    assert queries.ahead_of(second) == queries.Ahead(0, 0)


def test_waiting_when_seats_come_free_then_the_first_that_fits_gets_them_and_is_told(house: House) -> None:
    made = house.lecture(seats=4)
    first, second, third, fourth = asked(made, 2, 2, 3, 1)
    assert queries.ahead_of(fourth).parties == 1
    commands.cancel(second, by=second.account)
    assert seats_of(first, third, fourth) == [2, 0, 1]
    assert told(fourth.account) == ["“把专业做到群众心里”有你的座位了"]
    assert told(third.account) == []
    commands.cancel(first, by=first.account)
    assert seats_of(third, fourth) == [3, 1]


def test_seats_when_the_hall_grows_then_those_who_wait_are_served(house: House) -> None:
    made = house.lecture(seats=2)
    first, second = asked(made, 1, 2)
    commands.change_lecture(made, wanted(seats=3), by=house.host)
    assert seats_of(first, second) == [1, 2]
    assert told(second.account) == ["“把专业做到群众心里”有你的座位了"]


def test_registration_when_made_twice_then_told_to_change_the_first(house: House) -> None:
    made, person = house.lecture(seats=5), an_account()
    commands.register(made, heads=1, by=person)
    with pytest.raises(Conflict, match="已经报过名"):
        commands.register(made, heads=1, by=person)
    assert made.taken.count() == 1


def test_heads_when_fewer_then_the_rest_goes_to_those_who_wait(house: House) -> None:
    made = house.lecture(seats=4)
    first, second = asked(made, 4, 2)
    commands.change_heads(first, heads=2, by=first.account)
    assert seats_of(first, second) == [2, 2]


def test_heads_when_more_than_are_free_or_while_others_wait_then_refused(house: House) -> None:
    made = house.lecture(seats=4)
    (first,) = asked(made, 2)
    with pytest.raises(HouseError, match="一共 4 个座位"):
        commands.change_heads(first, heads=5, by=first.account)
    commands.change_heads(first, heads=3, by=first.account)
    (second,) = asked(made, 2)
    with pytest.raises(Conflict, match="候补"):
        commands.change_heads(first, heads=4, by=first.account)
    assert seats_of(first, second) == [3, 0]


def test_heads_when_changed_while_waiting_then_the_place_is_kept(house: House) -> None:
    made = house.lecture(seats=2)
    first, second, third = asked(made, 2, 1, 1)
    commands.change_heads(second, heads=2, by=second.account)
    commands.cancel(first, by=first.account)
    assert seats_of(second, third) == [2, 0]


@pytest.mark.parametrize("heads", [0, 21])
def test_heads_when_none_or_a_crowd_then_refused(house: House, heads: int) -> None:
    with pytest.raises(HouseError, match="1 到 20"):
        commands.register(house.lecture(seats=100), heads=heads, by=an_account())


def test_registration_when_the_lecture_began_or_is_on_line_only_then_closed(house: House) -> None:
    made, online = house.lecture(seats=5), house.lecture()
    (one,) = asked(made, 1)
    with pytest.raises(Conflict, match="只在网上"):
        commands.register(online, heads=1, by=an_account())
    house.at(0)
    for act in (
        lambda: commands.register(made, heads=1, by=an_account()),
        lambda: commands.cancel(one, by=one.account),
    ):
        with pytest.raises(Conflict, match="已经开始"):
            act()


def test_registration_when_another_would_change_it_then_it_is_not_there_but_organisers_may(
    house: House,
) -> None:
    made = house.lecture(seats=5)
    (one,) = asked(made, 1)
    with pytest.raises(NotThere):
        commands.cancel(one, by=an_account())
    commands.cancel(one, by=house.host)
    assert seats_of(one) == [0]


def test_registration_when_the_lecture_is_not_open_then_strangers_do_not_find_it(house: House) -> None:
    with pytest.raises(NotThere):
        commands.register(house.lecture(seats=5, open=False), heads=1, by=an_account())


def test_those_registered_when_time_or_place_change_then_told_once_with_the_content(house: House) -> None:
    made = house.lecture(seats=1)
    first, second = asked(made, 1, 1)
    commands.change_lecture(made, wanted(seats=1, place="读书角"), by=house.host)
    commands.change_lecture(made, wanted(seats=1, place="读书角", intro="多写几句"), by=house.host)
    for one in (first, second):
        assert told(one.account) == ["“把专业做到群众心里”改了时间或地点"]
    text = Message.objects.get(account=first.account).text
    assert ("2018年6月5日 15:00" in text, "读书角" in text) == (True, True)


def test_letter_when_its_reader_reads_english_then_gives_the_day_in_english(house: House) -> None:
    made = house.lecture(seats=1)
    one = asked(made, 1)[0]
    Preference.objects.create(account=one.account, language="en")
    commands.change_lecture(made, wanted(seats=1, place="读书角"), by=house.host)
    text = Message.objects.get(account=one.account).text
    assert ("5 June 2018 15:00" in text, "年" in text) == (True, False)


def test_those_registered_when_it_is_called_off_then_told_why(house: House) -> None:
    made = house.lecture(seats=1)
    first, gone = asked(made, 1, 1)
    commands.cancel(gone, by=gone.account)
    call_off(made.activity, by=house.host, reason="讲课人病了。")
    assert told(first.account) == ["“把专业做到群众心里”取消了"]
    assert "讲课人病了。" in Message.objects.get(account=first.account).text
    assert told(gone.account) == []
    with pytest.raises(Conflict, match="取消了"):
        commands.register(made, heads=1, by=an_account())


def test_reminder_when_the_day_before_comes_then_once_and_carries_everything(house: House) -> None:
    made = house.lecture(seats=1, note="从南门进，坐电梯到三楼")
    first, second = asked(made, 1, 1)
    assert commands.remind() == 1
    assert commands.remind() == 0
    texts = [Message.objects.get(account=one.account).text for one in (first, second)]
    for word in (
        "2018年6月5日 15:00",
        "红谷基地 直播背景墙",
        "周明远（示例）",
        "1 个座位",
        "从南门进，坐电梯到三楼。",
    ):
        assert word in texts[0]
    assert "你在候补" in texts[1]


@pytest.mark.parametrize(
    ("hour", "minute", "leaves"),
    [(11, 0, (4, 11, 0)), (21, 30, (4, 21, 30)), (22, 30, (5, 8, 0)), (23, 59, (5, 8, 0))],
    ids=["in the day", "in the evening", "late", "at midnight"],
)
def test_reminder_when_it_is_late_in_the_evening_then_waits_for_the_morning(
    house: House, settings: Any, hour: int, minute: int, leaves: tuple[int, int, int]
) -> None:
    # A letter that is due waits for a worker, and leaves nowhere.
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    person = an_account(is_sample=True)  # whose letters go by the domain's clock
    commands.register(house.lecture(seats=1), heads=1, by=person)
    house.clock.set(time.shanghai(2018, 6, 4, hour, minute))
    commands.remind()
    due = Delivery.objects.get(account=person).due_at
    assert due == time.shanghai(2018, 6, *leaves)


def test_reminder_when_it_is_two_days_away_or_called_off_then_none(house: House) -> None:
    far = house.lecture(
        seats=1, starts_at=BEGIN + dt.timedelta(days=2), ends_at=BEGIN + dt.timedelta(days=2.1)
    )
    off = house.lecture(seats=1)
    call_off(off.activity, by=house.host)
    assert commands.remind() == 0
    commands.change_lecture(far, wanted(seats=1), by=house.host)
    assert commands.remind() == 1


def test_reminder_when_the_day_changes_after_it_then_comes_again(house: House) -> None:
    made = house.lecture(seats=1)
    (one,) = asked(made, 1)
    commands.remind()
    later = BEGIN + dt.timedelta(days=7)
    commands.change_lecture(
        made, wanted(seats=1, starts_at=later, ends_at=later + dt.timedelta(hours=1)), by=house.host
    )
    house.clock.set(later - dt.timedelta(days=1))
    assert commands.remind() == 1
    assert told(one.account).count("提醒：“把专业做到群众心里”") == 2
