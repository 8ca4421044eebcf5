"""What differs between two versions of a Chinese text."""

from __future__ import annotations

import random

import pytest

from sixianghui.channel.differences import Op, differences

FIRST = "五个人轮值，连续十四天没有留过夜的工单。夜里两点，电话响了三次。大家都醒着。"


def marked(before: str, after: str) -> str:
    """As one line: what is gone in [-…], what is new in [+…]."""
    signs = {Op.EQUAL: "{}", Op.DELETION: "[-{}]", Op.ADDITION: "[+{}]"}
    return "".join(signs[op].format(text) for op, text in differences(before, after))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (FIRST, FIRST),
        (
            FIRST.replace("十四天", "十五天"),
            "五个人轮值，连续十[-四][+五]天没有留过夜的工单。夜里两点，电话响了三次。大家都醒着。",
        ),
        (
            FIRST.replace("夜里两点，电话响了三次。", ""),
            "五个人轮值，连续十四天没有留过夜的工单。[-夜里两点，电话响了三次。]大家都醒着。",
        ),
        (
            FIRST.replace("大家都醒着。", "大家都醒着。后来天亮了。"),
            "五个人轮值，连续十四天没有留过夜的工单。夜里两点，电话响了三次。大家都醒着。[+后来天亮了。]",
        ),
        (
            FIRST.replace("大家都醒着。", "食堂送来了热粥和鸡蛋！"),
            "五个人轮值，连续十四天没有留过夜的工单。夜里两点，电话响了三次。[-大家都醒着。][+食堂送来了热粥和鸡蛋！]",
        ),
        (
            FIRST.replace("电话响了三次", "电话只响了三次"),
            "五个人轮值，连续十四天没有留过夜的工单。夜里两点，电话[+只]响了三次。大家都醒着。",
        ),
    ],
    ids=["same", "one-sign", "sentence-gone", "sentence-new", "other-sentence", "sign-new"],
)
def test_difference_when_a_text_changed_then_only_what_changed_is_marked(after: str, expected: str) -> None:
    assert marked(FIRST, after) == expected


def test_difference_when_a_number_or_a_word_changed_then_is_marked_whole() -> None:
    assert (
        marked("一共128人用WeChat报名。", "一共132人用Email报名。")
        == "一共[-128][+132]人用[-WeChat][+Email]报名。"
    )


@pytest.mark.parametrize("seed", range(20))
def test_difference_when_read_back_then_gives_both_versions(seed: int) -> None:
    chance = random.Random(seed)
    signs = "支部开会大家都来。，！“”\n12ab"
    before, after = ("".join(chance.choice(signs) for _ in range(chance.randrange(80))) for _ in "ab")
    found = differences(before, after)
    assert "".join(text for op, text in found if op is not Op.ADDITION) == before
    assert "".join(text for op, text in found if op is not Op.DELETION) == after
