"""The pure rules."""

from __future__ import annotations

import pytest

from sixianghui.common.buckets import Bucket
from sixianghui.remarks import rules
from sixianghui.remarks.rules import Hold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("讲得真好，收获很大。", ()),
        ("详情看 www.example.cn", (Hold.LINK,)),
        ("打我电话 138 1234 5678", (Hold.NUMBER,)),
        ("加薇信：abc12345", (Hold.NUMBER,)),
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
