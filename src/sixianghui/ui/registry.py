"""What rooms put on every page: the columns of the channel, links in the foot, the body that publishes the site.

`ui` stands below the rooms, so it asks nobody; a room registers a source in `AppConfig.ready()`. Sources are asked
anew for each page, in the page's language. A page must appear even when the database does not answer, so a source
that cannot reach it counts as empty.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import Error

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Link:
    """A word to press and where it leads. `lang` is the word's language where it is not the page's."""

    label: str
    url: str
    lang: str = ""


LinkSource = Callable[[], Iterable[Link]]


class Links:
    """Links from several rooms, in the order in which the rooms registered."""

    def __init__(self) -> None:
        self._sources: list[LinkSource] = []
        self.tags: set[str] = set()

    def register(self, source: LinkSource, *tags: str) -> None:
        """Add a source once, however often it is registered. Purging one of `tags` takes back every page that has it."""
        self.tags.update(tags)
        if source not in self._sources:
            self._sources.append(source)

    def all(self) -> list[Link]:
        """Every source's links."""
        found: list[Link] = []
        for source in self._sources:
            try:
                found.extend(source())
            except Error:
                log.exception("links of %s are missing from a page", source.__module__)
        return found


nav = Links()
foot = Links()
publisher = Links()

register_nav = nav.register
register_foot = foot.register
register_publisher = publisher.register


def tags_everywhere() -> set[str]:
    """Cache tags of what stands on every page."""
    return nav.tags | foot.tags | publisher.tags
