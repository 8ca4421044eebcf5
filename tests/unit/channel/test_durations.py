"""The longest step of a guide, in its editor's own words."""

from __future__ import annotations

import pytest

from sixianghui.channel.durations import hours_of, longest


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("当天", 24.0), ("十五分钟", 0.25), ("半小时", 0.5), ("一小时到一个半小时", 1.0), ("两周到两个月", 1440.0),
        ("3 个工作日", 72.0), ("二十天", 480.0), ("收到申请后一个月内", 720.0), ("三个月内审批", 2160.0),
        ("自己定", None), ("一次会", None), ("看当地安排", None), ("", None),
    ],
)  # fmt: skip
def test_length_when_written_in_words_then_is_understood(written: str, hours: float | None) -> None:
    assert hours_of(written) == hours


def test_longest_then_is_given_as_it_was_written() -> None:
    assert longest(["当天", "自己定", "批复后一个月内", "一小时左右"]) == "批复后一个月内"


def test_longest_when_none_names_a_length_then_is_nothing() -> None:
    assert longest(["自己定", "一次会"]) == ""
