"""The half of a client connection that writes: answers, their end, and what happens when time is up."""

from __future__ import annotations

import asyncio
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from sixianghui.front.entry import Entry, date_line, etag_matches
from sixianghui.front.request import Request

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine
    from sixianghui.front.exchange import Exchange

NEVER = float("inf")
HIGH_WATER = 64 * 1024
LOW_WATER = 16 * 1024  # uvloop's default is 16 bytes


class State(IntEnum):
    """What the bytes that come in are."""

    HEAD = 0
    BODY = 1
    BUSY = 2  # an answer is under way: the bytes are a later request
    DRAIN = 3  # the last answer was given: the bytes are thrown away
    CLOSED = 4


class Sender(Protocol):
    """Something that writes a long answer bit by bit."""

    def resume(self) -> None:
        """The client takes bytes again."""

    def gone(self) -> None:
        """The client has left: free everything."""


class Answering(asyncio.Protocol):
    """What a connection knows, and its way out. `Connection` adds the way in."""

    __slots__ = (
        "_advancing",
        "_buffer",
        "_eof",
        "_served",
        "_stalled_at",
        "deadline",
        "doorway",
        "engine",
        "entries",
        "exchange",
        "glance",
        "paused",
        "peer",
        "readers",
        "ready",
        "request",
        "scheme",
        "sender",
        "state",
        "transport",
        "trusted",
    )

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.entries = engine.cache.entries
        self.transport: asyncio.Transport
        self.state = State.HEAD
        self.ready = False  # the next bytes may be answered from the cache at once
        self.paused = False
        self.request: Request | None = None
        self.sender: Sender | None = None
        self.exchange: Exchange | None = None
        self.deadline = NEVER
        self._buffer = b""
        self._advancing = False
        self._eof = False
        self._served = False
        self._stalled_at = 0

    def _advance(self) -> None:
        """Take as much of what has come in as may be taken now."""
        raise NotImplementedError

    # ---- bytes out

    def owns(self, request: Request) -> bool:
        """Is this the request that is being answered? Not after the client has left."""
        return self.request is request

    def write(self, data: bytes | memoryview) -> None:
        if not self.transport.is_closing():
            self.transport.write(data)

    def connection_line(self, request: Request) -> bytes:
        """The `Connection` header of the answer; empty where the protocol's default says it."""
        if self.engine.leaving or self._eof:
            request.keep_alive = False
        if not request.keep_alive:
            return b"Connection: close\r\n"
        return b"Connection: keep-alive\r\n" if request.http10 else b""

    def send_entry(self, request: Request, entry: Entry, kind: str) -> None:
        """Answer with kept bytes: whole, only their head, or "not modified"."""
        if not self.owns(request):
            return
        variant = entry.variants[request.taste]
        line = self.connection_line(request)
        known = request.fields.get(b"if-none-match")
        status = entry.status
        if known is not None and status == 200 and etag_matches(known, variant.etag):
            status = 304
            self.write(variant.not_modified + line + b"\r\n")
        elif request.method == b"HEAD":
            self.write(variant.head + line + b"\r\n")
        elif line:
            self.write(variant.head + line + b"\r\n")
            self.write(variant.body)
        else:
            self.write(variant.full)
        self.engine.metrics.count(kind, status)
        self.finish(request)

    def send_plain(self, request: Request, head: bytes, body: bytes, kind: str, status: int) -> None:
        """Answer with a small page of the front's own. `head` ends without the empty line."""
        if not self.owns(request):
            return
        line = self.connection_line(request)
        self.engine.metrics.count(kind, status)
        self.write(head + date_line() + line + b"\r\n" + (b"" if request.method == b"HEAD" else body))
        self.finish(request)

    def send_error(self, request: Request, status: int) -> None:
        head, body = self.engine.pages.error(status)
        self.send_plain(request, head, body, "own", status)

    def finish(self, request: Request) -> None:
        """The answer is complete: on to the next request, or to the end."""
        if not self.owns(request):
            return
        self.request = self.sender = self.exchange = None
        self._served = True
        if not request.keep_alive or self._eof or self.engine.closing:
            self._end()
            return
        self.state = State.HEAD
        if not self.paused:
            self.deadline = self.engine.idle_until
        self._advance()

    def hand_over(self, to: asyncio.Protocol) -> bool:
        """Give the socket to something else for good. False: the client has said that it leaves."""
        if self._eof or self.transport.is_closing():
            self.transport.abort()
            return False
        self.engine.connections.discard(self)
        self.state = State.CLOSED
        self.ready = False
        self.request = self.sender = self.exchange = None
        self._buffer = b""
        self.transport.resume_reading()
        self.transport.set_protocol(to)
        return True

    def abort(self) -> None:
        """Break the connection: an answer that has begun cannot be completed."""
        self.transport.abort()

    def refuse(self, status: int) -> None:
        """A request that cannot be read or taken: say so and hang up."""
        request, self.request = self.request, None
        if request is not None and request.body is not None:
            request.body.close()
        head, body = self.engine.pages.error(status)
        self.engine.metrics.count("refused", status)
        self.write(head + date_line() + b"Connection: close\r\n\r\n" + body)
        self._end()

    def _end(self) -> None:
        """Close so that the client gets the answer whole: first our side, then theirs, after a while both.

        Closing at once with unread bytes would reset the connection and could destroy what was written.
        """
        self.state = State.DRAIN
        self.ready = False
        self._buffer = b""
        self.deadline = self.engine.now() + self.engine.config.linger_timeout
        if self.transport.is_closing():
            return
        if self.engine.tls or self._eof:
            self.transport.close()
        else:
            self.transport.write_eof()
            self.transport.resume_reading()

    def restore_limits(self) -> None:
        self.transport.set_write_buffer_limits(high=HIGH_WATER, low=LOW_WATER)

    # ---- time

    def postpone(self) -> None:
        """A sender that does not use the transport's buffer got something out."""
        self.deadline = self.engine.now() + self.engine.config.write_stall_timeout

    def expire(self, now: float) -> None:
        """The deadline has passed."""
        pending = self.transport.get_write_buffer_size()
        if pending:
            # Slow is not stalled: as long as something was taken, the time starts again.
            if pending == self._stalled_at:
                self.transport.abort()
            self._stalled_at = pending
            self.deadline = now + self.engine.config.write_stall_timeout
        elif self.state == State.BODY or (self.state == State.HEAD and (self._buffer or not self._served)):
            self.refuse(408)
        elif self.state == State.BUSY:
            self.transport.abort()  # a file of which nothing was taken
        else:
            self.transport.close()

    def close_if_idle(self) -> None:
        """The front is going: hang up unless something is under way."""
        self.ready = False
        if self.state == State.HEAD and not self._buffer and not self.paused:
            self.transport.close()
