"""What happens in the room: wanting to know too, answering, what the moderator says, chapters."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.common.time import shanghai
from sixianghui.lectures import commands, queries, rules
from sixianghui.lectures.models import Answered, Helper, Lecture
from sixianghui.lectures.queries import replay
from sixianghui.lectures.rules import Asked, Taken
from sixianghui.remarks import public as remarks
from tests.factories import an_account
from tests.unit.lectures.house import House

NOW = shanghai(2018, 6, 5, 16)


def asked(
    house: House, lecture: Lecture, text: str = "加班多的团队，学习时间从哪里来？", *, shown: bool = True
) -> remarks.Remark:
    """A question, let through unless told otherwise."""
    writer = an_account()
    remarks.choose_name(writer, f"听众{writer.pk}")
    made = remarks.write(lecture.questions, text, by=writer, nonce=text)
    if shown:
        remarks.judge(made, remarks.Outcome.SHOWN, by=house.host)
    return made


@pytest.mark.parametrize(
    ("taken", "last", "live", "state"),
    [
        (None, False, True, Asked.OPEN),
        (Taken(NOW, 60), True, True, Asked.NOW),
        (Taken(NOW, 60), False, True, Asked.ANSWERED),
        (Taken(NOW, 60), True, False, Asked.ANSWERED),
        (Taken(NOW, 60, done=True), True, True, Asked.ANSWERED),
        (Taken(NOW - dt.timedelta(seconds=rules.ANSWERING), 60), True, True, Asked.ANSWERED),
    ],
)
def test_question_when_taken_up_then_being_answered_until_the_next_the_end_or_a_while(
    taken: Taken | None, last: bool, live: bool, state: Asked
) -> None:
    assert rules.asked(taken, last=last, live=live, now=NOW) is state


def test_clock_when_written_then_hours_minutes_and_seconds() -> None:
    assert [rules.clock(one) for one in (0, 75, 3735)] == ["0:00:00", "0:01:15", "1:02:15"]


def test_second_when_pressed_twice_then_counted_once_and_undone(house: House) -> None:
    made, reader = house.on_air(), an_account()
    question = asked(house, made)

    assert [commands.second(made, question, by=reader) for _each in range(2)] == [1, 1]
    assert commands.second(made, question, by=an_account()) == 2
    assert commands.unsecond(made, question, by=reader) == 1
    assert commands.unsecond(made, question, by=reader) == 1


def test_question_when_not_shown_or_of_another_lecture_then_neither_wanted_nor_answered(house: House) -> None:
    made, other = house.on_air(), house.lecture()
    hidden, elsewhere = asked(house, made, shown=False), asked(house, other, "另一堂课的问题。")
    for question in (hidden, elsewhere):
        with pytest.raises(NotThere):
            commands.second(made, question, by=an_account())
        with pytest.raises(NotThere):
            commands.mark_answered(made, question, by=house.host)


def test_answer_when_marked_then_stands_with_its_moment_and_the_one_before_is_over(house: House) -> None:
    made = house.on_air()
    first, second = asked(house, made), asked(house, made, "新人第一年怎样做出贡献？")
    house.at(62.25)
    one = commands.mark_answered(made, first, by=house.host)
    house.at(63)
    commands.mark_answered(made, second, by=house.host)
    rows = queries.questions(made, an_account(), live=True)

    assert one.seconds == 3735
    assert Answered.objects.get(pk=one.pk).done_at == house.clock.at
    assert [(row.shown.text, row.state) for row in rows.rows] == [
        ("新人第一年怎样做出贡献？", Asked.NOW),
        ("加班多的团队，学习时间从哪里来？", Asked.ANSWERED),
    ]


def test_answer_when_marked_twice_finished_or_struck_then_as_good(house: House) -> None:
    made = house.on_air()
    question = asked(house, made)
    one = commands.mark_answered(made, question, by=house.host)
    house.at(5)

    assert commands.mark_answered(made, question, by=house.host) == one
    commands.finish_answer(made, question, by=house.host)
    assert queries.questions(made, an_account(), live=True).rows[0].state is Asked.ANSWERED
    commands.unmark(made, question, by=house.host)
    assert queries.questions(made, an_account(), live=True).rows[0].state is Asked.OPEN
    again = commands.mark_answered(made, question, by=house.host)
    assert again.seconds == 300


def test_answer_when_not_on_air_then_told_why_not(house: House) -> None:
    coming = house.lecture()
    with pytest.raises(Conflict, match="还没有开播"):
        commands.mark_answered(coming, asked(house, coming), by=house.host)
    made = house.on_air()
    question = asked(house, made, "还有一个问题。")
    house.at(60)
    commands.end(made, by=house.host)
    with pytest.raises(Conflict, match="书面答复"):
        commands.mark_answered(made, question, by=house.host)


@pytest.mark.parametrize(
    ("part", "notice"), [(Helper.Part.LECTURER, False), (Helper.Part.MODERATOR, True), (None, False)]
)
def test_part_when_somebody_has_it_then_may_answer_and_only_the_moderator_speaks_to_all(
    house: House, part: Helper.Part | None, notice: bool
) -> None:
    somebody = an_account()
    parts = {Helper.Part.LECTURER: "lecturers", Helper.Part.MODERATOR: "moderators"}
    made = house.on_air(**({parts[part]: (somebody,)} if part else {}))
    question = asked(house, made)

    if part is None:
        with pytest.raises(Refused):
            commands.mark_answered(made, question, by=somebody)
    else:
        assert commands.mark_answered(made, question, by=somebody).actor_id == somebody.pk
    if notice:
        assert commands.say_notice(made, "课后提问延长到 17:20。", by=somebody).stands
    else:
        with pytest.raises(Refused):
            commands.say_notice(made, "课后提问延长到 17:20。", by=somebody)


def test_notice_when_said_again_then_the_latest_is_pinned_and_can_be_taken_back(house: House) -> None:
    made = house.on_air()
    commands.say_notice(made, "先说一句。", by=house.host)
    house.at(1)
    commands.say_notice(made, "  再说\n一句。 ", by=house.host)

    pinned = queries.notice(made)
    assert pinned is not None and pinned.text == "再说 一句。"
    commands.take_back_notice(made, by=house.host)
    assert queries.notice(made) is None
    with pytest.raises(HouseError):
        commands.say_notice(made, "字" * (rules.NOTICE_LENGTH + 1), by=house.host)


def test_notice_when_pressed_twice_then_is_said_once_and_after_another_or_when_taken_back_anew(
    house: House,
) -> None:
    made = house.on_air()

    def say(text: str) -> int:
        return commands.say_notice(made, text, by=house.host).pk

    first = say("先听讲。")
    assert say(" 先听讲。") == first
    other = say("再提问。")
    assert len({first, other, say("先听讲。")}) == 3
    commands.take_back_notice(made, by=house.host)
    assert say("先听讲。") != first
    assert made.notices.count() == 4


def test_agenda_when_come_to_then_is_a_chapter_and_again_puts_the_moment_right(house: House) -> None:
    made = house.lecture()
    item = made.agenda.create(number=1, title="开场")
    with pytest.raises(Conflict, match="正在直播"):
        commands.come_to(made, item, by=house.host)
    house.at(0)
    commands.begin(made, by=house.host)
    house.at(8.5)

    assert commands.come_to(made, item, by=house.host).seconds == 510
    house.at(9)
    assert commands.come_to(made, item, by=house.host).seconds == 540
    assert [one.now for one in queries.agenda(made, replay.NO_FILM, live=True)] == [True]
