"""The page cache: final bytes by key, the least recently used go first, tags purge.

A key is the site (`http://host `) and the request line that asks for the page, both as bytes. Everything here
runs in the event loop's thread, so a purge is complete when the method returns.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from heapq import nlargest
from itertools import chain
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from sixianghui.common import wire
from sixianghui.front.entry import Kept

W = TypeVar("W")

#: "No purge has touched these bytes."
NEVER = sys.maxsize

#: How long, in seconds, a key whose answer could not be kept is passed on without others waiting for it.
PASSING_SECONDS = 10.0
PASSING_KEYS = 4096


class Fill(Generic[W]):
    """One request to `app` whose answer may become an entry, and those who wait for it.

    A purge during the fill is noted with its number: what was asked before the purge may still be answered
    with these bytes, what was asked after it may not.
    """

    __slots__ = ("key", "struck", "waiters")

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.waiters: list[tuple[int, W]] = []
        self.struck: dict[str, int] = {}

    def outdated_from(self, tags: Iterable[str]) -> int:
        """The number of the first purge that hit bytes with these tags, or `NEVER`."""
        numbers = [self.struck[tag] for tag in (*tags, wire.EVERYTHING) if tag in self.struck]
        return min(numbers, default=NEVER)


_NONE: Mapping[Fill[Any], Kept | None] = MappingProxyType({})


class PageCache(Generic[W]):
    """`limit` bytes of entries; `clock` gives seconds that only grow."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self.entries: OrderedDict[bytes, Kept] = OrderedDict()
        self.bytes = 0
        self.purges = 0
        self.evicted = 0
        self.refreshed = 0
        self._limit = limit
        self._clock = clock
        self._by_tag: dict[str, set[bytes]] = {}
        self._fills: dict[bytes, Fill[W]] = {}
        self._refreshes: set[Fill[W]] = set()
        self._passing: dict[bytes, float] = {}

    def get(self, key: bytes) -> Kept | None:
        entry = self.entries.get(key)
        if entry is None:
            return None
        now = self._clock()
        if entry.expires <= now:
            self._remove(key)
            return None
        self.entries.move_to_end(key)
        entry.used = now
        return entry

    def put(self, key: bytes, entry: Kept) -> None:
        self._remove(key)
        if entry.size > self._limit:
            return
        self.entries[key] = entry
        self.bytes += entry.size
        for tag in entry.tags:
            self._by_tag.setdefault(tag, set()).add(key)
        while self.bytes > self._limit:
            self._remove(next(iter(self.entries)))
            self.evicted += 1

    def _remove(self, key: bytes) -> bool:
        entry = self.entries.pop(key, None)
        if entry is None:
            return False
        self.bytes -= entry.size
        for tag in entry.tags:
            keys = self._by_tag.get(tag)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._by_tag[tag]
        return True

    # ---- fills

    def join(self, key: bytes, waiter: W) -> bool:
        """Wait for the fill of this key, if one is under way."""
        fill = self._fills.get(key)
        if fill is not None:
            fill.waiters.append((self.purges, waiter))
        return fill is not None

    def begin(self, key: bytes) -> Fill[W] | None:
        """A fill of this key; none when its last answer could not be kept."""
        until = self._passing.get(key)
        if until is not None:
            if until > self._clock():
                return None
            del self._passing[key]
        fill: Fill[W] = Fill(key)
        self._fills[key] = fill
        return fill

    def keep(self, fill: Fill[W], entry: Kept) -> tuple[list[W], list[W]]:
        """End a fill with these bytes. They are stored unless a purge hit them meanwhile.

        Returns the waiters who may have the bytes, and those who asked after that purge and may not.
        """
        entry.used = self._clock()
        outdated = fill.outdated_from(entry.tags)
        if outdated == NEVER:
            self.put(fill.key, entry)
        self._end(fill)
        served = [waiter for number, waiter in fill.waiters if number < outdated]
        return served, [waiter for number, waiter in fill.waiters if number >= outdated]

    def give_up(self, fill: Fill[W], *, passing: bool = True) -> list[W]:
        """End a fill whose answer is not kept; returns everyone who waited.

        `passing`: for a while, requests for the key do not wait for each other.
        """
        self._end(fill)
        if passing:
            if len(self._passing) >= PASSING_KEYS:
                self._passing.clear()
            self._passing[fill.key] = self._clock() + PASSING_SECONDS
        return [waiter for _, waiter in fill.waiters]

    def _end(self, fill: Fill[W]) -> None:
        if self._fills.get(fill.key) is fill:
            del self._fills[fill.key]

    # ---- purging

    def recent(self, tags: Iterable[str], seconds: float, limit: int) -> list[bytes]:
        """Keys of entries with any of these tags that readers got in the last `seconds`, the latest first."""
        now = self._clock()
        used = {
            key: entry.used
            for key in self._affected(tags)
            if (entry := self.entries[key]).used >= now - seconds and entry.expires > now
        }
        return nlargest(limit, used, key=used.__getitem__)

    def refresh(self, key: bytes) -> Fill[W]:
        """A fill of a key that is still served, for a purge that was asked and is not yet done.

        Nobody waits for it. It ends with the `purge` to which it is given.
        """
        fill: Fill[W] = Fill(key)
        self._refreshes.add(fill)
        return fill

    def purge(self, tags: Iterable[str], refreshes: Mapping[Fill[W], Kept | None] = _NONE) -> int:
        """Bytes with any of these tags are never served again. Returns how many entries went.

        `refreshes` were begun after this purge had been asked. What came of them takes the place of what went,
        unless another purge hit it meanwhile.
        """
        self.purges += 1
        wanted = set(tags)
        self._refreshes.difference_update(refreshes)
        for fill in chain(self._fills.values(), self._refreshes):
            for tag in wanted:
                fill.struck.setdefault(tag, self.purges)
        count = self._forget(wanted)
        for fill, entry in refreshes.items():
            if entry is not None and fill.outdated_from(entry.tags) == NEVER:
                self.put(fill.key, entry)
                self.refreshed += 1
        return count

    def _forget(self, tags: set[str]) -> int:
        if wire.EVERYTHING in tags:
            count = len(self.entries)
            self.entries.clear()
            self._by_tag.clear()
            self._passing.clear()
            self.bytes = 0
            return count
        return sum(self._remove(key) for key in self._affected(tags))

    def _affected(self, tags: Iterable[str]) -> set[bytes]:
        return set().union(*(self._by_tag.get(tag, ()) for tag in tags))
