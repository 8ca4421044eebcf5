"""What a reader gets: sources asked in order, words marked, nothing unescaped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.search import sources
from sixianghui.search.marking import marked
from sixianghui.search.public import Hit, SearchSource, register_source, search

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked() -> Iterator[list[str]]:
    """Two sources of these tests alone; what they were asked."""
    kept = dict(sources.registry)
    sources.registry.clear()
    queries: list[str] = []

    def find(query: str, limit: int) -> list[Hit]:
        queries.append(query)
        return [Hit("党课开讲", "/lecture/", "书记讲党课，<b>欢迎</b>")] if query == "党课" else []

    register_source(SearchSource("lectures", "讲堂", find, order=2))
    register_source(SearchSource("units", "组织", lambda query, limit: [Hit("样例党支部", "/u/")], order=1))
    yield queries
    sources.registry.clear()
    sources.registry.update(kept)


def test_search_when_sources_find_something_then_groups_stand_in_order() -> None:
    found = search("  党课 ")
    assert (found.query, found.number, [group.name for group in found.groups]) == (
        "党课",
        2,
        ["units", "lectures"],
    )
    [hit] = found.groups[1].hits
    assert hit.title_html == "<mark>党课</mark>开讲"
    assert hit.summary_html == "书记讲<mark>党课</mark>，&lt;b&gt;欢迎&lt;/b&gt;"


def test_search_when_a_source_finds_nothing_then_has_no_group() -> None:
    assert [group.name for group in search("直播").groups] == ["units"]


@pytest.mark.parametrize("query", ["", "   ", "\x00\x07", "\u200b"])
def test_search_when_nothing_is_asked_then_no_source_is(query: str, asked: list[str]) -> None:
    found = search(query)
    assert (found.groups, found.number, asked) == ((), 0, [])


def test_search_when_the_query_is_long_then_is_cut(asked: list[str]) -> None:
    search("党" * 5000)
    assert asked == ["党" * 64]


def test_source_when_its_name_is_taken_then_is_refused() -> None:
    with pytest.raises(ValueError, match="already"):
        register_source(SearchSource("units", "别的", lambda query, limit: []))


def test_marking_when_the_match_stands_late_then_shows_the_text_around_it() -> None:
    text = "一" * 100 + "党课" + "二" * 200
    shown = marked(text, "党课", 60)
    assert shown == "…" + "一" * 30 + "<mark>党课</mark>" + "二" * 28 + "…"


@given(st.text(max_size=60), st.text(max_size=10))
def test_marking_when_anything_is_given_then_no_markup_but_marks_comes_out(text: str, query: str) -> None:
    bare = marked(text, query).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare
