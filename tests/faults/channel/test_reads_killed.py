"""`kill -9` of app and of front while pages report that they are read: a second of reads may be lost, none is doubled."""

from __future__ import annotations

import contextlib
import http.client
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Lane
from tests.faults.house import House

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[3]
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
PATIENCE = 60.0
NewPlace = Callable[..., "Place"]


class Place(House):
    """A house with pieces that may be read. Readers come through a proxy, each from an address of their own."""

    def __init__(self, environ: dict[str, str], *, app: str | None = None, front: str = "") -> None:
        environ = {**environ, "PYTHONPATH": str(ROOT), "SIXIANGHUI_TRUSTED_PROXIES": "127.0.0.1/32"}
        python = [sys.executable, "-m"]
        made = subprocess.run(
            [*python, "tests.faults.channel.readable", "3"],
            env=environ,
            text=True,
            capture_output=True,
            check=True,
        )
        *pieces, self.editors_session = made.stdout.split()
        self.pieces = [int(one) for one in pieces]
        super().__init__(
            environ,
            app=() if app is None else [*python, "tests.faults.channel.reads_app", *app.split()],
            front=[*python, "tests.faults.broken_front", front] if front else (),
        )
        self.database = Path(environ["SIXIANGHUI_DATA"], "sixianghui.sqlite3")

    def read(self, reader: int) -> bool:
        """This reader's page reports; whether the front took it."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {
                "Origin": f"http://127.0.0.1:{self.port}",
                "User-Agent": BROWSER,
                "X-Forwarded-For": f"203.{reader // 62_500}.{reader // 250 % 250}.{reader % 250}",
            }
            link.request("POST", "/reads/", str(self.pieces[reader % 3]), headers)
            return link.getresponse().status == 204
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def figure(self, name: str) -> int:
        found = re.search(rf"^sixianghui_front_{name} (\d+)$", self.get("/metrics")[1].decode(), re.M)
        return int(found[1]) if found else 0

    def wait_for(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, "it did not happen"
            time.sleep(0.05)

    def wait_written(self) -> None:
        self.wait_for(lambda: self.figure("reads_waiting") == 0)

    def kill_and_wait(self, name: str) -> None:
        before = self.process_id(name)
        self.kill(name)
        self.wait_for(lambda: self.process_id(name) not in {0, before})
        self.wait_ready()

    @property
    def written(self) -> int:
        """How many rows there are, which is what the sums say, too."""
        with contextlib.closing(sqlite3.connect(self.database)) as link:
            (rows,) = link.execute("SELECT COUNT(*) FROM channel_read").fetchone()
            (sums,) = link.execute("SELECT COALESCE(SUM(reads), 0) FROM channel_readday").fetchone()
        assert rows == sums
        return int(rows)


@pytest.fixture
def new_place(product_environ: dict[str, str]) -> Iterator[NewPlace]:
    with ExitStack() as stack:

        def start(**more: Any) -> Place:
            place = Place(product_environ, **more)
            stack.enter_context(place)
            return place

        yield start


def die_after_writing(place: Place, readers: range) -> int:
    """Have app die between writing a batch and saying so; how many rows there are in the end."""
    Path(place.environ["SIXIANGHUI_DATA"], "die").touch()
    before = place.process_id("app-0")
    assert all(place.read(reader) for reader in readers)
    place.wait_for(lambda: place.process_id("app-0") not in {0, before})
    place.wait_written()
    return place.written


def test_app_when_it_dies_before_it_can_say_that_it_has_written_then_nothing_is_doubled(
    new_place: NewPlace,
) -> None:
    assert die_after_writing(new_place(app=""), range(40)) == 40


@pytest.mark.deep
def test_app_when_it_knows_no_batch_again_then_is_caught_doubling(new_place: NewPlace) -> None:
    """The control."""
    assert die_after_writing(new_place(app="careless"), range(40)) > 40


def front_dies(place: Place) -> tuple[int, int, int]:
    """Kill the front with ten reads in hand: rows before, right after, and when the same readers have come again."""
    assert all(place.read(reader) for reader in range(40))
    place.wait_written()
    before = place.written
    assert all(place.read(reader) for reader in range(40, 50))
    place.kill_and_wait("front-0")
    after = place.written
    assert all(place.read(reader) for reader in range(50))
    place.wait_written()
    return before, after, place.written


def test_front_when_killed_then_what_it_had_written_stays_and_who_comes_again_is_not_doubled(
    new_place: NewPlace,
) -> None:
    before, after, again = front_dies(new_place())
    assert (before, again) == (40, 50)
    assert 40 <= after <= 50


@pytest.mark.deep
def test_front_when_it_throws_reads_away_then_is_caught_losing(new_place: NewPlace) -> None:
    """The control."""
    assert front_dies(new_place(front="forgetful"))[2] < 50


@pytest.mark.deep
def test_app_when_killed_again_and_again_in_a_storm_then_every_read_is_written_once(
    new_place: NewPlace, lane: Lane
) -> None:
    place = new_place()
    taken: list[int] = []
    stop = threading.Event()

    def storm() -> None:
        reader = 0
        while not stop.is_set():
            taken.extend([reader] if place.read(reader) else [])
            reader += 1
            time.sleep(
                0.002
            )  # else a quick machine fills the outbox while app is away, and what is too much is dropped

    thread = threading.Thread(target=storm, daemon=True)
    thread.start()
    for _ in range(lane.pick(2, 6, 30)):
        place.kill_and_wait("app-0")
        time.sleep(0.7)
    stop.set()
    thread.join()
    place.wait_written()
    assert place.figure("reads_full_total") == 0
    assert place.written == len(taken) > 0
    assert place.figure("reads_total") == len(taken)
