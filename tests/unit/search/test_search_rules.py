"""Slips of the hand, and what of a query may be remembered."""

from __future__ import annotations

import datetime as dt

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


@pytest.mark.parametrize(
    ("typed", "word", "near"),
    [
        # A character fewer than a word of three; of a word of two too little is left.
        ("党员", "党员家", True),
        ("党员家", "党员", False),
        ("员", "党员", False),
        ("党", "党员", False),
        ("党员", "党课", False),
        # Two changed over, also at the ends; of two that differ both have to be.
        ("员党", "党员", True),
        ("员党之家", "党员之家", True),
        ("党员家之", "党员之家", True),
        ("员人之家", "党员之家", False),
        ("人党之家", "党员之家", False),
        ("家员之党", "党员之家", False),
        # One more or fewer, at either end and within; another word of nearly its length is none.
        ("员之家", "党员之家", True),
        ("党员之", "党员之家", True),
        ("的党员之家", "党员之家", True),
        ("党员之家的", "党员之家", True),
        ("读书角", "党员之家", False),
        ("党员", "党员之家", False),
        ("", "党", False),
    ],
)
def test_word_when_short_or_changed_over_then_only_a_single_slip_is_near(
    typed: str, word: str, near: bool
) -> None:
    assert rules.one_apart(typed, word) is near


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  党课\t直播\n", "党课 直播"),
        ("党\x00课", "党 课"),
        ("党\u3000课", "党 课"),
        ("", ""),
        ("党" * 64, "党" * 64),
        ("党" * 65, "党" * 64),
        ("党" * 63 + " 课", "党" * 63),
        (" " * 255 + "党", "党"),
        (" " * 256 + "党", ""),
    ],
)
def test_query_when_typed_then_is_one_line_cut_to_size(typed: str, cleaned: str) -> None:
    assert rules.clean(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("党课", "党课"),
        (" 党 ", ""),
        ("党" * 16, "党" * 16),
        ("党" * 17, ""),
        ("党课12345", "党课12345"),
        ("党课123456", ""),
        ("党课１２３４５６", ""),
        ("a@b", ""),
        ("a＠b", ""),
    ],
)
def test_query_when_at_a_limit_then_remembered_up_to_it(typed: str, kept: str) -> None:
    assert rules.remembered(typed) == kept


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("“党课”「读书角」《党章》", ["党课", "读书角", "党章"]),
        ("“课”", []),
        (f"“{'课' * 16}”", ["课" * 16]),
        (f"“{'课' * 17}”", []),
        ("“党课”“党课”", ["党课"]),
        ("“党\n课”", []),
        ("党课", []),
    ],
)
def test_text_when_it_quotes_two_to_sixteen_characters_then_they_are_a_name(
    text: str, names: list[str]
) -> None:
    assert rules.quoted(text) == names


def test_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What is promised in `docs/` and kept in tables, written down a second time."""
    assert (rules.LONGEST_QUERY, rules.LONGEST_REMEMBERED, rules.ENOUGH_PEOPLE) == (64, 16, 5)
    assert (rules.ON_A_PAGE, rules.MOST_PAGES, rules.FEW, rules.MOST_PARTIAL) == (10, 50, 3, 10)
    assert dt.timedelta(days=30) == rules.REMEMBERED
