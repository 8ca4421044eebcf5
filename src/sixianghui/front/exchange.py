"""One request's way through `app`: sent once, its answer relayed, kept, or replaced by a file."""

from __future__ import annotations

import asyncio
import logging
import os
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sixianghui.common import wire
from sixianghui.front import headers as passing
from sixianghui.front import keeping
from sixianghui.front.applink import AppLink
from sixianghui.front.cache import Fill
from sixianghui.front.entry import FileEntry, Kept, date_line, status_line
from sixianghui.front.making import made_entry
from sixianghui.front.pool import RETRY_SECONDS, OverloadedError
from sixianghui.front.relay import Relay
from sixianghui.front.request import Request
from sixianghui.front.spool import Spool

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine, Waiter
    from sixianghui.front.protocol import Connection

log = logging.getLogger(__name__)

_FILE = wire.FILE.lower().encode("ascii")
_STREAM = wire.STREAM.lower().encode("ascii")
_BODY_SLICE = 256 * 1024


class Outcome(Enum):
    """How one attempt ended."""

    DONE = auto()  # relayed, failed for good, or nobody there any more
    KEEP = auto()  # the body is whole and may be kept
    FILE = auto()  # a file is to be sent instead
    STREAM = auto()  # the client may listen to events
    AGAIN = auto()  # asked as nobody, and nobody may have it: to be asked with the session
    LOST = auto()  # the connection died and the client has seen nothing


class Exchange:
    """A request and its answer. With a `fill`, others may be waiting for the same bytes."""

    def __init__(
        self, engine: Engine, connection: Connection | None, request: Request, fill: Fill[Waiter] | None
    ) -> None:
        self._engine = engine
        self._connection = connection
        self._request = request
        self._fill = fill
        self._trusted = connection is not None and connection.trusted
        self._link: AppLink | None = None
        self._relay: Relay | None = None
        self._ending: asyncio.Future[Outcome]
        self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._fields: dict[bytes, bytes] = {}
        self._allowed: keeping.Permission | None = None
        self._chunks: list[bytes] = []
        self._held = 0
        self._file: bytes | None = None
        self._stream = False
        #: Asked as nobody, for an answer to keep, by somebody with a session.
        self._as_nobody = fill is not None and engine.session_cookie in request.cookies
        self._again = False
        self._since = engine.clock()
        self.task: asyncio.Task[None] | None = None

    # ---- the way there

    async def run(self) -> None:
        try:
            outcome = await self._attempt()
            if outcome is Outcome.KEEP:
                await self._keep()
            elif outcome is Outcome.FILE:
                self._send_file()
            elif outcome is Outcome.AGAIN:
                self._ask_again()
            elif outcome is Outcome.STREAM:
                self._engine.listening.admit(self._connection, self._request, self._fields)
        except OverloadedError:
            self._fail(503)
        except asyncio.CancelledError:
            self._fail(503)
            raise
        except Exception:
            log.exception("a request could not be passed on")
            self._fail(502)
        finally:
            if self._request.body is not None:
                self._request.body.close()

    async def _attempt(self) -> Outcome:
        """Send the request; a GET or HEAD whose connection dies unanswered is sent once more."""
        safe = self._request.method in (b"GET", b"HEAD")
        for fresh in (False, True) if safe else (True,):
            link = await self._engine.pool.lease(fresh=fresh)
            try:
                outcome = await self._carry(link)
            finally:
                self._link = None
                self._engine.pool.give_back(link)
            if outcome is not Outcome.LOST:
                return outcome
            self._engine.metrics.app_lost += 1
            if self._connection is None and self._fill is None:
                return Outcome.DONE
            # A dying process closes its connections before its listening socket: do not run into that.
            await asyncio.sleep(RETRY_SECONDS)
        self._fail(502)
        return Outcome.DONE

    async def _carry(self, link: AppLink) -> Outcome:
        self._link = link
        self._ending = asyncio.get_running_loop().create_future()
        self._relay = None
        self._chunks, self._held, self._allowed, self._file, self._stream = [], 0, None, None, False
        self._again = False
        request = self._request
        link.expect(self, head_only=request.method == b"HEAD")
        request_id = os.urandom(8).hex()
        whole = self._fill is not None
        head = passing.to_app(
            request, request_id, trusted=self._trusted, whole=whole, as_nobody=whole and self._as_nobody
        )
        link.write(head)
        if request.body is not None:
            request.body.rewind()
            while chunk := request.body.read(_BODY_SLICE):
                link.write(chunk)
                if not await link.drained():
                    link.reusable = link.reusable and not request.body.pending
                    break
                self._engine.pool.touch(link)
        return await self._ending

    @property
    def queues(self) -> bool:
        """Does it still wait for a link, for this client alone?"""
        return self._link is None and self._fill is None and not self._status

    def client_gone(self) -> None:
        """The client has left. A fill goes on for the others; the rest is stopped as far as it can be."""
        self._connection = None
        if self._relay is not None:
            self._relay.gone()
        if self._fill is not None:
            return
        if self._link is None:
            if self.task is not None:
                self.task.cancel()
        elif self._status:
            self._stop()
        # else: app is at work; its thread is taken until it answers, and so is the link.

    def _stop(self) -> None:
        if self._link is not None:
            self._link.abandon()
        self._end(Outcome.DONE)

    def _end(self, outcome: Outcome) -> None:
        if not self._ending.done():
            self._ending.set_result(outcome)

    # ---- the way back (Receiver)

    def on_head(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self._touch()
        self._engine.metrics.app_waits.add(self._engine.clock() - self._since)
        self._status, self._headers, self._fields = status, headers, passing.merged(headers)
        if self._fill is not None:
            self._allowed = keeping.permission(status, self._fields)
            length = self._fields.get(b"content-length", b"0")
            if int(length) > self._engine.config.max_entry_bytes or (_FILE in self._fields and status != 200):
                self._allowed = None
            if self._allowed is not None:
                self._file = self._fields.get(_FILE)
                return
            self._let_waiters_go()
            if self._as_nobody:
                self._again = True
                return
        self._stream = _STREAM in self._fields and status == 200
        if self._stream:
            return
        if self._connection is None:
            self._stop()
        elif _FILE in self._fields:
            self._file = self._fields[_FILE]
        else:
            self._start_relay()

    def on_data(self, data: bytes) -> None:
        self._touch()
        if self._relay is not None:
            self._relay.feed(data)
            if self._link and self._relay.pending > self._engine.config.max_answer_spool_bytes:
                self._link.deadline = float("inf")
                self._link.transport.pause_reading()
        elif self._allowed is not None:
            self._chunks.append(data)
            self._held += len(data)
            if self._held > self._engine.config.max_entry_bytes:
                self._pass_on_what_is_too_big()

    def on_end(self) -> None:
        if self._again:
            self._end(Outcome.AGAIN)
        elif self._allowed is not None:
            self._end(Outcome.KEEP)
        elif self._file is not None:
            self._end(Outcome.FILE)
        elif self._stream:
            self._end(Outcome.STREAM)
        else:
            if self._relay is not None:
                self._relay.end()
            self._end(Outcome.DONE)

    def on_lost(self, *, timed_out: bool) -> None:
        if self._relay is not None:
            self._relay.cut()
            self._end(Outcome.DONE)
        elif timed_out:
            self._fail(504)
            self._end(Outcome.DONE)
        else:
            self._status = 0
            self._end(Outcome.LOST)

    # ---- what becomes of the answer

    def _touch(self) -> None:
        if self._link is not None:
            self._engine.pool.touch(self._link)

    def _start_relay(self) -> None:
        connection, request = self._connection, self._request
        if connection is None or not connection.owns(request):
            return
        self._engine.metrics.count("app", self._status)
        lines = passing.to_client(self._headers, self._fields)
        if b"date" not in self._fields:
            lines.append(date_line())
        bare = self._status in (204, 304)
        length = self._fields.get(b"content-length")
        chunked = False
        if length is not None and not bare:
            lines.append(b"Content-Length: " + length + b"\r\n")
        elif not bare and request.method != b"HEAD":
            chunked = not request.http10
            if chunked:
                lines.append(b"Transfer-Encoding: chunked\r\n")
            else:
                request.keep_alive = False
        lines.append(connection.connection_line(request))
        config = self._engine.config
        spool = Spool(config.spool_dir, config.spool_memory_bytes)
        self._relay = Relay(connection, request, spool, chunked=chunked, room=self._make_room)
        self._relay.start(b"".join([status_line(self._status), *lines, b"\r\n"]))

    def _make_room(self) -> None:
        if self._link is not None and self._link.alive:
            self._touch()
            self._link.transport.resume_reading()

    def _pass_on_what_is_too_big(self) -> None:
        self._allowed = None
        chunks, self._chunks = self._chunks, []
        self._let_waiters_go()
        if self._as_nobody:
            self._again = True
        elif self._connection is None:
            self._stop()
        else:
            self._start_relay()
            if self._relay is not None:
                for chunk in chunks:
                    self._relay.feed(chunk)

    def _let_waiters_go(self) -> None:
        """The answer is not for everybody: those who waited ask `app` themselves."""
        fill, self._fill = self._fill, None
        if fill is not None:
            for connection, request in self._engine.cache.give_up(fill):
                self._engine.forward(connection, request)

    async def _keep(self) -> None:
        allowed, fill, body = self._allowed, self._fill, b"".join(self._chunks)
        if allowed is None or fill is None:
            return
        entry: Kept
        if self._file is not None:
            entry = FileEntry(
                self._status,
                passing.to_client(self._headers, self._fields),
                unquote(self._file.decode("latin-1")),
                tags=allowed.tags,
                expires=self._engine.clock() + allowed.seconds,
                tally=self._engine.metrics.tally("file", self._status),
            )
        else:
            entry = await made_entry(self._engine, self._status, self._headers, self._fields, body, allowed)
        self._chunks = []
        self._fill = None
        self._hand_on(fill, entry)

    def _hand_on(self, fill: Fill[Waiter], entry: Kept) -> None:
        engine = self._engine
        served, outdated = engine.cache.keep(fill, entry)
        if self._connection is not None:
            engine.send_kept(self._connection, self._request, entry, "miss")
        for connection, request in served:
            engine.send_kept(connection, request, entry, "hit")
        for connection, request in outdated:
            engine.ask(connection, request)

    def _send_file(self) -> None:
        if self._connection is not None and self._file is not None:
            lines = passing.to_client(self._headers, self._fields)
            path = unquote(self._file.decode("latin-1"))
            self._engine.files.send(self._connection, self._request, path, self._status, lines)

    def _ask_again(self) -> None:
        if self._connection is not None:
            self._engine.forward(self._connection, self._request)

    def _fail(self, status: int) -> None:
        fill, self._fill = self._fill, None
        if fill is not None:
            for connection, request in self._engine.cache.give_up(fill, passing=False):
                connection.send_error(request, status)
        if self._connection is not None and self._relay is None:
            self._connection.send_error(self._request, status)
