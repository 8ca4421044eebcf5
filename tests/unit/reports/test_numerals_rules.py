"""How headings are counted in Chinese, and anew under each heading of the first level."""

from __future__ import annotations

import pytest

from sixianghui.reports.rules.numerals import numbered, numeral


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"),
        (1, "一"),
        (2, "二"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (30, "三十"),
        (90, "九十"),
        (99, "九十九"),
    ],
)
def test_number_when_it_counts_headings_then_is_said_in_chinese(number: int, said: str) -> None:
    assert numeral(number) == said


@pytest.mark.parametrize(
    ("levels", "numbers"),
    [
        ([], []),
        ([1], ["一、"]),
        ([2], ["（一）"]),
        ([2, 2, 1], ["（一）", "（二）", "一、"]),
        ([1, 2, 2, 1, 2, 1], ["一、", "（一）", "（二）", "二、", "（一）", "三、"]),
        (
            [1] * 11,
            ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、", "十一、"],
        ),
    ],
)
def test_headings_when_numbered_then_the_second_level_begins_anew_under_each_first(
    levels: list[int], numbers: list[str]
) -> None:
    assert numbered(levels) == numbers
