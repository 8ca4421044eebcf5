"""The pure rules of remarks, at their edges."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from sixianghui.common.buckets import Bucket
from sixianghui.remarks import rules
from sixianghui.remarks.rules import Hold, NameFault, Outcome, State

WRITTEN = dt.datetime(2018, 6, 5, 4, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("讲得真好，收获很大。", ()),
        ("详情看 www.example.cn", (Hold.LINK,)),
        ("打我电话 138 1234 5678", (Hold.NUMBER,)),
        ("加薇信：abc12345", (Hold.NUMBER,)),
        ("证号 000000200002020000", (Hold.NUMBER,)),
        ("甲——乙丙，www.example.cn，138-1234-5678", (Hold.WORD, Hold.LINK, Hold.NUMBER)),
        ("２０１８年有 17693 人次观看", ()),
        ("甲 乙·丙的词", (Hold.WORD,)),
        ("同一句话同一句话同一句话啊", (Hold.REPEAT,)),
    ],
)
def test_text_when_it_carries_something_then_is_held_for_that_alone(
    text: str, found: tuple[Hold, ...]
) -> None:
    assert rules.holds(text, words=["乙丙"], latest=["同一句话，同一句话，同一句话！"]) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("支部活动办得很好大家都愿意来", "支部活动办得很好，大家都愿意来！！！", True),
        ("支部活动办得很好大家都愿意来", "支部活动办得真好大家都愿意来", True),
        ("支部活动办得很好大家都愿意来", "党课的回放在哪里看呢", False),
        ("好的", "好", False),
        ("好的", "好 的。", True),
        # Six letters are enough to be compared, five are not.
        ("甲乙丙丁戊己", "甲乙丙丁戊己庚", True),
        ("甲乙丙丁戊己庚", "甲乙丙丁戊己", True),
        ("甲乙丙丁戊", "甲乙丙丁戊己", False),
        ("甲乙丙丁戊己", "甲乙丙丁戊", False),
        # Seven pairs of ten are alike, nine of thirteen are not.
        ("甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛壬癸子", True),
        ("甲乙丙丁戊己庚辛壬癸", "甲乙丙丁戊己庚辛壬癸子丑寅卯", False),
    ],
)
def test_texts_when_a_few_letters_differ_then_are_alike(one: str, other: str, same: bool) -> None:
    assert rules.alike(one, other) is same


def test_text_when_it_hides_or_turns_letters_then_loses_them() -> None:
    assert rules.clean("  正\u202e常\u200b的\x00话\r\n\r\n\r\n\r\n下一段 ") == "正常的话\n\n下一段"


def test_bucket_when_drawn_from_then_fills_again_and_never_beyond_its_size() -> None:
    bucket = Bucket("three", most=3, seconds=2.0)
    assert [bucket.level(0.0, seconds) for seconds in (0, 1, 2, 60, -5)] == [0.0, 0.5, 1.0, 3.0, 0.0]
    assert [bucket.wait(level) for level in (0.0, 0.5, 1.0, 3.0)] == [2.0, 1.0, 0.0, 0.0]


def test_texts_when_gathered_then_lie_under_the_first_of_their_kind() -> None:
    texts = [
        "今天的党课讲得真好啊",
        "回放在哪里看",
        "今天的党课讲得真好啊！！",
        "好",
        "回放，在哪里看？",
        "今天的党课讲得真好",
    ]
    assert rules.gather(texts) == [[0, 2, 5], [1, 4], [3]]
    assert rules.gather([]) == []


def test_text_when_compared_with_many_words_and_texts_then_each_is_made_plain_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain, asked = rules.normal, list[str]()

    def counted(text: str) -> str:
        asked.append(text)
        return plain(text)

    monkeypatch.setattr(rules, "normal", counted)
    words, latest = [f"词{number}" for number in range(50)], [f"第 {number} 句话" for number in range(50)]
    assert rules.holds("讲得真好，收获很大。", words=words, latest=latest) == ()
    assert len(asked) == 101


def test_texts_when_of_signs_alone_then_are_alike_only_when_they_are_the_same() -> None:
    assert rules.gather(["👍👍", "🤮🤮", "？？", "👍👍👍", "👍 👍"]) == [[0, 3, 4], [1], [2]]
    assert rules.holds("👍👍", words=[], latest=["🤮", "？？"]) == ()
    assert rules.holds("👍👍", words=[], latest=["👍👍👍"]) == (Hold.REPEAT,)


@pytest.mark.parametrize(
    ("last", "withdrawn", "where"),
    [
        (None, False, State.WAITING),
        ("held", False, State.WAITING),
        ("shown", False, State.SHOWN),
        ("refused", False, State.REFUSED),
        ("hidden", False, State.HIDDEN),
        (None, True, State.WITHDRAWN),
        ("shown", True, State.WITHDRAWN),
        ("hidden", True, State.WITHDRAWN),
    ],
)
def test_remark_when_a_verdict_stands_or_it_was_taken_back_then_its_state_follows(
    last: str | None, withdrawn: bool, where: State
) -> None:
    assert rules.state(last, withdrawn=withdrawn) is where


def test_verdicts_when_every_state_meets_each_then_only_these_may_come() -> None:
    led = {
        (where, outcome)
        for where, outcome in itertools.product(State, Outcome)
        if outcome in rules.MOVES[where]
    }
    assert led == {
        (State.WAITING, Outcome.SHOWN),
        (State.WAITING, Outcome.REFUSED),
        (State.SHOWN, Outcome.HIDDEN),
        (State.SHOWN, Outcome.HELD),
        (State.REFUSED, Outcome.SHOWN),
        (State.HIDDEN, Outcome.SHOWN),
    }


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("甲", NameFault.LENGTH), ("甲乙", None), ("样" * 12, None), ("样" * 13, NameFault.LENGTH), ("", NameFault.LENGTH), ("ﷲ" * 10, None), ("ﷲ" * 11, NameFault.LENGTH),
        ("样·例", None), ("样-例", None), ("样_例", None), ("样例2", None),
        ("样 例", NameFault.LETTERS), ("样例！", NameFault.LETTERS), ("样.例", NameFault.LETTERS), ("·-_", NameFault.LETTERS),
        ("样例书记", NameFault.RESERVED), ("书-记", NameFault.RESERVED), ("ＡＤＭＩＮ", NameFault.RESERVED), ("Official1", NameFault.RESERVED),
        ("样123456", None), ("样1234567", NameFault.NUMBER), ("样１２３４５６７", NameFault.NUMBER), ("12-34-56-7", NameFault.NUMBER),
        ("13888888888", NameFault.NUMBER), ("样1111111", NameFault.NUMBER),
    ],
)  # fmt: skip
def test_name_when_chosen_then_its_fault_is_named(name: str, fault: NameFault | None) -> None:
    assert rules.name_fault(name) is fault


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("样例甲公司", NameFault.RESERVED),
        ("样例甲", NameFault.RESERVED),
        ("例·甲-公", NameFault.RESERVED),
        ("样例甲公司小王", NameFault.RESERVED),
        ("别家", NameFault.RESERVED),
        ("别家小王", None),
        # Two letters of a unit's name are anybody's.
        ("样例", None),
        ("另一个名字", None),
    ],
)
def test_name_when_it_is_a_part_of_a_unit_s_name_then_is_refused_from_three_letters_on(
    name: str, fault: NameFault | None
) -> None:
    assert rules.name_fault(name, reserved=["别家", "样例甲公司"]) is fault


@pytest.mark.parametrize(
    ("seconds", "decided", "where", "may"),
    [
        (0, False, State.WAITING, True),
        (299, False, State.SHOWN, True),
        (300, False, State.WAITING, True),
        (300, False, State.SHOWN, True),
        (301, False, State.WAITING, False),
        (300, True, State.WAITING, False),
        (0, True, State.SHOWN, False),
        (0, False, State.REFUSED, False),
        (0, False, State.HIDDEN, False),
        (0, False, State.WITHDRAWN, False),
    ],
)
def test_writer_when_five_minutes_are_over_or_somebody_decided_then_may_no_longer_put_it_right(
    seconds: int, decided: bool, where: State, may: bool
) -> None:
    now = WRITTEN + dt.timedelta(seconds=seconds)
    assert rules.may_edit(now, WRITTEN, where=where, decided=decided) is may


def test_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    minute, hour, day = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
    assert (5 * minute, hour) == (rules.EDIT_WINDOW, rules.COMPARED_FOR)
    assert (183 * day, 90 * day) == (rules.KEPT, rules.LONGEST_MUTE)
    assert (rules.SHORTEST, rules.LONGEST, rules.NAME_SHORTEST, rules.NAME_LONGEST) == (2, 500, 2, 12)
    assert (rules.REASON_SHORTEST, rules.REASON_LONGEST) == (2, 200)
    assert (rules.COMPARED, rules.LONGEST_SLOW, rules.ALIKE) == (300, 600, 0.7)
    assert (
        Bucket("remark", most=1, seconds=2.0),
        Bucket("remark-minute", most=20, seconds=3.0),
    ) == rules.PER_PERSON
    assert Bucket("remark-report", most=5, seconds=120.0) == rules.REPORTS
