"""The page cache: final bytes by key, the least recently used go first, tags purge.

A key is the site (`http://host `) and the request line that asks for the page, both as bytes. Everything here
runs in the event loop's thread, so a purge is complete when the method returns.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from sixianghui.common import wire
from sixianghui.front.entry import Entry

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


class PageCache(Generic[W]):
    """`limit` bytes of entries; `clock` gives seconds that only grow."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self.entries: OrderedDict[bytes, Entry] = OrderedDict()
        self.bytes = 0
        self.purges = 0
        self.evicted = 0
        self._limit = limit
        self._clock = clock
        self._by_tag: dict[str, set[bytes]] = {}
        self._fills: dict[bytes, Fill[W]] = {}
        self._passing: dict[bytes, float] = {}

    def get(self, key: bytes) -> Entry | None:
        entry = self.entries.get(key)
        if entry is None:
            return None
        if entry.expires <= self._clock():
            self._remove(key)
            return None
        self.entries.move_to_end(key)
        return entry

    def put(self, key: bytes, entry: Entry) -> None:
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

    def keep(self, fill: Fill[W], entry: Entry) -> tuple[list[W], list[W]]:
        """End a fill with these bytes. They are stored unless a purge hit them meanwhile.

        Returns the waiters who may have the bytes, and those who asked after that purge and may not.
        """
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

    def purge(self, tags: Iterable[str]) -> int:
        """Bytes with any of these tags are never served again. Returns how many entries went."""
        self.purges += 1
        wanted = set(tags)
        for fill in self._fills.values():
            for tag in wanted:
                fill.struck.setdefault(tag, self.purges)
        if wire.EVERYTHING in wanted:
            count = len(self.entries)
            self.entries.clear()
            self._by_tag.clear()
            self._passing.clear()
            self.bytes = 0
            return count
        keys = set().union(*(self._by_tag.get(tag, ()) for tag in wanted))
        return sum(self._remove(key) for key in keys)
