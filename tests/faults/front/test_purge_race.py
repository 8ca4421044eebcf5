"""A purge that meets a fill under way: nobody who asks after the acknowledgement gets the old bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from sixianghui.common import wire
from sixianghui.front.cache import PageCache
from sixianghui.front.entry import Entry
from sixianghui.front.metrics import Tally
from sixianghui.front.public import purge
from tests.adapters.front.harness import House, wait_for

NewHouse = Callable[..., House]


def entry(body: bytes, *tags: str) -> Entry:
    return Entry(200, [], {"identity": body}, tags=frozenset(tags), expires=1e9, tally=Tally())


def late_reader_gets(cache: PageCache[str]) -> tuple[list[str], list[str], bool]:
    """Who is served the old bytes when a purge falls into their fill; and are they kept?"""
    fill = cache.begin(b"page")
    assert fill is not None
    cache.join(b"page", "early")
    cache.purge(["article-1"])
    cache.join(b"page", "late")
    served, again = cache.keep(fill, entry(b"old", "all", "article-1"))
    return served, again, cache.get(b"page") is not None


class Forgetful(PageCache[str]):
    """The control: a cache that purges only what is there, not what is coming."""

    def purge(self, tags: Iterable[str]) -> int:
        fills, self._fills = self._fills, {}
        try:
            return super().purge(tags)
        finally:
            self._fills = fills


def test_purge_when_a_fill_is_under_way_then_later_readers_do_not_get_its_bytes() -> None:
    assert late_reader_gets(PageCache(10**6, lambda: 0.0)) == (["early"], ["late"], False)


def test_control_when_a_cache_forgets_fills_then_serves_stale_bytes() -> None:
    assert late_reader_gets(Forgetful(10**6, lambda: 0.0)) == (["early", "late"], [], True)


def test_purge_when_app_is_rendering_the_old_state_then_the_next_reader_gets_the_new(
    new_house: NewHouse,
) -> None:
    site = new_house()
    state, rendered, gate = ["old"], threading.Event(), threading.Event()

    def view(environ: object) -> tuple[int, dict[str, str], bytes]:
        text = state[0]  # read from the database …
        rendered.set()
        if text == "old":
            gate.wait(20)  # … and then slow
        return 200, {wire.CACHE_TAGS: "all article-1"}, text.encode()

    site.app.views["/article"] = view
    with site.front.client() as early, site.front.client() as late:
        early.send(b"GET /article HTTP/1.1\r\nHost: a\r\n\r\n")
        assert rendered.wait(20)
        state[0] = "new"
        assert purge([site.control], ["article-1"]).complete
        late.send(b"GET /article HTTP/1.1\r\nHost: a\r\n\r\n")
        wait_for(lambda: site.front.figure("in_flight") == 3)
        gate.set()
        assert (early.answer().body, late.answer().body) == (b"old", b"new")
    assert site.front.ask("/article", headers={"Host": "a"}).body == b"new"
    assert site.app.count("/article") == 2


def test_purge_when_other_tags_are_purged_meanwhile_then_the_fill_is_kept(new_house: NewHouse) -> None:
    site = new_house()
    rendered, gate = threading.Event(), threading.Event()

    def view(environ: object) -> tuple[int, dict[str, str], bytes]:
        rendered.set()
        gate.wait(20)
        return 200, {wire.CACHE_TAGS: "all article-1"}, b"text"

    site.app.views["/article"] = view
    with site.front.client() as reader:
        reader.send(b"GET /article HTTP/1.1\r\nHost: example.test\r\n\r\n")
        assert rendered.wait(20)
        for number in range(50):
            assert purge([site.control], [f"lecture-{number}"]).complete
        gate.set()
        assert reader.answer().body == b"text"
    assert (site.front.ask("/article").body, site.app.count("/article")) == (b"text", 1)


def test_purge_when_writers_and_readers_race_then_nobody_reads_what_was_replaced(new_house: NewHouse) -> None:
    site = new_house()
    version = [0]
    site.app.views["/v"] = lambda environ: (200, {wire.CACHE_TAGS: "all v"}, str(version[0]).encode())
    acknowledged, wrong, stop = [0], [], threading.Event()

    def read() -> None:
        with site.front.client() as client:
            while not stop.is_set():
                at_least = acknowledged[0]
                seen = int(client.ask("/v").body)
                if seen < at_least:
                    wrong.append((at_least, seen))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(1, 301):
        version[0] = number
        assert purge([site.control], ["v"]).complete
        acknowledged[0] = number
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    print(f"300 purges, {site.app.count('/v')} fills, 0 stale")


def test_purge_when_a_front_is_missing_dead_or_hangs_then_is_said_of_each(
    new_house: NewHouse, tmp_path: Path
) -> None:
    site = new_house()
    assert site.front.ask("/healthz").status == 200
    missing, dead, hangs = tmp_path / "missing", tmp_path / "dead", tmp_path / "hangs"
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(dead))
        left_behind.listen()
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(hangs))
        deaf.listen()
        result = purge([missing, hangs, dead, site.control], [wire.EVERYTHING], timeout=1.5)
    assert (result.acknowledged, result.absent, result.unanswered) == (
        (site.control,),
        (missing, dead),
        (hangs,),
    )
    assert not result.complete


def test_purge_when_a_front_was_killed_and_returns_then_its_cache_is_empty(new_house: NewHouse) -> None:
    site = new_house()
    version = ["old"]
    site.app.views["/v"] = lambda environ: (200, {wire.CACHE_TAGS: "all v"}, version[0].encode())
    site.front.ask("/v")
    site.front.kill()
    version[0] = "new"
    assert purge([site.control], ["v"]).absent == (site.control,)
    site.control.unlink()
    site.front.start()
    assert site.front.ask("/v").body == b"new"
