"""What other rooms may use of search."""

from sixianghui.search.marking import marked
from sixianghui.search.pages import pages_source
from sixianghui.search.sources import Found, Group, Hit, Results, SearchSource, register_source, search
from sixianghui.search.tokens import index_text, normal, query_parts

__all__ = [
    "Found",
    "Group",
    "Hit",
    "Results",
    "SearchSource",
    "index_text",
    "marked",
    "normal",
    "pages_source",
    "query_parts",
    "register_source",
    "search",
]
