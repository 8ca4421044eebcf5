"""The page cache by itself."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

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


TAGS = ("all", "home", "news", "n1", "n2")


class PurgeModel(RuleBasedStateMachine):
    """Bytes carry the purge count at the time they were read; nobody may get bytes that a purge outlived."""

    def __init__(self) -> None:
        super().__init__()
        self.cache: PageCache[int] = PageCache(20 * OVERHEAD, Clock())
        self.fills: list[tuple[Fill[int], frozenset[str], int]] = []
        #: tag → the number of the last purge that named it
        self.purged: dict[str, int] = {}
        self.count = 0
        self.log: list[tuple[int, frozenset[str]]] = []

    def outlived_by(self, tags: frozenset[str]) -> int:
        return max(self.purged.get(tag, 0) for tag in {*tags, wire.EVERYTHING})

    @rule(page=st.sampled_from([b"1", b"2", b"3"]), tags=st.frozensets(st.sampled_from(TAGS[1:]), min_size=1))
    def ask(self, page: bytes, tags: frozenset[str]) -> None:
        kept = self.cache.get(page)
        if kept is not None:
            assert int(kept.bodies["identity"]) >= self.outlived_by(kept.tags)
        elif not self.cache.join(page, self.count):
            fill = self.cache.begin(page)
            assert fill is not None
            self.fills.append((fill, tags, self.count))

    @rule(which=st.integers(0, 5))
    def answer(self, which: int) -> None:
        if not self.fills:
            return
        fill, tags, read_at = self.fills.pop(which % len(self.fills))
        outlived = self.outlived_by(tags)
        served, outdated = self.cache.keep(fill, entry(b"%d" % read_at, tags))
        first_hit = min(
            (
                number
                for number, named in self.log
                if number > read_at and {*named} & {*tags, wire.EVERYTHING}
            ),
            default=None,
        )
        assert all(first_hit is None or asked_at < first_hit for asked_at in served)
        assert all(first_hit is not None and asked_at >= first_hit for asked_at in outdated)
        assert (self.cache.get(fill.key) is not None) == (outlived <= read_at)

    @rule(tags=st.frozensets(st.sampled_from(TAGS), min_size=1))
    def purge(self, tags: frozenset[str]) -> None:
        self.count += 1
        for tag in tags:
            self.purged[tag] = self.count
        self.log.append((self.count, tags))
        self.cache.purge(tags)

    @invariant()
    def books_balance(self) -> None:
        assert self.cache.bytes == sum(kept.size for kept in self.cache.entries.values())
        named = {(tag, key) for key, kept in self.cache.entries.items() for tag in kept.tags}
        assert named == {(tag, key) for tag, keys in self.cache._by_tag.items() for key in keys}


TestPurge = PurgeModel.TestCase
