"""Slips of the hand, and what of a query may be remembered."""

from __future__ import annotations

import pytest

from sixianghui.search import rules


@pytest.mark.parametrize(
    ("typed", "word", "near"),
    [
        ("党元之家", "党员之家", True),
        ("党员家", "党员之家", True),
        ("党员之之家", "党员之家", True),
        ("党之员家", "党员之家", True),
        ("无障得", "无障碍", True),
        ("党克", "党课", False),
        ("党员之家", "党员之家", False),
        ("党日之歌", "党员之家", False),
        ("无障碍", "障碍", False),
    ],
)
def test_word_when_one_slip_away_then_is_near(typed: str, word: str, near: bool) -> None:
    assert rules.one_apart(typed, word) is near


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  党课  直播 ", "党课 直播"),
        ("ＤＫ", "dk"),
        ("党", ""),
        ("13800138000", ""),
        ("138 0013 8000", ""),
        ("41010119900101", ""),
        ("2018年", "2018年"),
        ("someone@example.org", ""),
        ("这是一句很长很长的话谁也不会这样问", ""),
    ],
)
def test_query_when_it_may_name_or_number_somebody_then_is_not_remembered(typed: str, kept: str) -> None:
    assert rules.remembered(typed) == kept


def test_pairs_when_one_only_ties_words_then_is_left_out() -> None:
    assert rules.telling(["党费", "费怎", "怎么", "么交"]) == ["党费"]
    assert rules.telling(["怎么"]) == ["怎么"]


def test_text_when_it_quotes_then_the_quoted_are_names() -> None:
    assert rules.quoted("“两学一做”和《党章》，还有“两学一做”") == ["两学一做", "党章"]
