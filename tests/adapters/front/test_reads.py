"""Reads that pages report to a real front: which of them reach `app`, how often, and what `app` is told of the reader."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from sixianghui.common import wire
from sixianghui.front import readers, robots
from sixianghui.front.beacons import BURST, PER_SECOND
from sixianghui.front.readers import Readers
from tests.adapters.front.harness import Environ, House, house, wait_for

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
FROM_HERE = {"Origin": "http://example.test", "User-Agent": BROWSER}


class Book:
    """The view of `app` that writes batches down; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 204
        self.batches: dict[str, list[list[Any]]] = {}
        self.came: list[str] = []
        self.bodies: list[bytes] = []

    def __call__(self, environ: Environ) -> tuple[int, dict[str, str], bytes]:
        name = environ["HTTP_X_SIXIANGHUI_READS"]
        self.came.append(name)
        self.bodies.append(environ["test.body"])
        if self.status == 204:
            self.batches.setdefault(name, json.loads(environ["test.body"]))
        return self.status, {}, b""

    @property
    def reads(self) -> list[list[Any]]:
        return [read for batch in self.batches.values() for read in batch]


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house"), control="front-0.control") as running:
        running.app.views[wire.READS] = Book()
        yield running


@pytest.fixture
def book(place: House) -> Book:
    view = place.app.views[wire.READS]
    assert isinstance(view, Book)
    return view


def report(place: House, piece: int | str = 5, **more: str) -> int:
    headers = {**FROM_HERE, **{name.replace("_", "-"): value for name, value in more.items()}}
    return place.front.ask(
        "/reads/", "POST", {name: value for name, value in headers.items() if value}, str(piece).encode()
    ).status


def test_report_when_it_counts_then_app_is_told_of_the_piece_and_of_no_address(
    place: House, book: Book
) -> None:
    assert report(place, 5) == report(place, 6) == 204
    assert report(place, 5, Cookie="theme=dark; sxh_session=abcdefghijklmnopqrst") == 204
    wait_for(lambda: len(book.reads) == 3)
    assert sorted((piece, session) for piece, _ago, _reader, session in book.reads) == [
        (5, ""), (5, "abcdefghijklmnopqrst"), (6, ""),
    ]  # fmt: skip
    assert len({reader for _piece, _ago, reader, _session in book.reads}) == 1
    told = b"".join(book.bodies)
    assert b"127.0.0.1" not in told and b"Mozilla" not in told
    wait_for(lambda: place.front.figure("reads_total") == 3)  # counted once `app` has answered


@pytest.mark.parametrize(
    ("why", "status", "headers"),
    [
        ("robot", 204, {"User_Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}),
        ("robot", 204, {"User_Agent": "curl/8.0"}),
        ("robot", 204, {"User_Agent": ""}),
        ("robot", 204, {"User_Agent": BROWSER + "x" * 1100}),
        ("prefetch", 204, {"Sec_Purpose": "prefetch;prerender"}),
        ("prefetch", 204, {"Purpose": "prefetch"}),
        ("no_page", 204, {"Origin": ""}),
        ("elsewhere", 403, {"Origin": "http://evil.test"}),
        ("elsewhere", 403, {"Origin": "null"}),
        ("elsewhere", 403, {"Sec_Fetch_Site": "cross-site"}),
    ],
)
def test_report_when_no_reader_sends_it_then_does_not_count(
    place: House, book: Book, why: str, status: int, headers: dict[str, str]
) -> None:
    assert report(place, **headers) == status
    assert report(place, 9) == 204
    wait_for(lambda: book.reads)
    assert [read[0] for read in book.reads] == [9]
    assert place.front.figure(f"reads_{why}_total") == 1


@pytest.mark.parametrize("body", ["", "0", "-1", "1 2", "x", "1" * 11, "4294967296", "1" * 5000])
def test_report_when_it_names_no_piece_then_is_refused(place: House, book: Book, body: str) -> None:
    assert report(place, body) in {400, 413}
    assert place.front.ask("/reads/", "GET", FROM_HERE).status == 405
    assert book.came == []


def test_header_when_a_client_sends_it_then_app_never_sees_it(place: House, book: Book) -> None:
    place.front.ask("/reads/", "POST", {**FROM_HERE, wire.READS_BATCH: "forged 9"}, b"5")
    place.front.ask("/elsewhere", "POST", {**FROM_HERE, wire.READS_BATCH: "forged 9"}, b"[[5,0,1,null]]")
    wait_for(lambda: book.reads)
    assert "forged 9" not in book.came
    assert not any(
        "HTTP_X_SIXIANGHUI_READS" in one for one in place.app.seen if one["PATH_INFO"] == "/elsewhere"
    )


def test_flood_when_from_one_address_then_only_so_much_counts_whoever_it_says_it_is(
    place: House, book: Book
) -> None:
    many, began = 1200, time.monotonic()
    with place.front.client() as client:
        for number in range(many):
            headers = {
                **FROM_HERE,
                "User-Agent": f"{BROWSER} {number}",
                "X-Forwarded-For": f"203.0.113.{number % 250}",
                "X-Real-IP": f"198.51.100.{number % 250}",
            }
            assert client.ask("/reads/", "POST", headers, b"5").status == 204
    most = BURST + PER_SECOND * (time.monotonic() - began) + 1
    wait_for(lambda: place.front.figure("reads_flood_total") + place.front.figure("reads_total") == many)
    assert BURST <= len(book.reads) <= most < many


def test_app_when_it_is_away_then_reads_wait_and_each_is_told_once(place: House, book: Book) -> None:
    book.status = 500
    assert report(place, 1) == 204
    wait_for(lambda: len(book.came) > 1)
    assert set(book.came) == {book.came[0]}  # the same batch, under the same number
    assert report(place, 2) == 204
    place.app.stop()
    assert report(place, 3) == 204
    book.status = 204
    place.app.start()
    wait_for(lambda: len(book.reads) == 3)
    assert sorted(read[0] for read in book.reads) == [1, 2, 3]
    assert place.front.figure("reads_waiting") == 0


def test_front_when_it_is_told_to_go_then_sends_what_it_has(place: House, book: Book) -> None:
    for number in range(1, 8):
        assert report(place, number) == 204
    assert place.front.terminate() == 0
    assert sorted(read[0] for read in book.reads) == list(range(1, 8))


def test_front_when_it_was_killed_then_calls_a_reader_the_same_and_itself_another(
    place: House, book: Book
) -> None:
    assert report(place) == 204
    wait_for(lambda: len(book.reads) == 1)
    place.front.kill()
    place.front.start()
    assert report(place) == 204
    wait_for(lambda: len(book.reads) == 2)
    assert book.reads[0][2] == book.reads[1][2]
    assert len({name.split()[0] for name in book.came}) == 2


def test_reader_when_the_day_turns_then_is_somebody_else_and_the_old_key_is_gone(tmp_path: Any) -> None:
    days = ["2018-06-05"]
    one, other = Readers(tmp_path, lambda: days[-1]), Readers(tmp_path, lambda: days[-1])
    first = one.name("203.0.113.5", BROWSER)
    assert first == other.name("203.0.113.5", BROWSER)
    assert first not in {one.name("203.0.113.6", BROWSER), one.name("203.0.113.5", BROWSER + " ")}
    days.append("2018-06-06")
    assert one.name("203.0.113.5", BROWSER) != first
    assert [path.name for path in tmp_path.iterdir()] == ["reader-key.2018-06-06"]
    assert next(tmp_path.iterdir()).stat().st_mode & 0o777 == 0o600


def test_place_when_ipv6_then_is_its_network() -> None:
    assert readers.place_of("2001:db8:1:2:3:4:5:6") == readers.place_of("2001:db8:1:2::9") == "2001:db8:1:2::"
    assert readers.place_of("::ffff:203.0.113.5") == "203.0.113.5"


@pytest.mark.parametrize(
    ("agent", "is_robot"),
    [
        (BROWSER, False),
        ("Mozilla/5.0 (Linux; Android 10; HUAWEI) AppleWebKit/537.36 Chrome/86.0 XWEB/4317 MMWEBSDK/1 Mobile Safari/537.36 MicroMessenger/8.0.28", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 wxwork/4.1 DingTalk/7.0", False),
        ("Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/97 Mobile Safari/537.36 baiduboxapp/13.35 (Baidu; P1 12)", False),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36", True),
        ("Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2)", True),
        ("python-requests/2.32", True),
        ("Sogou web spider/4.0", True),
        ("", True),
    ],
)  # fmt: skip
def test_agents_when_they_read_then_are_no_robots(agent: str, is_robot: bool) -> None:
    assert robots.is_robot(agent) is is_robot
