"""One client connection: requests in, answers out, strictly in order.

While an answer is under way, further bytes stay unparsed in `_buffer`, and past a limit the socket is not
read: that is all there is to pipelining. A connection that becomes an event stream is handed over (`hand_over`).
"""

from __future__ import annotations

import asyncio
from typing import cast

from sixianghui.common import wire
from sixianghui.front.answering import NEVER, Answering, State
from sixianghui.front.headers import client_address, client_scheme
from sixianghui.front.request import RefusedError, Request, feed_body, read_head
from sixianghui.front.spool import Spool

_END = b"\r\n\r\n"
_EVENTS = b"GET " + wire.EVENTS.encode("ascii") + b"?"


class Connection(Answering):
    """See the module."""

    __slots__ = ()

    # ---- asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.restore_limits()
        peer = transport.get_extra_info("peername")
        self.peer = peer[0] if isinstance(peer, tuple) else "127.0.0.1"
        self.trusted = self.engine.trusts(self.peer)
        self.scheme = b"https" if self.engine.tls else b"http"
        self.glance, self.doorway = self.engine.glances[self.trusted], self.engine.doorways[self.trusted]
        self.readers = self.glance.readers
        self.deadline = self.engine.now() + self.engine.config.header_timeout
        admitted = self.engine.admit(self)
        self.ready = admitted and not self.engine.leaving
        if not admitted:
            self.refuse(503)

    def data_received(self, data: bytes) -> None:
        if self.ready and data.startswith(_EVENTS):
            if self.engine.listening.take(self, data):
                return
        elif self.ready:
            # The hit path: from bytes to bytes, without a request in between.
            cut = data.find(b"\r\n")
            block = data[cut:]
            reader = self.readers.get(block) or self.glance.read(data, block)
            if reader is not None:
                line = data[:cut]
                key = reader[0] + line
                entry = self.entries.get(key)
                if entry is None:
                    key = line  # static files are the same for every site
                    entry = self.entries.get(key)
                tick = self.engine.tick
                sure = self.engine.subscriber
                if (
                    entry is not None
                    and entry.full
                    and entry.expires > tick
                    and (sure is None or sure.sure())
                ):
                    if entry.used != tick:
                        entry.used = tick
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
            self.refuse(refusal.status)
        except OSError:
            self.refuse(503)  # the disk is full
        finally:
            self._advancing = False
        idle = self.state == State.HEAD and not self.paused
        self.ready = idle and not self._buffer and not self.engine.leaving
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
            request.body = Spool(
                config.spool_dir, config.spool_memory_bytes, floor=config.disk_floor_bytes, replayable=True
            )
            self.state = State.BODY
            self._await_body(request)
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
        taken = feed_body(request, data, self.engine.config.max_header_bytes)
        self._buffer = data[taken:]
        if request.complete:
            self._dispatch(request)
        else:
            self._await_body(request)

    def _await_body(self, request: Request) -> None:
        """More has to come soon, and not only a byte now and then: what is there keeps its place on the disk."""
        config, now = self.engine.config, self.engine.now()
        if request.received >= request.goal:
            request.due, request.goal = now + config.body_pace, request.received + config.body_pace_bytes
        self.deadline = min(now + config.body_timeout, request.due)

    def _dispatch(self, request: Request) -> None:
        request.parser = None  # breaks the reference cycle
        self.state = State.BUSY
        self.deadline = NEVER
        self.engine.ask(self, request)
