"""Activities that belong to another room: it records them by itself when they end, and has a page of its own for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet


class Page(NamedTuple):
    """Where another room has an activity of its own: words for the way there, its page, where it is changed before, and
    what becomes of it when it is struck as never held."""

    words: str
    address: str
    changes: str
    struck: str


#: (ids of activities) → those that are another room's.
Pages = Callable[[list[int]], dict[int, Page]]
_pages: list[Pages] = []

#: Answers the ids of such activities, as a query.
Recorder = Callable[[], "QuerySet[Any, Any]"]
_recorders: list[Recorder] = []


def register_recorder(recorder: Recorder) -> None:
    """Let a room say which announced activities it records by itself."""
    if recorder not in _recorders:
        _recorders.append(recorder)


def recorders() -> list[Recorder]:
    """All of them."""
    return list(_recorders)


def register_pages(pages: Pages) -> None:
    """Let a room say where its activities are read."""
    if pages not in _pages:
        _pages.append(pages)


def pages_of(activities: list[int]) -> dict[int, Page]:
    """The pages of those that have one of their own. One query for each room that has any."""
    found: dict[int, Page] = {}
    if activities:
        for pages in _pages:
            found.update(pages(activities))
    return found
