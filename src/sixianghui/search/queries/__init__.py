"""Reads of search."""

from sixianghui.search.queries.finding import search, url_of
from sixianghui.search.queries.likes import keys_found, like
from sixianghui.search.queries.meanings import meant
from sixianghui.search.queries.popular import candidates, popular_queries, related_to, suggestions
from sixianghui.search.queries.results import Choice, Found, Group, Results

__all__ = [
    "Choice",
    "Found",
    "Group",
    "Results",
    "candidates",
    "keys_found",
    "like",
    "meant",
    "popular_queries",
    "related_to",
    "search",
    "suggestions",
    "url_of",
]
