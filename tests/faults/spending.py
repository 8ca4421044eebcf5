"""People who spend one-time links as fast as they are answered, and what they were told held against the database.

The write goes through front, app, the database and the audit chain, can be acknowledged once, and its outcome after a
lost answer is found out by asking again with the same link.
"""

from __future__ import annotations

import contextlib
import http.client
import queue
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sixianghui.audit import verifier
from sixianghui.common import ids
from tests.faults.house import post

ROOT = Path(__file__).resolve().parents[2]


def links(environ: Mapping[str, str], many: int) -> queue.SimpleQueue[str]:
    """So many links that nobody has spent yet."""
    seed = [sys.executable, "-m", "tests.faults.seed", str(many)]
    ours = {**environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    tokens: queue.SimpleQueue[str] = queue.SimpleQueue()
    for token in subprocess.run(seed, env=ours, capture_output=True, text=True, check=True).stdout.split():
        tokens.put(token)
    return tokens


@dataclass
class Book:
    """What the clients were told."""

    acknowledged: set[str] = field(default_factory=set)
    found_done: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def told(self) -> set[str]:
        """Links of which somebody was told, at once or on asking again, that they are spent."""
        return self.acknowledged | self.found_done

    @property
    def many(self) -> int:
        """How many those are. Asked every few milliseconds for half an hour, so that nothing is put together for it."""
        return len(self.acknowledged) + len(self.found_done)


class Writer(threading.Thread):
    """Spends links as fast as it is answered."""

    def __init__(self, port: int, tokens: queue.SimpleQueue[str], book: Book, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.tokens, self.book, self.stop = port, tokens, book, stop

    def run(self) -> None:
        while not self.stop.is_set():
            with contextlib.suppress(queue.Empty):
                self._spend(self.tokens.get(timeout=0.1))

    def _spend(self, token: str) -> None:
        unsure = False
        while True:
            status = self._post(token)
            with self.book.lock:
                self.book.statuses[status] += 1
            if status in {302, 404} or self.stop.is_set():
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
        try:
            return post(self.port, f"/links/{token}/")[0]
        except (OSError, http.client.HTTPException):
            return 0


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


def wait_for(book: Book, goal: int, limit: float = 120.0) -> None:
    """Until so many are told of; fails when it takes too long."""
    last = time.monotonic() + limit
    while book.many < goal:
        assert time.monotonic() < last, f"only {book.many} of {goal} links were spent in {limit:.0f} s"
        time.sleep(0.005)


def compare(data: Path, book: Book, back: list[float]) -> Outcome:
    """What the database says to it."""
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
