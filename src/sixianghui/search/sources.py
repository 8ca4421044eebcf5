"""Where search looks: each room registers how its own things are found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from sixianghui.search.marking import marked

#: Longer queries are cut: no reader means more than this.
LONGEST_QUERY = 64
#: Hits shown of one source.
SHOWN = 30


@dataclass(frozen=True)
class Hit:
    """One thing found: its title, its address, a plain text that tells what it is, and when it is from."""

    title: str
    url: str
    text: str = ""
    at: dt.datetime | dt.date | None = None


@dataclass(frozen=True)
class SearchSource:
    """One kind of thing that can be found.

    name: in plain letters, once on a site. label: the heading over its hits.
    find: (query, most hits wanted) → hits, best first; only what everybody may see. The query is never empty.
    order: where the group stands among the others; the smallest first.
    """

    name: str
    label: str | Promise
    find: Callable[[str, int], list[Hit]]
    order: int = 50


@dataclass(frozen=True)
class Found:
    """A hit as it is shown: the words looked for are marked, everything is escaped."""

    title: str
    url: str
    title_html: SafeString
    summary_html: SafeString
    at: dt.datetime | dt.date | None


@dataclass(frozen=True)
class Group:
    """The hits of one source."""

    name: str
    label: str | Promise
    hits: tuple[Found, ...]


@dataclass(frozen=True)
class Results:
    """What a query found."""

    query: str
    groups: tuple[Group, ...] = ()
    total: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(len(group.hits) for group in self.groups))


registry: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> SearchSource:
    """Add a source, in `AppConfig.ready()`. Raises `ValueError` when another has its name."""
    if registry.get(source.name, source) != source:
        raise ValueError(f"there is a source {source.name} already")
    registry[source.name] = source
    return source


def clean(query: str) -> str:
    """What a reader typed, cut to size: one line without characters that no text holds."""
    printable = "".join(one if one.isprintable() else " " for one in query[: 4 * LONGEST_QUERY])
    return " ".join(printable.split())[:LONGEST_QUERY].strip()


def search(query: str) -> Results:
    """Look in every source for what everybody may see."""
    query = clean(query)
    if not query:
        return Results(query)
    groups = []
    for source in sorted(registry.values(), key=lambda one: (one.order, one.name)):
        hits = source.find(query, SHOWN)
        if hits:
            groups.append(Group(source.name, source.label, tuple(_found(hit, query) for hit in hits[:SHOWN])))
    return Results(query, tuple(groups))


def _found(hit: Hit, query: str) -> Found:
    return Found(hit.title, hit.url, marked(hit.title, query), marked(hit.text, query), hit.at)
