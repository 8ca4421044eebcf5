"""What two pieces have in common, by their words alone; and how long one takes to read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sixianghui.channel import reading
from sixianghui.search import likeness

NIGHT = likeness.features("夜班值守组的十四天", "值守", "没有留过夜的工单。")
OTHERS = {
    1: likeness.features("夜班值守组交接工单", "值守", "交接表写清楚。"),
    2: likeness.features("值守记录：第一周", "", "工单按时关。"),
    3: likeness.features("植树日来了六十人", "志愿", "栽了四十棵树。"),
    4: likeness.features("十四天的观察", "志愿", "一天一张照片。"),
}


def test_likeness_when_words_are_shared_then_the_most_alike_come_first_and_strangers_not_at_all() -> None:
    assert [key for key, _score in likeness.nearest(NIGHT, OTHERS, most=8)] == [1, 2]
    assert [key for key, _score in likeness.nearest(NIGHT, OTHERS, most=1)] == [1]


def test_likeness_when_only_small_words_are_shared_then_is_nothing() -> None:
    assert not likeness.features("怎么在一个月里") & likeness.features("每个人在一个月里怎么")
    assert likeness.nearest(frozenset(), OTHERS, most=8) == []
    assert likeness.nearest(NIGHT, {}, most=8) == []


def test_likeness_when_a_word_is_everywhere_then_counts_for_less_than_a_rare_one() -> None:
    one = likeness.features("支部委员 值守工单")
    others = {
        number: likeness.features(f"支部委员 {word}")
        for number, word in enumerate(["食堂", "花园", "班车", "球赛"])
    }
    found = dict(likeness.nearest(one, {**others, 9: likeness.features("值守工单 球场")}, most=9, least=0))
    assert found[9] > max(found[number] for number in others)


@pytest.mark.parametrize(
    ("characters", "expected"),
    [(0, 1), (400, 1), (401, 2), (1200, 3)],
    ids=["none", "one page", "a bit more", "long"],
)
def test_reading_time_when_counted_then_is_whole_minutes(characters: int, expected: int) -> None:
    assert reading.minutes(characters) == expected


def test_reading_time_when_a_piece_has_tags_and_steps_then_counts_words_alone() -> None:
    tagged = SimpleNamespace(value="<p>" + "字" * 400 + "</p>")
    step = SimpleNamespace(value={"title": "办" * 10, "confirmed": True})
    assert reading.minutes_of(SimpleNamespace(body=[tagged], steps=None)) == 1
    assert reading.minutes_of(SimpleNamespace(body=[tagged], steps=[step])) == 2
