"""Reads of the ledger: a number as a reader may see it, its parts, its rows, and what became of what was published."""

from sixianghui.ledger.queries.groups import Grouped, Part, grouped, in_every_way
from sixianghui.ledger.queries.published import (
    Since,
    keeps_past,
    last_published_value,
    publications,
    seal_holds,
    since,
)
from sixianghui.ledger.queries.reading import Reading, Sees, is_guarded, read, table, value_of
from sixianghui.ledger.queries.small import would_give_away

__all__ = [
    "Grouped",
    "Part",
    "Reading",
    "Sees",
    "Since",
    "grouped",
    "in_every_way",
    "is_guarded",
    "keeps_past",
    "last_published_value",
    "publications",
    "read",
    "seal_holds",
    "since",
    "table",
    "value_of",
    "would_give_away",
]
