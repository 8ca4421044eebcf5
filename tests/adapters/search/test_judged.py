"""Search finds what readers ask for: the judged queries over the demo's texts."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import Any

import pytest

from tests.load import search as bench

pytestmark = pytest.mark.django_db


def test_judged_queries_when_counted_then_are_enough_of_each_kind() -> None:
    kinds = Counter(one.kind for one in bench.judged())
    assert kinds.total() >= 60
    assert (kinds["two"] >= 20, kinds["sound"] >= 10, kinds["slip"] >= 10) == (True, True, True)


def test_judged_queries_when_their_pieces_are_looked_up_then_each_is_in_the_demo() -> None:
    known = {doc.title for doc in bench.demo_docs()}
    assert sorted({title for one in bench.judged() for title in one.titles} - known) == []


def test_judged_queries_when_asked_then_enough_is_found_and_the_first_three_are_right(
    record_property: Any,
) -> None:
    bench.put_demo()
    found = bench.scores()
    recall = statistics.mean(one.recall for one in found)
    precision = statistics.mean(one.precision for one in found)
    record_property(
        "counted",
        f"search: {len(found)} judged queries, recall@10 {recall:.3f}, precision@3 {precision:.3f}",
    )
    assert recall >= 0.95
    assert precision >= 0.8


def test_score_when_something_is_missing_or_wrong_then_says_so() -> None:
    one = bench.Judged("two", "党课", frozenset({"a", "b", "c", "d"}))
    scored = bench.score(one, ["a", "x", "b", "y"])
    assert (scored.recall, scored.precision, scored.missing) == (0.5, 2 / 3, ("c", "d"))
    assert bench.score(bench.Judged("two", "换届", frozenset({"a"})), ["a", "x", "y"]).precision == 1
