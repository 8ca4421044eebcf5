"""Search finds what readers ask for: the judged queries over the demo's texts."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import strip_tags

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
    # PostgreSQL weighs by how often a word stands there, not by how rare it is.
    assert recall >= (0.95 if connection.vendor == "sqlite" else 0.94)
    assert precision >= 0.8


#: What is typed, what is looked for, and what stands on the page.
WITHOUT_SCRIPTS = (
    ("党课", "党课", "怎样讲一堂四十分钟的党课"),
    ("两学一做", "两学一做", "办一次不赶人的主题党日"),
    ("dangke", "党课", "怎样讲一堂四十分钟的党课"),
    ("党克", "党课", "怎样讲一堂四十分钟的党课"),
)


def test_pages_when_readers_ask_without_scripts_then_show_what_they_meant_narrowed_and_turned(
    client: Client,
) -> None:
    bench.put_demo()
    for query, asked, title in WITHOUT_SCRIPTS:
        page = client.get("/search/", {"q": query}).content.decode()
        plain = strip_tags(page.split("<main", 1)[1])
        assert title in plain
        assert f"<mark>{asked}</mark>" in page
        assert (f"没有“{query}”，按“{asked}”检索。" in plain) == (query != asked)
        assert (f"q={quote(query)}&amp;exact=1" in page) == (query != asked)
    found = client.get("/search/", {"q": "支部"}).context["found"]
    assert [one.label for one in found.years] == ["2018"]
    assert found.pages > 10
    turned = client.get(f"/search/?{found.turning}&page=2").context["found"]
    assert (len(turned.hits), turned.page) == (10, 2)
    assert not {hit.url for hit in turned.hits} & {hit.url for hit in found.hits}


def test_score_when_something_is_missing_or_wrong_then_says_so() -> None:
    one = bench.Judged("two", "党课", frozenset({"a", "b", "c", "d"}))
    scored = bench.score(one, ["a", "x", "b", "y"])
    assert (scored.recall, scored.precision, scored.missing) == (0.5, 2 / 3, ("c", "d"))
    assert bench.score(bench.Judged("two", "换届", frozenset({"a"})), ["a", "x", "y"]).precision == 1
