"""Reads on their way to `app`: one batch at a time, about a second apart, under a number until it was answered.

Nothing here outlives the process: a front that is killed loses what it has not sent, which is about one second. While
`app` is away reads wait, up to a limit of number and of age; what is dropped then is counted.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sixianghui.common import wire
from sixianghui.front.pool import OverloadedError, Pool

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine

#: How many reads wait at most.
WAITING = 50_000
_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody read a piece, at a moment of the loop's clock. session: of whoever is signed in; never kept."""

    piece: int
    at: float
    reader: int
    session: str = ""


class Outbox:
    """`name` is this front's since its start; batches are numbered from 1."""

    def __init__(self, engine: Engine, dropped: Counter[str]) -> None:
        self.name = os.urandom(7).hex()
        self.recorded = 0
        self._engine = engine
        self._dropped = dropped
        self._waiting: deque[Read] = deque()
        self._batch: list[Read] = []
        self._number = 0
        self._due = 0.0
        self._sending: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting) + len(self._batch)

    def put(self, read: Read) -> None:
        """Have it written with the next batch."""
        if len(self) >= WAITING:
            self._dropped["full"] += 1
        else:
            self._waiting.append(read)

    def sweep(self, now: float) -> None:
        """Called several times a second."""
        if self._sending is None and len(self) and now >= self._due:
            self._due = now + _EVERY_SECONDS
            self._sending = self._engine.spawn(self._send())
            self._sending.add_done_callback(self._sent)

    def _sent(self, _task: asyncio.Task[None]) -> None:
        self._sending = None

    async def flush(self, seconds: float) -> None:
        """The front is going: send what is there, if `app` takes it in time."""
        until = self._engine.now() + seconds
        while len(self) and self._engine.now() < until:
            self._due = 0.0
            self.sweep(self._engine.now())
            await asyncio.sleep(0.02)

    async def _send(self) -> None:
        """Send batches until nothing waits or `app` does not take one; that one keeps its number."""
        while self._batch or self._waiting:
            if not self._batch:
                self._number += 1
                many = min(len(self._waiting), wire.MAX_READS)
                self._batch = [self._waiting.popleft() for _ in range(many)]
            self._forget_old()
            if self._batch:
                status = await Report(self.name, self._number, self._lines()).put(self._engine.pool)
                if status is None or status >= 500 or status < 200:
                    return
                if status < 300:
                    self.recorded += len(self._batch)
                else:
                    self._dropped["refused"] += len(self._batch)
            self._batch = []

    def _forget_old(self) -> None:
        oldest = self._engine.now() - wire.READ_KEPT_SECONDS
        young = [one for one in self._batch if one.at > oldest]
        self._dropped["late"] += len(self._batch) - len(young)
        self._batch = young

    def _lines(self) -> bytes:
        """What `app` is told: of each read its piece, how many seconds ago it was, by whom, in which session."""
        now = self._engine.now()
        rows = [(one.piece, max(0, int(now - one.at)), one.reader, one.session) for one in self._batch]
        return json.dumps(rows, separators=(",", ":")).encode("ascii")


class Report:
    """One batch on its way. Of what comes back only the status is looked at."""

    def __init__(self, name: str, number: int, body: bytes) -> None:
        self._head = (
            f"POST {wire.READS} HTTP/1.1\r\n"
            "Host: localhost\r\n"
            "Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n"
            f"{wire.READS_BATCH}: {name} {number}\r\n"
            f"{wire.CLIENT}: 127.0.0.1\r\n"
            f"{wire.SCHEME}: http\r\n"
            f"X-Request-Id: {os.urandom(8).hex()}\r\n\r\n"
        ).encode("ascii")
        self._body = body
        self._status = 0
        self._ending: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def put(self, pool: Pool) -> int | None:
        """The status of the answer; None when there is none."""
        try:
            link = await pool.lease(fresh=False)
        except OverloadedError:
            return None
        try:
            link.expect(self, head_only=False)
            link.write(self._head + self._body)
            answered = await self._ending
        finally:
            pool.give_back(link)
        return self._status if answered else None

    # ---- Receiver

    def on_head(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self._status = status

    def on_data(self, data: bytes) -> None:
        """There is none."""

    def on_end(self) -> None:
        self._end(True)

    def on_lost(self, *, timed_out: bool) -> None:
        self._end(False)

    def _end(self, answered: bool) -> None:
        if not self._ending.done():
            self._ending.set_result(answered)
