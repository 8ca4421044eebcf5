"""What rooms above put on the page of a unit. They register a source in `AppConfig.ready()`; it is asked for each page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import Error

from sixianghui.directory.models import Unit

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StripLine:
    """A line of a strip: a word to press, where it leads, a few words beside it."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Strip:
    """A few lines about a unit. `more`: where all of them stand."""

    title: str
    lines: Iterable[StripLine]
    more: str = ""


#: A unit → its strip, or None where a room has nothing to show; only what everybody may see, and the same for everybody.
StripSource = Callable[[Unit], Strip | None]
_sources: list[StripSource] = []
_tags: list[Callable[[int], str]] = []


def register_strip(source: StripSource, tag_of: Callable[[int], str]) -> None:
    """Add a source once. `tag_of` names the tag by a unit's id, so that a page without a strip is purged too."""
    if source not in _sources:
        _sources.append(source)
        _tags.append(tag_of)


def strips_of(unit: Unit) -> list[Strip]:
    """Every room's strip. A source that cannot reach the database counts as empty: the page appears."""
    found = []
    for source in _sources:
        try:
            strip = source(unit)
        except Error:
            log.exception("what %s has is missing from a page", source.__module__)
            continue
        if strip is not None:
            found.append(strip)
    return found


def tags_of(unit: int) -> list[str]:
    """The cache tags of a unit's strips, whether there are any or not."""
    return [tag_of(unit) for tag_of in _tags]
