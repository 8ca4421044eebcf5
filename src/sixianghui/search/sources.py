"""What rooms tell search: what documents they have, and what else is asked anew for each query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

#: Cache tag of kept answers that show what can be found. A room that puts or removes documents purges it.
TAG = "search"
#: Hits shown of one source that is asked anew.
SHOWN = 30


@dataclass(frozen=True)
class Doc:
    """One thing that everybody may see, as its room tells it.

    kind: the name of its source. key: which thing, once in its kind. lead: kicker and summary. body: its plain text.
    column: what it is narrowed by, a short name in Latin letters. names: what else it is called: kicker, steps,
    what a reader may ask for by its sound; its title is one by itself.
    """

    kind: str
    key: str
    title: str
    url: str
    lead: str = ""
    body: str = ""
    at: dt.datetime | None = None
    column: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentSource:
    """A room whose things are found. It calls `put` and `remove` in the transactions that change them.

    documents: all of them, to make the index anew. columns: the names in `Doc.column` with their words for readers.
    """

    name: str
    documents: Callable[[], Iterable[Doc]]
    columns: Callable[[], Mapping[str, str | Promise]]


@dataclass(frozen=True)
class Hit:
    """One thing found: its title, its address, a plain text that tells what it is, and when it is from."""

    title: str
    url: str
    text: str = ""
    at: dt.datetime | dt.date | None = None


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that is asked for anew each time, because it may be taken back at any moment.

    find: (query, most hits wanted) → hits, best first; only what everybody may see. The query is never empty.
    order: where the group stands among the others; the smallest first.
    """

    name: str
    label: str | Promise
    find: Callable[[str, int], list[Hit]]
    order: int = 50


registry: dict[str, SearchSource] = {}
documents: dict[str, DocumentSource] = {}


def register_source(source: SearchSource) -> SearchSource:
    """Add a source, in `AppConfig.ready()`. Raises `ValueError` when another has its name."""
    if registry.get(source.name, source) != source:
        raise ValueError(f"there is a source {source.name} already")
    registry[source.name] = source
    return source


def register_documents(source: DocumentSource) -> DocumentSource:
    """Add a room's documents, in `AppConfig.ready()`. Raises `ValueError` when another has its name."""
    if documents.get(source.name, source) != source:
        raise ValueError(f"there are documents {source.name} already")
    documents[source.name] = source
    return source


def column_words() -> dict[str, str]:
    """What readers call the columns, in the order in which rooms tell them."""
    return {name: str(word) for source in documents.values() for name, word in source.columns().items()}
