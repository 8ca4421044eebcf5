"""One keep-alive connection to `app`, and the answer that comes back on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

import httptools

if TYPE_CHECKING:
    from sixianghui.front.pool import App


class Receiver(Protocol):
    """Who takes an answer from a link. Exactly one of `on_end` and `on_lost` comes, and comes last."""

    def on_head(self, status: int, headers: list[tuple[bytes, bytes]]) -> None: ...
    def on_data(self, data: bytes) -> None: ...
    def on_end(self) -> None: ...
    def on_lost(self, *, timed_out: bool) -> None: ...


class AppLink(asyncio.Protocol):
    """A connection to `app`: at most one request at a time."""

    def __init__(self, app: App, loop: asyncio.AbstractEventLoop, lost: Callable[[AppLink], None]) -> None:
        self.app = app
        self.deadline = float("inf")
        self._loop = loop
        self._lost = lost
        self.transport: asyncio.Transport
        self.reusable = True
        self.alive = False
        self._receiver: Receiver | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._head_only = False
        self._framed = False
        self._head_seen = False
        self._writable: asyncio.Future[None] | None = None
        self._paused = False

    # ---- the side of the request

    def expect(self, receiver: Receiver, *, head_only: bool) -> None:
        """The next answer goes to `receiver`. `head_only`: it has no body whatever its headers say."""
        self._receiver = receiver
        self._head_only = head_only
        self._head_seen = False
        self._parser = httptools.HttpResponseParser(self)

    def write(self, data: bytes) -> None:
        self.transport.write(data)

    async def drained(self) -> bool:
        """Wait until more may be written. False when there is no point in writing on."""
        if self._paused and self._waits_for_head():
            self._writable = self._loop.create_future()
            await self._writable
        return self._waits_for_head()

    def _waits_for_head(self) -> bool:
        return self.alive and self._receiver is not None and not self._head_seen

    def time_out(self) -> None:
        """`app` was silent for too long: end the connection."""
        self._lose(timed_out=True)

    def abandon(self) -> None:
        """Nobody wants the answer any more."""
        self._receiver = None
        self.close()

    def close(self) -> None:
        self.reusable = False
        if self.alive:
            self.transport.abort()

    # ---- asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.set_write_buffer_limits(high=256 * 1024, low=64 * 1024)
        self.alive = True

    def data_received(self, data: bytes) -> None:
        if self._parser is None:
            self.close()  # bytes that nobody asked for: never let them be taken for the next answer
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._lose(timed_out=False)

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self.alive = False
        if self._receiver is not None and self._head_seen and not self._framed and exc is None:
            self._complete()  # an answer without a length ends with its connection
        else:
            self._lose(timed_out=False)
        self._lost(self)

    def _lose(self, *, timed_out: bool) -> None:
        receiver, self._receiver, self._parser = self._receiver, None, None
        self.close()
        self._wake()
        if receiver is not None:
            receiver.on_lost(timed_out=timed_out)

    def _complete(self) -> None:
        receiver, self._receiver, self._parser = self._receiver, None, None
        self._wake()
        if receiver is not None:
            receiver.on_end()

    def _wake(self) -> None:
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)

    # ---- httptools

    def on_message_begin(self) -> None:
        self._headers = []
        if self._receiver is None:
            self.close()  # a second answer to one request

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        parser, receiver = self._parser, self._receiver
        if parser is None or receiver is None:
            return
        status = parser.get_status_code()
        if status < 200:
            return
        self._head_seen = True
        self._wake()
        names = {name.lower() for name, _ in self._headers}
        self._framed = bool(names & {b"content-length", b"transfer-encoding"})
        self.reusable = self.reusable and parser.should_keep_alive() and not self._head_only
        receiver.on_head(status, self._headers)
        if self._head_only:
            self._complete()

    def on_body(self, data: bytes) -> None:
        if self._receiver is not None:
            self._receiver.on_data(data)

    def on_message_complete(self) -> None:
        if self._head_seen:
            self._complete()
