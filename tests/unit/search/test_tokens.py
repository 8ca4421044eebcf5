"""Chinese text as tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.search.tokens import index_text, query_parts


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("党课开讲", "党课 课开 开讲 党 课 开 讲"),
        ("党", "党"),
        ("党课，开讲", "党课 开讲 党 课 开 讲"),
        ("党建e时代2018", "党建 e 时代 2018 党 建 时 代"),
        ("ＡＩ　Party-Building", "ai party building"),
        ("“——”", ""),
    ],
)
def test_index_when_text_is_given_then_pairs_come_first_and_singles_last(text: str, tokens: str) -> None:
    assert index_text(text) == tokens


@pytest.mark.parametrize(
    ("query", "phrases", "words"),
    [
        ("党课", ["党课"], []),
        ("党", ["党"], []),
        ("书记讲", ["书记 记讲"], []),
        ("十九大 Live 18", ["十九 九大"], ["live", "18"]),
        ('" OR 1=1 --', [], ["or", "1", "1"]),
        ("", [], []),
    ],
)
def test_query_when_given_then_chinese_is_a_phrase_and_the_rest_words(
    query: str, phrases: list[str], words: list[str]
) -> None:
    assert query_parts(query) == (phrases, words)


@given(st.text(alphabet="党课书记讲直播", min_size=1, max_size=12), st.data())
def test_any_part_of_a_run_when_looked_for_then_its_phrase_stands_in_the_index(
    run: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(start + 1, len(run)))
    [phrase], _ = query_parts(run[start:end])
    assert f" {phrase} " in f" {index_text(run)} "


@given(st.text(max_size=200))
def test_tokens_when_anything_is_given_then_are_letters_and_digits(text: str) -> None:
    assert all(token.isalnum() or not token.isascii() for token in index_text(text).split())
