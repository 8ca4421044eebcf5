"""Reads for what machines fetch: feeds and sitemaps."""

from __future__ import annotations

import datetime as dt

from wagtail.query import PageQuerySet

from sixianghui.channel.models import (
    ArticlePage,
    BasePage,
    ColumnPage,
    GuidePage,
    HomePage,
    PanoramaPage,
    Piece,
)
from sixianghui.common import time

#: How many entries a feed has.
ENTRIES = 50
#: How many addresses one part of the sitemap has; the protocol allows 50,000.
PART = 5_000
#: A news sitemap holds what is younger than this.
NEWS = dt.timedelta(hours=48)


def pieces_out() -> PageQuerySet:
    """Articles and guides that are out."""
    return BasePage.objects.live().type(ArticlePage, GuidePage, PanoramaPage)


def newest(column: ColumnPage | None = None) -> list[Piece]:
    """What a feed shows: the latest that came out, whole."""
    pages = pieces_out() if column is None else pieces_out().child_of(column)
    return list(pages.order_by("-first_published_at", "-pk").specific(defer=False)[:ENTRIES])


def fresh_news() -> list[BasePage]:
    """What came out within two days, by the domain's clock; at most a thousand, as the protocol has it."""
    pages = pieces_out().filter(first_published_at__gt=time.now() - NEWS)
    return list(pages.order_by("-first_published_at", "-pk")[:1000])


def column_called(slug: str) -> ColumnPage | None:
    """An open column."""
    return ColumnPage.objects.live().filter(slug=slug).first()


def standing_pages() -> list[BasePage]:
    """The front page and the columns."""
    return list(BasePage.objects.live().type(HomePage, ColumnPage).order_by("path"))


def parts() -> list[dt.datetime | None]:
    """When each part of the list of pieces last changed: one moment for each `PART` pieces, the oldest first."""
    moments = list(pieces_out().order_by("pk").values_list("last_published_at", flat=True))
    return [max(filter(None, moments[at : at + PART]), default=None) for at in range(0, len(moments), PART)]


def part(number: int) -> list[BasePage]:
    """The pieces of one part, the oldest first; the first part has number 1."""
    start = (number - 1) * PART
    return list(pieces_out().order_by("pk")[start : start + PART])
