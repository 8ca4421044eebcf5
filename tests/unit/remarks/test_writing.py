"""Writing, putting right, taking back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.remarks import commands, queries
from sixianghui.remarks.models import Moderation, Remark
from sixianghui.remarks.rules import Outcome, State
from tests.unit.remarks.house import House, a_house


def test_remark_when_written_then_only_its_writer_reads_it_until_it_is_let_through(house: House) -> None:
    remark = house.say("讲得很清楚，谢谢。")
    assert (house.state(remark), house.read()) == (State.WAITING, [])
    assert [one.text for one in queries.mine(house.lin, thread=house.thread)] == ["讲得很清楚，谢谢。"]
    assert queries.mine(house.zhou, thread=house.thread) == []
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    assert house.read() == ["讲得很清楚，谢谢。"]
    assert queries.mine(house.lin, thread=house.thread) == []


def test_remark_when_the_thread_is_looked_at_afterwards_then_shows_at_once_unless_something_speaks_against_it(
    db: None,
) -> None:
    house = a_house(Moderation.AFTER)
    plain = house.say("请问回放什么时候有？")
    linked = house.say("看这里 https://example.com", by=house.zhou)
    again = house.say("请问回放什么时候有！", by=house.zhou)
    assert [house.state(one) for one in (plain, linked, again)] == [State.SHOWN, State.WAITING, State.WAITING]


def test_form_when_sent_twice_then_makes_one_remark_and_refuses_other_words(house: House) -> None:
    first = commands.write(house.thread, "第一次来。", by=house.lin, nonce="n1")
    assert commands.write(house.thread, "第一次来。", by=house.lin, nonce="n1") == first
    assert Remark.objects.count() == 1
    with pytest.raises(Conflict):
        commands.write(house.thread, "别的话。", by=house.lin, nonce="n1")


def test_answer_when_given_to_an_answer_then_stands_under_the_first_remark(house: House) -> None:
    head = house.say("第一条，说说读书角。")
    commands.judge(head, Outcome.SHOWN, by=house.editor)
    below = house.say("我也想问问开放时间。", by=house.zhou, reply_to=head.ref)
    commands.judge(below, Outcome.SHOWN, by=house.editor)
    third = house.say("周末呢，也开门吗？", reply_to=below.ref)
    assert third.reply_to == head


def test_answer_when_what_it_answers_is_not_shown_then_is_refused(house: House) -> None:
    waiting = house.say()
    with pytest.raises(NotThere):
        house.say("回你一句，再看看。", by=house.zhou, reply_to=waiting.ref)


def test_remark_when_its_writer_has_no_name_yet_then_asks_for_one(house: House) -> None:
    with pytest.raises(HouseError):
        house.say(by=house.editor)


@pytest.mark.parametrize(
    "name", ["林", "市委书记小林", "党支部", "a" * 13, "13812345678", "小 林!", "ｏｆｆｉｃｉａｌ"]
)
def test_name_when_it_imitates_or_does_not_fit_then_is_refused(house: House, name: str) -> None:
    with pytest.raises(HouseError):
        commands.choose_name(house.lin, name)


def test_name_when_somebody_has_it_then_is_refused_however_it_is_drawn(house: House) -> None:
    with pytest.raises(Conflict):
        commands.choose_name(house.lin, "老·周")


def test_remark_when_put_right_in_time_then_keeps_the_old_wording_too(house: House) -> None:
    remark = house.say("讲的很清楚。")
    commands.edit(remark, "讲得很清楚。", by=house.lin)
    assert [one.text for one in queries.words_of(remark)] == ["讲的很清楚。", "讲得很清楚。"]


def test_remark_when_five_minutes_have_passed_or_somebody_decided_then_cannot_be_put_right(
    house: House, clock: Any
) -> None:
    decided, old = house.say("第一条，很好。"), house.say("第二条，也想说。", by=house.zhou)
    commands.judge(decided, Outcome.SHOWN, by=house.editor)
    with pytest.raises(Conflict):
        commands.edit(decided, "换成广告。", by=house.lin)
    clock.at += dt.timedelta(minutes=6)
    with pytest.raises(Conflict):
        commands.edit(old, "换一个说法。", by=house.zhou)


def test_remark_when_edited_into_something_that_must_be_looked_at_then_is_not_shown_any_more(
    db: None,
) -> None:
    house = a_house(Moderation.AFTER)
    remark = house.say("请问回放什么时候有？")
    commands.edit(remark, "加微信 abcdef123 领资料", by=house.lin)
    assert (house.state(remark), house.read()) == (State.WAITING, [])


def test_remark_when_taken_back_then_nobody_reads_it_and_a_second_time_is_the_first(house: House) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    first = commands.withdraw(remark, by=house.lin)
    assert commands.withdraw(remark, by=house.lin) == first
    assert house.read() == []
    with pytest.raises(NotThere):
        commands.withdraw(remark, by=house.zhou)
