"""A purge fetches anew what is being read before it is acknowledged; nothing older is served for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from sixianghui.common import wire
from sixianghui.front.public import purge
from tests.adapters.front.harness import PATIENCE, House, page, wait_for

NewHouse = Callable[..., House]

#: However slow the machine is, a page that was read counts as read of late, and a refresh comes in time.
PATIENT = {"refresh_timeout": PATIENCE, "refresh_recent": 1e6}


def purged(site: House, *tags: str) -> bool:
    return purge([site.control], tags, timeout=PATIENCE).complete


def misses_while_read_and_purged(site: House, purges: int) -> tuple[int, int, list[tuple[int, int]]]:
    """(pages that a reader waited for, refreshes, what was read too old) with four readers in a loop."""
    version, acknowledged = 0, 0
    site.app.views["/v"] = lambda environ: (200, {wire.CACHE_TAGS: "all v"}, b"%d" % version)
    site.front.ask("/v")
    wrong, stop, read = [], threading.Event(), [0] * 4

    def reader(number: int) -> None:
        with site.front.client() as client:
            while not stop.is_set():
                at_least = acknowledged
                seen = int(client.ask("/v").body)
                if seen < at_least:
                    wrong.append((at_least, seen))
                read[number] += 1

    readers = [threading.Thread(target=reader, args=(number,)) for number in range(4)]
    for one in readers:
        one.start()
    for version in range(1, purges + 1):
        before = list(read)
        # Two answers: the second was asked after the last acknowledgement.
        wait_for(lambda before=before: all(now > then + 1 for now, then in zip(read, before, strict=True)))
        assert purged(site, "v")
        acknowledged = version
    stop.set()
    for one in readers:
        one.join()
    refreshes = site.front.figure("cache_refreshes_total")
    site.front.ask("/v")
    return site.front.figure("cache_misses_total"), refreshes, wrong


def test_purge_when_a_page_is_read_all_the_time_then_no_reader_waits_and_none_reads_what_is_older(
    new_house: NewHouse,
) -> None:
    assert misses_while_read_and_purged(new_house(**PATIENT), 50) == (1, 50, [])


def test_control_when_nothing_is_refreshed_then_readers_wait_after_each_purge(new_house: NewHouse) -> None:
    assert misses_while_read_and_purged(new_house(refresh_timeout=0.0), 50) == (51, 0, [])


class Slow:
    """A page of which chosen versions take until they are let go."""

    def __init__(self, site: House) -> None:
        self.version = b"0"
        self.begun: list[bytes] = []
        self.gates: dict[bytes, threading.Event] = {}
        self.seen: list[dict[str, Any]] = []
        site.app.views["/slow"] = self

    def __call__(self, environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        text = self.version  # read from the database …
        self.seen.append(environ)
        self.begun.append(text)
        if text in self.gates:
            self.gates[text].wait(PATIENCE)  # … and then slow
        return 200, {wire.CACHE_TAGS: "all slow"}, text


def test_purge_when_a_later_one_is_done_first_then_the_older_bytes_are_not_kept(new_house: NewHouse) -> None:
    site = new_house(**PATIENT)
    slow = Slow(site)
    slow.gates[b"1"] = threading.Event()
    site.front.ask("/slow")
    slow.version = b"1"
    results: list[bool] = []
    first = threading.Thread(target=lambda: results.append(purged(site, "slow")))
    first.start()
    wait_for(lambda: slow.begun == [b"0", b"1"])
    assert site.front.ask("/slow").body == b"0"  # not acknowledged yet
    slow.version = b"2"
    assert purged(site, "slow")
    assert site.front.ask("/slow").body == b"2"
    slow.gates[b"1"].set()
    first.join()
    assert (results, site.front.ask("/slow").body) == ([True], b"2")


def test_purge_when_everything_goes_then_it_waits_for_no_refresh_and_none_is_kept(
    new_house: NewHouse,
) -> None:
    site = new_house(**PATIENT)
    slow = Slow(site)
    slow.gates[b"1"] = threading.Event()
    site.front.ask("/slow")
    slow.version = b"1"
    first = threading.Thread(target=lambda: purged(site, "slow"))
    first.start()
    wait_for(lambda: slow.begun == [b"0", b"1"])
    slow.version = b"2"
    assert purged(site, wire.EVERYTHING)
    assert slow.begun == [b"0", b"1"]
    slow.gates[b"1"].set()
    first.join()
    assert (site.front.ask("/slow").body, site.front.figure("cache_refreshes_total")) == (b"2", 0)


def test_refresh_when_it_comes_too_late_then_the_page_is_gone_and_every_thread_is_free_again(
    new_house: NewHouse,
) -> None:
    site = new_house(refresh_timeout=0.1, refresh_recent=1e6, app_connections=2)
    slow = Slow(site)
    slow.gates[b"1"] = threading.Event()

    def purged_before_it_came() -> bool:
        """False when time was up even before app was asked, as may happen on a busy machine."""
        slow.version = b"0"
        site.front.ask("/slow")
        slow.version = b"1"
        assert purged(site, "slow")
        return b"1" in slow.begun

    wait_for(purged_before_it_came)
    assert site.front.figure("app_busy") == 1  # app is still at work on it
    slow.version = b"2"
    assert site.front.ask("/slow").body == b"2"
    slow.gates[b"1"].set()
    wait_for(lambda: site.front.figure("app_busy") == 0)
    assert site.front.ask("/slow").body == b"2"
    assert [site.front.ask("/other").status for _ in range(4)] == [404] * 4
    assert (site.front.figure("cache_refreshes_total"), site.app.most_running) == (0, 2)


def test_purge_when_every_thread_of_app_waits_for_one_then_all_are_done(new_house: NewHouse) -> None:
    site = new_house(app_connections=2)
    together = threading.Barrier(2)

    def save(environ: object) -> tuple[int, dict[str, str], bytes]:
        together.wait(PATIENCE)
        return 200, {}, b"%d" % purge([site.control], ["all-pages"], timeout=PATIENCE).complete

    site.app.views["/page"] = page(b"text", "all all-pages")
    site.app.views["/save"] = save
    site.front.ask("/page")
    with site.front.client() as one, site.front.client() as two:
        for client in (one, two):
            client.send(b"POST /save HTTP/1.1\r\nHost: example.test\r\n\r\n")
        assert (one.answer().body, two.answer().body) == (b"1", b"1")
    assert (site.front.ask("/page").body, site.app.count("/page")) == (b"text", 2)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("an error", (500, {wire.CACHE_TAGS: "all x"}, b"broken")),
        ("without tags", (200, {}, b"private")),
        ("a cookie", (200, {wire.CACHE_TAGS: "all x", "Set-Cookie": "a=b"}, b"personal")),
        ("too large", (200, {wire.CACHE_TAGS: "all x"}, [b"x" * 3_000_000, b"x" * 3_000_000])),
        ("broken off", (200, {wire.CACHE_TAGS: "all x", "Content-Length": "1000"}, b"half")),
    ],
)
def test_refresh_when_its_answer_may_not_be_kept_then_the_page_is_gone(
    new_house: NewHouse, name: str, answer: tuple[int, dict[str, str], Any]
) -> None:
    site = new_house(**PATIENT)
    site.app.views["/x"] = page(b"old", "all x")
    site.front.ask("/x")
    site.app.views["/x"] = lambda environ: answer
    assert purged(site, "x")
    assert (site.app.count("/x") > 1, site.front.figure("cache_refreshes_total")) == (True, 0)
    site.app.views["/x"] = page(b"new", "all x")
    assert site.front.ask("/x").body == b"new"
    assert site.front.figure("app_busy") == 0


def test_refresh_when_it_asks_app_then_it_says_nothing_of_any_reader(new_house: NewHouse) -> None:
    site = new_house(**PATIENT)
    slow = Slow(site)
    personal = {"Cookie": "font=large", "User-Agent": "mine", "Referer": "http://x/", "Host": "A.test:80"}
    site.front.ask("/slow?a=%20b", headers=personal)
    assert purged(site, "slow")
    asked = slow.seen[-1]
    said = {name for name in asked if name.startswith("HTTP_")}
    assert said == {"HTTP_HOST", "HTTP_X_REQUEST_ID", "HTTP_X_SIXIANGHUI_CLIENT", "HTTP_X_SIXIANGHUI_SCHEME"}
    assert (asked["HTTP_HOST"], asked["QUERY_STRING"], asked["HTTP_X_SIXIANGHUI_CLIENT"]) == (
        "a.test",
        "a=%20b",
        "127.0.0.1",
    )
    assert (len(slow.seen), site.front.figure("cache_refreshes_total")) == (2, 1)


def test_refresh_when_nobody_read_the_page_since_then_it_is_not_fetched_again(new_house: NewHouse) -> None:
    site = new_house(**PATIENT)
    site.app.views["/x"] = page(b"text", "all x")
    site.front.ask("/x")
    for _ in range(5):
        assert purged(site, "x")
    assert site.app.count("/x") == 2


def test_sigterm_when_a_purge_waits_for_a_refresh_then_it_is_acknowledged(new_house: NewHouse) -> None:
    site = new_house(**PATIENT)
    slow = Slow(site)
    slow.gates[b"1"] = threading.Event()
    site.front.ask("/slow")
    slow.version = b"1"
    results: list[bool] = []
    waiting = threading.Thread(target=lambda: results.append(purged(site, "slow")))
    waiting.start()
    wait_for(lambda: slow.begun == [b"0", b"1"])
    status = site.front.terminate()
    waiting.join()
    slow.gates[b"1"].set()
    assert (status, results) == (0, [True])
