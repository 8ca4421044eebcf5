"""What other rooms may use of search."""

from sixianghui.search.commands import forget_queries, put, rebuild, reindex, remove
from sixianghui.search.likeness import features, nearest
from sixianghui.search.marking import marked
from sixianghui.search.queries import (
    Found,
    Group,
    Results,
    candidates,
    keys_found,
    like,
    related_to,
    search,
    url_of,
)
from sixianghui.search.sources import (
    TAG,
    Doc,
    DocumentSource,
    Hit,
    SearchSource,
    register_documents,
    register_source,
)
from sixianghui.search.tokens import index_text, normal, query_parts

__all__ = [
    "TAG",
    "Doc",
    "DocumentSource",
    "Found",
    "Group",
    "Hit",
    "Results",
    "SearchSource",
    "candidates",
    "features",
    "forget_queries",
    "index_text",
    "keys_found",
    "like",
    "marked",
    "nearest",
    "normal",
    "put",
    "query_parts",
    "rebuild",
    "register_documents",
    "register_source",
    "reindex",
    "related_to",
    "remove",
    "search",
    "url_of",
]
