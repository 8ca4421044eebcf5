"""`kill -9` of app or front under load: nothing acknowledged is lost, nothing is done twice, and the service is back.

The write is the spending of a one-time link: it goes through front, app, the database and the audit chain, can be
acknowledged once, and its outcome after a lost answer is found out by asking again with the same link.
"""

from __future__ import annotations

import contextlib
import http.client
import queue
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sixianghui.audit import verifier
from sixianghui.common import ids
from tests.conftest import Lane
from tests.faults.house import House

pytestmark = pytest.mark.sqlite
WRITERS = 4


@dataclass
class Book:
    """What the clients were told."""

    acknowledged: set[str] = field(default_factory=set)
    found_done: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def told(self) -> set[str]:
        """Links of which somebody was told, at once or on asking again, that they are spent."""
        return self.acknowledged | self.found_done


class Writer(threading.Thread):
    """Spends links as fast as it is answered."""

    def __init__(self, port: int, tokens: queue.SimpleQueue[str], book: Book, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.tokens, self.book, self.stop = port, tokens, book, stop
        self.csrf = "s" * 32

    def run(self) -> None:
        while not self.stop.is_set():
            with contextlib.suppress(queue.Empty):
                self._spend(self.tokens.get(timeout=0.1))

    def _spend(self, token: str) -> None:
        unsure = False
        while True:
            status = self._post(token)
            if status in {302, 404} or (self.stop.is_set() and status == 0):
                break
            unsure = True
            time.sleep(0.01)
        with self.book.lock:
            if status == 302:
                self.book.acknowledged.add(token)
            elif status == 404:
                (self.book.found_done if unsure else self.book.refused).add(token)

    def _post(self, token: str) -> int:
        """The status, or 0 when no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                "POST",
                f"/links/{token}/",
                body=f"csrfmiddlewaretoken={self.csrf}",
                headers={
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"csrftoken={self.csrf}",
                },
            )
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


@dataclass
class Outcome:
    """What was found in the database afterwards."""

    told: int
    lost: int
    doubled: int
    refused: int
    back: list[float]
    chain: verifier.Verdict
    integrity: str


def kill_under_load(
    environ: dict[str, str], *, name: str, kills: int, app: tuple[str, ...] = (), between: int = 15
) -> Outcome:
    """Kill `name` `kills` times while four writers work; then hold what they were told against the database."""
    data = Path(environ["SIXIANGHUI_DATA"])
    seed = [sys.executable, "-m", "tests.faults.seed", str(kills * 250 + 500)]
    tokens: queue.SimpleQueue[str] = queue.SimpleQueue()
    for token in subprocess.run(seed, env=environ, capture_output=True, text=True, check=True).stdout.split():
        tokens.put(token)
    chance, book, stop, back = random.Random(f"{name} {kills}"), Book(), threading.Event(), []
    with House(environ, app=app) as house:
        writers = [Writer(house.port, tokens, book, stop) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(kills):
            _wait_for(book, len(book.told) + between)
            time.sleep(chance.random() * 0.2)
            house.kill(name)
            back.append(house.wait_ready())
        stop.set()
        for writer in writers:
            writer.join()
    return _compare(data, book, back)


def _wait_for(book: Book, goal: int, limit: float = 120.0) -> None:
    last = time.monotonic() + limit
    while len(book.told) < goal:
        assert time.monotonic() < last, f"only {len(book.told)} of {goal} links were spent in {limit:.0f} s"
        time.sleep(0.005)


def _compare(data: Path, book: Book, back: list[float]) -> Outcome:
    with contextlib.closing(sqlite3.connect(data / "sixianghui.sqlite3")) as database:
        spent = dict(
            database.execute("SELECT digest, account_id FROM access_signinlink WHERE used_at IS NOT NULL")
        )
        entered = Counter(
            int(row[0])
            for row in database.execute(
                "SELECT object_id FROM audit_auditevent WHERE action = 'account:enter'"
            )
        )
        integrity = str(database.execute("PRAGMA integrity_check").fetchone()[0])
    told = {ids.digest_of(token) for token in book.told}
    return Outcome(
        told=len(told),
        lost=sum(1 for digest in told if digest not in spent or not entered[spent[digest]]),
        doubled=sum(1 for count in entered.values() if count > 1),
        refused=len(book.refused),
        back=back,
        chain=verifier.check(verifier.rows_of(data / "sixianghui.sqlite3")),
        integrity=integrity,
    )


@pytest.mark.deep
@pytest.mark.parametrize("name", ["app-0", "front-0"])
def test_acknowledged_writes_when_a_process_is_killed_under_load_then_are_all_there_once(
    name: str, product_environ: dict[str, str], lane: Lane, record_property: Callable[[str, object], None]
) -> None:
    kills = lane.pick(3, 60, 1000)
    outcome = kill_under_load(product_environ, name=name, kills=kills)
    record_property(
        "counted",
        f"{name}: {kills} kills, {outcome.told} acknowledged, {outcome.lost} lost, {outcome.doubled} doubled; "
        f"back after {sorted(outcome.back)[len(outcome.back) // 2]:.2f} s (median), {max(outcome.back):.2f} s at most",
    )
    assert (outcome.lost, outcome.doubled, outcome.refused) == (0, 0, 0)
    assert outcome.integrity == "ok"
    assert outcome.chain.ok
    assert outcome.told >= kills * 15


@pytest.mark.deep
def test_control_when_an_app_answers_before_it_has_written_then_losses_are_found(
    product_environ: dict[str, str],
) -> None:
    app = (sys.executable, "-m", "tests.faults.losing_app")
    outcome = kill_under_load(product_environ, name="app-0", kills=4, app=app)
    assert outcome.lost > 0


@pytest.mark.deep
@pytest.mark.parametrize(("killed", "other"), [("app-0", "front-0"), ("front-0", "app-0")])
def test_process_when_the_other_is_killed_then_goes_on(
    killed: str, other: str, product_environ: dict[str, str]
) -> None:
    with House(product_environ) as house:
        before = house.process_id(other)
        house.kill(killed)
        house.wait_ready()
        assert house.process_id(other) == before
