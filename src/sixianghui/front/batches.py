"""What a front has to tell `app`: one batch at a time, about a second apart, under a number until it was answered.

Nothing here outlives the process: a front that is killed loses what it has not sent, which is about one second. While
`app` is away things wait, up to a limit of number and of age; what is dropped then is counted.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter, deque
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from sixianghui.common import wire
from sixianghui.front.errand import Errand

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine

#: How many things wait at most.
WAITING = 50_000
_EVERY_SECONDS = 1.0


class Dated(Protocol):
    """Something that is of a moment of the loop's clock."""

    @property
    def at(self) -> float: ...


Thing = TypeVar("Thing", bound=Dated)


class Batches(Generic[Thing]):
    """`name` is this front's since its start; batches are numbered from 1."""

    #: Where they go, the header with name and number, how many go at once, how old one may be, how much of the answer
    #: is wanted.
    path: ClassVar[str]
    header: ClassVar[str]
    most: ClassVar[int]
    kept_seconds: ClassVar[float]
    wanted: ClassVar[int] = 0

    def __init__(self, engine: Engine, dropped: Counter[str]) -> None:
        self.name = os.urandom(7).hex()
        self.recorded = 0
        self._engine = engine
        self._dropped = dropped
        self._waiting: deque[Thing] = deque()
        self._batch: list[Thing] = []
        self._number = 0
        self._open = False
        self._due = 0.0
        self._sending: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting) + len(self._batch)

    # ---- what the kinds of batches say

    def body(self, batch: list[Thing], now: float) -> bytes:
        """What `app` is told at this moment. Called anew when a batch is sent again."""
        raise NotImplementedError

    def due(self, now: float) -> bool:
        """Is there something to tell?"""
        return bool(len(self))

    def answered(self, body: bytes) -> None:
        """What `app` answered to the last batch."""

    # ----

    def put(self, thing: Thing) -> None:
        """Have it told with the next batch."""
        if len(self) >= WAITING:
            self._dropped["full"] += 1
        else:
            self._waiting.append(thing)

    def sweep(self, now: float) -> None:
        """Called several times a second."""
        if self._sending is None and now >= self._due and (self._open or self.due(now)):
            self._due = now + _EVERY_SECONDS
            self._sending = self._engine.spawn(self._send())
            self._sending.add_done_callback(self._sent)

    def _sent(self, _task: asyncio.Task[None]) -> None:
        self._sending = None

    async def flush(self, seconds: float) -> None:
        """The front is going: send what is there, if `app` takes it in time."""
        until = self._engine.now() + seconds
        while (self._sending or self.due(self._engine.now())) and self._engine.now() < until:
            self._due = 0.0
            self.sweep(self._engine.now())
            await asyncio.sleep(0.02)

    async def _send(self) -> None:
        """Send a batch, and more while what waits fills one. One that `app` does not take keeps its number."""
        full = True
        while full:
            if not self._open:
                self._number += 1
                self._open = True
                self._batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self.most))]
            self._forget_old()
            reply = await Errand(self._message(), self.wanted).put(self._engine.pool)
            if reply is None or reply.status >= 500 or reply.status < 200:
                return
            if reply.status < 300:
                self.recorded += len(self._batch)
                self.answered(reply.body)
            else:
                self._dropped["refused"] += len(self._batch)
            self._batch, self._open = [], False
            full = len(self._waiting) >= self.most

    def _forget_old(self) -> None:
        oldest = self._engine.now() - self.kept_seconds
        young = [one for one in self._batch if one.at > oldest]
        self._dropped["late"] += len(self._batch) - len(young)
        self._batch = young

    def _message(self) -> bytes:
        body = self.body(self._batch, self._engine.now())
        return (
            f"POST {self.path} HTTP/1.1\r\n"
            "Host: localhost\r\n"
            "Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n"
            f"{self.header}: {self.name} {self._number}\r\n"
            f"{wire.CLIENT}: 127.0.0.1\r\n"
            f"{wire.SCHEME}: http\r\n"
            f"X-Request-Id: {os.urandom(8).hex()}\r\n\r\n"
        ).encode("ascii") + body
