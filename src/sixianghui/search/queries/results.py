"""What a query found, as it is shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Found:
    """A hit as it is shown: the words looked for are marked, everything is escaped."""

    title: str
    url: str
    title_html: SafeString
    summary_html: SafeString
    at: dt.datetime | dt.date | None
    column: str = ""
    key: str = ""


@dataclass(frozen=True)
class Group:
    """The hits of one source that is asked anew."""

    name: str
    label: str | Promise
    hits: tuple[Found, ...]


@dataclass(frozen=True)
class Choice:
    """A way to narrow the results, with how many are left."""

    label: str
    count: int
    query: str
    chosen: bool = False


@dataclass(frozen=True)
class Results:
    """What a query found.

    query: what was typed. asked: what was looked for; another when nothing has the typed words. others: what else may
    have been meant. hits: one page of whole matches. partial: what has some of the words.
    """

    query: str
    asked: str = ""
    others: tuple[str, ...] = ()
    hits: tuple[Found, ...] = ()
    partial: tuple[Found, ...] = ()
    groups: tuple[Group, ...] = ()
    total: int = 0
    columns: tuple[Choice, ...] = ()
    years: tuple[Choice, ...] = ()
    page: int = 1
    pages: int = 1
    related: tuple[str, ...] = ()
    column: str = ""
    year: int | None = None
    exact: bool = False

    @property
    def turning(self) -> str:
        """What stands behind the question mark on every page of these results."""
        return self.narrowed()

    @property
    def all_columns(self) -> str:
        """The same without a column."""
        return self.narrowed(column="")

    @property
    def all_years(self) -> str:
        """The same without a year."""
        return self.narrowed(year=None)

    def narrowed(self, **other: str | int | None) -> str:
        """These results, narrowed otherwise."""
        asked = {
            "q": self.query,
            "exact": "1" if self.exact else "",
            "column": self.column,
            "year": self.year,
        } | other
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def corrected(self) -> bool:
        """Whether something else was looked for than was typed."""
        return self.asked != self.query

    @property
    def number(self) -> int:
        """How many things are shown or can be turned to."""
        return self.total + len(self.partial) + sum(len(group.hits) for group in self.groups)
