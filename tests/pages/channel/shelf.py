"""The front's own page cache, filled by asking the site: what a change takes back, and whether what is left is true."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.test import Client

from sixianghui.common import wire
from sixianghui.front.cache import PageCache
from sixianghui.front.entry import Entry
from sixianghui.front.metrics import Tally
from tests.pages.channel.reading import taken_back_since_last_asked

#: From where a page listens on: another number says nothing else.
_CURSOR = re.compile(rb' cursor="\d+"')


class Shelf:
    """Kept pages by path. What waits for the test's transaction when it is made is forgotten."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._cache: PageCache[None] = PageCache(1 << 30, lambda: 0.0)
        self._paths = list(paths)
        taken_back_since_last_asked()
        for path in self._paths:
            answer = Client().get(path)
            tags = frozenset(answer.headers[wire.CACHE_TAGS].split())
            entry = Entry(
                answer.status_code, [], {"identity": answer.content}, tags=tags, expires=1.0, tally=Tally()
            )
            self._cache.put(path.encode(), entry)

    def taken_back(self) -> set[str]:
        """The paths that the changes since then took back."""
        self._cache.purge(taken_back_since_last_asked())
        return {path for path in self._paths if self._cache.get(path.encode()) is None}

    def stale(self) -> set[str]:
        """The paths whose kept bytes are not those that the site answers now. Asking takes nothing back."""
        kept = {path: self._cache.get(path.encode()) for path in self._paths}
        return {
            path
            for path, entry in kept.items()
            if entry is not None
            and _CURSOR.sub(b"", entry.bodies["identity"]) != _CURSOR.sub(b"", Client().get(path).content)
        }
