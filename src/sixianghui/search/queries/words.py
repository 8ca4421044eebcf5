"""What of a query is looked for."""

from __future__ import annotations

from sixianghui.search import rules
from sixianghui.search.tokens import query_parts


def phrases_of(query: str) -> tuple[str, ...]:
    chinese, words = query_parts(query)
    return tuple(dict.fromkeys((*chinese, *words)))


def pairs_of(query: str) -> list[str]:
    """The pairs and words that say something, for matches in part."""
    chinese, words = query_parts(query)
    pairs = [pair for phrase in chinese for pair in phrase.split()]
    return list(dict.fromkeys([*rules.telling(pairs), *words]))
