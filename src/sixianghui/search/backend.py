"""What WAGTAILSEARCH_BACKENDS names: Wagtail's search over this database, with our own tokens for Chinese.

The vendor's module for one database cannot be imported under the other, so each is imported inside the factory.
"""

from __future__ import annotations

import functools
from typing import Any

from django.db import connection
from modelsearch.query import And, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from sixianghui.search.tokens import index_text, normal, query_parts

#: Characters of a question that are looked at, and words: PostgreSQL takes no word of more than 2,046 bytes, SQLite no
#: question that is a hundred parts deep.
_LONGEST_QUERY, _MOST_WORDS = 256, 16


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  the name that Wagtail looks for
    """The backend for the database of this installation."""
    if connection.vendor == "sqlite":
        return _sqlite()(params)
    return _postgres()(params)


def in_tokens(query: SearchQuery) -> SearchQuery:
    """The same query over tokens: Chinese words become phrases, other words stay words. One without any word finds nothing."""
    return _in_tokens(query) or Not(MatchAll())


def _in_tokens(query: SearchQuery) -> SearchQuery | None:
    """None for a part that names no word, such as signs between quotation marks: the others are asked without it.

    PostgreSQL's compiler takes no "nothing" within a query.
    """
    if isinstance(query, PlainText | Phrase):
        found = query_parts(normal(query.query_string)[:_LONGEST_QUERY])
        phrases, words = (list(dict.fromkeys(one))[:_MOST_WORDS] for one in found)
        parts: list[SearchQuery] = [Phrase(phrase) for phrase in phrases]
        operator = getattr(query, "operator", "and")
        if words:
            parts.append(PlainText(" ".join(words), operator=operator))
        return _joined(And if operator == "and" else Or, parts)
    if isinstance(query, And | Or):
        within = (_in_tokens(part) for part in query.subqueries)
        return _joined(type(query), [part for part in within if part is not None])
    if isinstance(query, Not):
        denied = _in_tokens(query.subquery)
        return None if denied is None else Not(denied)
    return query


def _joined(how: type[And | Or], parts: list[SearchQuery]) -> SearchQuery | None:
    if len(parts) > 1:
        return how(parts)
    return parts[0] if parts else None


class _Tokens:
    """Mixed into the vendor's indexer: texts are indexed as tokens. Lists come back here part by part."""

    def prepare_value(self, value: Any) -> str:
        prepared: str = super().prepare_value(value)  # type: ignore[misc]
        return prepared if isinstance(value, list | dict) else index_text(prepared)


class _Asking:
    """Mixed into the vendor's compilers: queries ask for tokens."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = in_tokens(self.query)


@functools.cache
def _sqlite() -> Any:
    from modelsearch.backends.database.sqlite import sqlite as vendor

    vendor.ObjectIndexer = type("TokenIndexer", (_Tokens, vendor.ObjectIndexer), {})

    class _Ranked(_Asking):
        def _build_rank_expression(self, vectors: Any, config: Any) -> Any:
            """One rank for the whole match; the vendor's product of ranks turns the order round for long queries."""
            return vendor.BM25()

    class Search(_Ranked, vendor.SQLiteSearchQueryCompiler):
        pass

    class Autocomplete(_Ranked, vendor.SQLiteAutocompleteQueryCompiler):
        pass

    class Backend(vendor.SQLiteSearchBackend):
        query_compiler_class = Search
        autocomplete_query_compiler_class = Autocomplete

    return Backend


@functools.cache
def _postgres() -> Any:
    from modelsearch.backends.database.postgres import postgres as vendor

    vendor.ObjectIndexer = type("TokenIndexer", (_Tokens, vendor.ObjectIndexer), {})

    class Search(_Asking, vendor.PostgresSearchQueryCompiler):
        pass

    class Autocomplete(_Asking, vendor.PostgresAutocompleteQueryCompiler):
        pass

    class Backend(vendor.PostgresSearchBackend):
        query_compiler_class = Search
        autocomplete_query_compiler_class = Autocomplete

        def __init__(self, params: dict[str, Any]) -> None:
            super().__init__({**params, "SEARCH_CONFIG": "simple"})

    return Backend
