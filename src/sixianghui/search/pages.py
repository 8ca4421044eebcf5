"""The source that finds the site's pages, whatever their model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import swapper
from django.utils.functional import Promise

from sixianghui.search.sources import Hit, SearchSource


def pages_source(
    name: str, label: str | Promise, *, text_of: Callable[[Any], str] | None = None, order: int = 10
) -> SearchSource:
    """A source of live, public pages below the site's root. `text_of`: what a page tells under its title."""

    def find(query: str, limit: int) -> list[Hit]:
        pages = swapper.load_model("wagtailcore", "Page").objects.live().public().filter(depth__gt=1)
        return [
            Hit(page.title, page.url, (text_of or _text)(page.specific), page.first_published_at)
            for page in pages.search(query, order_by_relevance=True)[:limit]
            if page.url
        ]

    return SearchSource(name, label, find, order)


def _text(page: Any) -> str:
    return str(getattr(page, "summary", ""))
