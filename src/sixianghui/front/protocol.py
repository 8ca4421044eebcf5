"""One client connection: requests in, answers out, strictly in order.

While an answer is under way, further bytes stay unparsed in `_buffer`, and past a limit the socket is not
read: that is all there is to pipelining. A connection can be handed to something else (an event stream) by
`transport.set_protocol()` once `sender` is None.
"""

from __future__ import annotations

import asyncio
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, cast

from sixianghui.front.entry import Entry, date_line, etag_matches
from sixianghui.front.headers import client_address, client_scheme
from sixianghui.front.request import RefusedError, Request, feed_body, read_head
from sixianghui.front.spool import Spool

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine
    from sixianghui.front.exchange import Exchange

NEVER = float("inf")
HIGH_WATER = 64 * 1024
LOW_WATER = 16 * 1024  # uvloop's default is 16 bytes

_END = b"\r\n\r\n"


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


class Connection(asyncio.Protocol):
    """See the module."""

    __slots__ = (
        "_advancing",
        "_buffer",
        "_eof",
        "_served",
        "_stalled_at",
        "deadline",
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

    # ---- asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.restore_limits()
        peer = transport.get_extra_info("peername")
        self.peer = peer[0] if isinstance(peer, tuple) else "127.0.0.1"
        self.trusted = self.engine.trusts(self.peer)
        self.scheme = b"https" if self.engine.tls else b"http"
        self.glance = self.engine.glances[self.trusted]
        self.readers = self.glance.readers
        self.deadline = self.engine.now() + self.engine.config.header_timeout
        self.ready = self.engine.admit(self)
        if not self.ready:
            self._refuse(503)

    def data_received(self, data: bytes) -> None:
        if self.ready:
            # The hit path: from bytes to bytes, without a request in between.
            cut = data.find(b"\r\n")
            block = data[cut:]
            reader = self.readers.get(block) or self.glance.read(data, cut, block)
            if reader is not None:
                line = data[:cut]
                key = reader[0] + line
                entry = self.entries.get(key)
                if entry is None:
                    key = line  # static files are the same for every site
                    entry = self.entries.get(key)
                if entry is not None and entry.expires > self.engine.clock():
                    self.entries.move_to_end(key)
                    entry.tally.n += 1
                    self.deadline = self.engine.idle_until
                    self._served = True
                    self.transport.write(entry.full[reader[1]])
                    return
        if self.state >= State.DRAIN:
            return
        if self.state == State.HEAD and not self._buffer:
            self.deadline = self.engine.now() + self.engine.config.header_timeout
        self._buffer = self._buffer + data if self._buffer else data
        self._advance()

    def eof_received(self) -> bool:
        """Either "I have said all" or "I am leaving". Whoever leaves the queue for `app` is let go."""
        self._eof = True
        queues = self.exchange is not None and self.exchange.queues
        return self.state == State.BUSY and not queues and not self.engine.tls

    def pause_writing(self) -> None:
        self.paused = True
        self.ready = False
        self._stalled_at = self.transport.get_write_buffer_size()
        self.deadline = self.engine.now() + self.engine.config.write_stall_timeout

    def resume_writing(self) -> None:
        self.paused = False
        if self.state == State.BUSY:
            self.deadline = NEVER
            if self.sender is not None:
                self.sender.resume()
        elif self.state == State.HEAD:
            self.deadline = self.engine.idle_until
            self._advance()

    def connection_lost(self, exc: Exception | None) -> None:
        self.state = State.CLOSED
        self.ready = False
        self._buffer = b""
        self.engine.connections.discard(self)
        request, self.request = self.request, None
        sender, self.sender = self.sender, None
        exchange, self.exchange = self.exchange, None
        if sender is not None:
            sender.gone()
        if exchange is not None:
            exchange.client_gone()
        elif request is not None and request.body is not None:
            request.body.close()

    # ---- bytes in

    def _advance(self) -> None:
        """Take as much of the buffer as may be taken now."""
        if self._advancing:
            return
        self._advancing = True
        try:
            while self._buffer:
                if self.state == State.BODY:
                    self._take_body()
                elif self.state != State.HEAD or self.paused or not self._take_head():
                    break
        except RefusedError as refusal:
            self._refuse(refusal.status)
        except OSError:
            self._refuse(503)  # the disk is full
        finally:
            self._advancing = False
        idle = self.state == State.HEAD and not self.paused
        self.ready = idle and not self._buffer and not self.engine.closing
        if self.state >= State.DRAIN:
            self._buffer = b""
        elif idle or self.state == State.BODY or len(self._buffer) <= self.engine.config.max_header_bytes:
            if not self.transport.is_closing():
                self.transport.resume_reading()
        else:
            self.transport.pause_reading()

    def _take_head(self) -> bool:
        """Read one head and start its answer. False: it is not all there."""
        limit = self.engine.config.max_header_bytes
        buffer = self._buffer.lstrip(b"\r\n") if self._buffer[0] in b"\r\n" else self._buffer
        end = buffer.find(_END, 0, limit + len(_END))
        if end < 0:
            if len(buffer) > limit:
                raise RefusedError(431)
            if buffer and not buffer[:1].isupper():
                raise RefusedError(400)
            self._buffer = buffer
            return False
        head, self._buffer = buffer[: end + len(_END)], buffer[end + len(_END) :]
        request = read_head(head, self.engine.config.max_body_bytes)
        self._identify(request)
        self.request = request
        if request.has_body:
            config = self.engine.config
            request.body = Spool(config.spool_dir, config.spool_memory_bytes, replayable=True)
            self.state = State.BODY
            self.deadline = self.engine.now() + config.body_timeout
            if request.expects_continue:
                self.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        else:
            self._dispatch(request)
        return True

    def _identify(self, request: Request) -> None:
        fields = request.fields
        if not self.trusted:
            request.client, request.scheme = self.peer, self.scheme
            return
        trusted = self.engine.config.trusted_proxies
        request.client = client_address(self.peer, fields.get(b"x-forwarded-for", b""), trusted)
        request.scheme = client_scheme(self.scheme, fields.get(b"x-forwarded-proto", b""))

    def _take_body(self) -> None:
        request, data = self.request, self._buffer
        if request is None:
            return
        self.deadline = self.engine.now() + self.engine.config.body_timeout
        if request.length is not None:
            size = min(len(data), request.length - request.received)
        else:
            # Chunked: up to the next line end, where the body may be over and the next request begin.
            size = data.find(b"\n") + 1 or len(data)
        feed_body(request, memoryview(data)[:size])
        self._buffer = data[size:]
        if request.complete:
            self._dispatch(request)

    def _dispatch(self, request: Request) -> None:
        request.parser = None  # breaks the reference cycle
        self.state = State.BUSY
        self.deadline = NEVER
        self.engine.ask(self, request)

    # ---- bytes out

    def owns(self, request: Request) -> bool:
        """Is this the request that is being answered? Not after the client has left."""
        return self.request is request

    def write(self, data: bytes | memoryview) -> None:
        if not self.transport.is_closing():
            self.transport.write(data)

    def connection_line(self, request: Request) -> bytes:
        """The `Connection` header of the answer; empty where the protocol's default says it."""
        if self.engine.closing or self._eof:
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

    def abort(self) -> None:
        """Break the connection: an answer that has begun cannot be completed."""
        self.transport.abort()

    def _refuse(self, status: int) -> None:
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
            self._refuse(408)
        elif self.state == State.BUSY:
            self.transport.abort()  # a file of which nothing was taken
        else:
            self.transport.close()

    def close_if_idle(self) -> None:
        """The front is going: hang up unless something is under way."""
        self.ready = False
        if self.state == State.HEAD and not self._buffer and not self.paused:
            self.transport.close()
