"""The page cache by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from sixianghui.common import wire
from sixianghui.front.cache import PASSING_SECONDS, Fill, PageCache
from sixianghui.front.entry import OVERHEAD, Entry
from sixianghui.front.metrics import Tally


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def entry(body: bytes = b"", tags: Iterable[str] = ("all",), expires: float = 1e9) -> Entry:
    return Entry(200, [], {"identity": body}, tags=frozenset(tags), expires=expires, tally=Tally())


def test_cache_when_full_then_the_least_recently_used_goes() -> None:
    cache: PageCache[str] = PageCache(3 * entry(b"x" * 1000).size, Clock())
    for key in (b"a", b"b", b"c"):
        cache.put(key, entry(b"x" * 1000))
    cache.get(b"a")
    cache.put(b"d", entry(b"x" * 1000))
    assert (list(cache.entries), cache.evicted) == ([b"c", b"a", b"d"], 1)


def test_cache_when_one_entry_exceeds_it_then_nothing_is_displaced() -> None:
    cache: PageCache[str] = PageCache(2 * OVERHEAD, Clock())
    cache.put(b"small", entry())
    cache.put(b"large", entry(b"x" * 10 * OVERHEAD))
    assert list(cache.entries) == [b"small"]


def test_cache_when_time_is_up_then_the_entry_is_gone() -> None:
    clock = Clock()
    cache: PageCache[str] = PageCache(10**6, clock)
    cache.put(b"a", entry(expires=5))
    clock.now = 4.9
    before = cache.get(b"a") is not None
    clock.now = 5.0
    assert (before, cache.get(b"a"), cache.bytes, cache._by_tag) == (True, None, 0, {})


def test_cache_when_an_answer_could_not_be_kept_then_nobody_waits_for_the_next_for_a_while() -> None:
    clock = Clock()
    cache: PageCache[str] = PageCache(10**6, clock)
    fill = cache.begin(b"a")
    assert fill is not None
    assert cache.join(b"a", "waiter")
    assert cache.give_up(fill) == ["waiter"]
    assert (cache.begin(b"a"), cache.join(b"a", "x")) == (None, False)
    clock.now = PASSING_SECONDS
    assert cache.begin(b"a") is not None


def test_cache_when_a_fill_was_followed_by_another_then_ending_the_first_leaves_the_second() -> None:
    cache: PageCache[str] = PageCache(10**6, Clock())
    first = cache.begin(b"a")
    second = cache.begin(b"a")
    assert first is not None and second is not None
    cache.give_up(first, passing=False)
    assert cache.join(b"a", "waiter")


def test_cache_when_pages_are_purged_then_those_read_last_are_worth_a_refresh() -> None:
    clock = Clock()
    cache: PageCache[str] = PageCache(10**6, clock)
    for key in (b"a", b"b", b"c", b"d", b"unread"):
        cache.put(key, entry(tags=["news"]))
    cache.put(b"other", entry(tags=["home"]))
    for second, key in enumerate((b"d", b"a", b"other", b"c", b"b")):
        clock.now = second
        cache.get(key)
    assert cache.recent(["news"], 2.0, 4) == [b"b", b"c"]
    assert cache.recent(["news"], 10.0, 3) == [b"b", b"c", b"a"]


TAGS = ("all", "home", "news", "n1", "n2")
SOME_TAGS = st.frozensets(st.sampled_from(TAGS[1:]), min_size=1)


@dataclass
class Asked:
    """A purge from the moment it is asked; `done` when it is acknowledged."""

    tags: frozenset[str]
    asked: int
    refreshes: dict[Fill[int], Entry | None] = field(default_factory=dict)
    done: int | None = None

    def hits(self, tags: frozenset[str]) -> bool:
        return bool(self.tags & {*tags, wire.EVERYTHING})


class PurgeModel(RuleBasedStateMachine):
    """Bytes say when they were read, at the earliest; nobody may get what a purge outlived.

    Time is the number of the event.
    """

    make: type[PageCache[int]] = PageCache

    def __init__(self) -> None:
        super().__init__()
        self.cache = self.make(20 * OVERHEAD, Clock())
        self.fills: list[tuple[Fill[int], frozenset[str], int]] = []
        #: What app is at work on for purges: whose it is, the refresh, the tags it will have, when it was begun.
        self.refreshing: list[tuple[Asked, Fill[int], frozenset[str], int]] = []
        self.purges: list[Asked] = []
        self.time = 0

    def tick(self) -> int:
        self.time += 1
        return self.time

    def may_be_read(self, tags: frozenset[str], read_at: int, asked_at: int) -> bool:
        """May someone who asked then get bytes that were read then?"""
        return not any(
            one.done is not None and one.done < asked_at and one.asked > read_at and one.hits(tags)
            for one in self.purges
        )

    def struck(self, tags: frozenset[str], since: int, *, but: Asked | None = None) -> bool:
        return any(
            one.done is not None and one.done > since and one.hits(tags)
            for one in self.purges
            if one is not but
        )

    @rule(page=st.sampled_from([b"1", b"2", b"3"]), tags=SOME_TAGS)
    def ask(self, page: bytes, tags: frozenset[str]) -> None:
        now = self.tick()
        kept = self.cache.get(page)
        if kept is not None:
            assert self.may_be_read(kept.tags, int(kept.bodies["identity"]), now)
        elif not self.cache.join(page, now):
            fill = self.cache.begin(page)
            assert fill is not None
            self.fills.append((fill, tags, now))

    @rule(which=st.integers(0, 5))
    def answer(self, which: int) -> None:
        if not self.fills:
            return
        self.tick()
        fill, tags, read_at = self.fills.pop(which % len(self.fills))
        served, outdated = self.cache.keep(fill, entry(b"%d" % read_at, tags))
        assert all(self.may_be_read(tags, read_at, asked_at) for asked_at in served)
        struck = self.struck(tags, read_at)
        assert struck or not outdated
        kept = self.cache.entries.get(fill.key)
        assert struck or (kept is not None and kept.bodies["identity"] == b"%d" % read_at)

    @rule(tags=st.frozensets(st.sampled_from(TAGS), min_size=1), refresh=SOME_TAGS)
    def ask_purge(self, tags: frozenset[str], refresh: frozenset[str]) -> None:
        one = Asked(tags, self.tick())
        self.purges.append(one)
        for key in self.cache.recent(tags, 1.0, 2):
            fill = self.cache.refresh(key)
            one.refreshes[fill] = None
            self.refreshing.append((one, fill, refresh, self.tick()))

    @rule(which=st.integers(0, 5))
    def answer_refresh(self, which: int) -> None:
        if self.refreshing:
            self.tick()
            one, fill, tags, read_at = self.refreshing.pop(which % len(self.refreshing))
            one.refreshes[fill] = entry(b"%d" % read_at, tags)

    @rule(which=st.integers(0, 5))
    def complete_purge(self, which: int) -> None:
        """Whatever has not come by then is too late."""
        waiting = [one for one in self.purges if one.done is None]
        if not waiting:
            return
        one = waiting[which % len(waiting)]
        self.refreshing = [each for each in self.refreshing if each[0] is not one]
        one.done = self.tick()
        self.cache.purge(one.tags, one.refreshes)
        for fill, fresh in one.refreshes.items():
            if fresh is not None:
                began = int(fresh.bodies["identity"])
                stored = self.cache.entries.get(fill.key) is fresh
                assert stored == (not self.struck(fresh.tags, began, but=one))

    @invariant()
    def nothing_kept_is_outlived(self) -> None:
        for kept in self.cache.entries.values():
            assert self.may_be_read(kept.tags, int(kept.bodies["identity"]), self.time + 1)

    @invariant()
    def books_balance(self) -> None:
        assert self.cache.bytes == sum(kept.size for kept in self.cache.entries.values())
        named = {(tag, key) for key, kept in self.cache.entries.items() for tag in kept.tags}
        assert named == {(tag, key) for tag, keys in self.cache._by_tag.items() for key in keys}


TestPurge = PurgeModel.TestCase


class Careless(PageCache[int]):
    """The control: purges do not strike the refreshes of others."""

    def purge(self, tags: Iterable[str], refreshes: Mapping[Fill[int], Entry | None] | None = None) -> int:
        others, self._refreshes = self._refreshes, set()
        try:
            return super().purge(tags, refreshes or {})
        finally:
            self._refreshes = others - set(refreshes or {})


class CarelessModel(PurgeModel):
    make = Careless

    @rule(which=st.integers(0, 5))
    def complete_purge(self, which: int) -> None:
        """Without the model's own look at what is stored: a reader's view alone must find the fault."""
        waiting = [one for one in self.purges if one.done is None]
        if waiting:
            one = waiting[which % len(waiting)]
            self.refreshing = [each for each in self.refreshing if each[0] is not one]
            one.done = self.tick()
            self.cache.purge(one.tags, one.refreshes)


def test_control_when_refreshes_are_not_struck_then_the_model_finds_out() -> None:
    found = settings(
        max_examples=5000, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(CarelessModel, settings=found)
