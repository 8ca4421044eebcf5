"""Who listens to what: streams are let in, asked about again, and sent away.

`app` decides, once for a session and some topics; what it said holds for a minute, also for a reader who comes
back. When `app` says that an account changed, nothing is sent to its streams until it has been asked anew.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from sixianghui.front.asking import ask_about
from sixianghui.front.entry import date_line
from sixianghui.front.hub import Hub
from sixianghui.front.pages import SECURITY
from sixianghui.front.permits import (
    Key,
    Permit,
    Permits,
    Wish,
    asked,
    from_elsewhere,
    key_of,
    permit_of,
    target_of,
)
from sixianghui.front.request import Request
from sixianghui.front.sequence import Sequence
from sixianghui.front.stream import CLOSED, Stream, retry_line
from sixianghui.front.watching import Watching

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine, Waiter
    from sixianghui.front.protocol import Connection

_HEAD = (
    b"HTTP/1.1 200 OK\r\n"
    b"Content-Type: text/event-stream; charset=utf-8\r\n"
    b"Cache-Control: no-store\r\n"
    b"X-Accel-Buffering: no\r\n"
    b"Connection: close\r\n" + SECURITY
)
#: What `app` says instead of a key where there is nobody, and where it means all.
_NOBODY = b"-"
EVERYBODY = "*"
#: How often the house is put in order.
_ROUND_SECONDS = 1.0
#: How long a changed account is remembered: longer than any answer of `app` can be on its way.
_REMEMBERED_SECONDS = 300.0
#: How long streams wait in silence for an `app` that does not answer, and how often it is asked meanwhile.
_SILENT_SECONDS = 30.0
_AGAIN_SECONDS = 0.2


class Numbers(Protocol):
    """Where events are numbered."""

    def last(self) -> int:
        """The last number that was taken. Waits for nobody."""
        ...


class Listening:
    """Everything about streams in one front. A *turn* is counted whenever `app` says that an account changed."""

    def __init__(self, engine: Engine) -> None:
        self.watching = Watching(engine, lambda: self.hub.tells_numbers())
        self.hub = Hub(engine.loop, self.watching.number)
        self.permits = Permits()
        self.closed = 0
        self._engine = engine
        self._config = engine.config
        self._cookie = engine.config.session_cookie.encode("ascii")
        #: Who knows the number of the last event.
        self.sequence: Numbers = Sequence(engine.config.control_socket.parent)
        #: Questions that are on their way to `app` for whoever came first, and who came later with the same.
        self._asking: dict[Key, list[Waiter]] = {}
        self._changed: dict[bytes, tuple[int, float]] = {}
        self._turn = self._all_changed = 0
        self._checking = False
        self._taken = 0
        self._beat_at = self._round_at = engine.now()
        self.doings = {
            "publish": self._publish,
            "leap": self._leap,
            "recheck": self._recheck,
            "close": self._close,
        }

    def __len__(self) -> int:
        return self.permits.streams

    def begin(self) -> None:
        """The control socket is open: every event from here on will be heard."""
        self.hub.begin(self.sequence.last())

    # ---- who comes

    def arrive(self, connection: Connection, request: Request) -> None:
        """Somebody asks for a stream."""
        if from_elsewhere(request.fields, request.scheme, request.host):
            connection.send_error(request, 403)
            return
        try:
            wish = request.wish = request.wish or asked(request)
        except ValueError:
            connection.send_error(request, 400)
            return
        if request.method != b"GET" or wish is None:
            self._engine.forward(connection, request)  # `app` has a page for that
            return
        request.target = target_of(wish.topics)
        key = key_of(request, wish.topics, self._cookie)
        permit = self._valid(key)
        if permit is not None:
            self._let_in(connection, request, permit)
        elif key in self._asking:
            self._asking[key].append((connection, request))
        else:
            self._ask_for_all(key, connection, request)

    def take(self, connection: Connection, data: bytes) -> bool:
        """Let in at once who asks, in these bytes, what has been answered already; False: read them properly."""
        found = connection.doorway.look(data)
        if found is None:
            return False
        site, wish = found
        permit = self._valid((site, wish.topics, b""))
        if permit is None or permit.session != _NOBODY or self._full():
            return False
        self._seat(connection, permit, wish)
        return True

    def _valid(self, key: Key) -> Permit | None:
        """The permit of this question, if its answer still holds."""
        permit = self.permits.by_key.get(key)
        return (
            permit if permit is not None and not permit.muted and permit.checked > self._outdated() else None
        )

    def _full(self) -> bool:
        return len(self) >= self._config.max_streams or self._engine.closing

    def _outdated(self) -> float:
        return self._engine.now() - self._config.stream_recheck

    def _ask(self, connection: Connection, request: Request) -> None:
        request.turn = self._turn
        self._engine.forward(connection, request)

    def _ask_for_all(self, key: Key, connection: Connection, request: Request) -> None:
        self._asking[key] = []
        self._ask(connection, request)
        if connection.exchange is not None and connection.exchange.task is not None:
            connection.exchange.task.add_done_callback(lambda task: self._asked(key, task))

    def _asked(self, key: Key, task: asyncio.Task[None]) -> None:
        """The question has been answered, or who asked it has left the queue."""
        for connection, request in self._asking.pop(key, ()):
            if connection.owns(request):
                permit = self.permits.by_key.get(key)
                if permit is not None or task.cancelled():
                    self.arrive(connection, request)
                else:
                    self._ask(connection, request)

    def admit(self, connection: Connection | None, request: Request, fields: dict[bytes, bytes]) -> None:
        """`app` has answered this request with these headers: whoever asks so may listen."""
        topics = request.wish.topics if request.wish is not None else ()
        permit = permit_of(key_of(request, topics, self._cookie), fields, request.client)
        if permit is None:
            if connection is not None:
                connection.send_error(request, 502)
        elif max(self._all_changed, self._changed.get(permit.account, (0, 0.0))[0]) > request.turn:
            if connection is not None:
                self._ask(connection, request)  # that was said before the change
        else:
            permit = self._noted(permit)
            if connection is not None:
                self._let_in(connection, request, permit)

    def _noted(self, permit: Permit) -> Permit:
        known = self.permits.by_key.get(permit.key)
        if known is not None and known.says_the_same_as(permit):
            permit = known
        replaced = self.permits.note(permit, self._engine.now())
        if replaced is not None:
            self._send_away(replaced)
        return permit

    def _let_in(self, connection: Connection, request: Request, permit: Permit) -> None:
        if not connection.owns(request):
            return
        if permit.session != _NOBODY and (
            self.permits.of_session(permit.session) >= self._config.streams_per_session
        ):
            connection.send_error(request, 429)
            return
        if self._full():
            connection.send_error(request, 503)
        elif request.wish is not None:
            self._seat(connection, permit, request.wish)

    def _seat(self, connection: Connection, permit: Permit, wish: Wish) -> None:
        here = len(self)
        stream = Stream(self, permit, connection.transport)
        if connection.hand_over(stream):
            self._engine.metrics.count("stream", 200)
            self.permits.enter(stream)
            if wish.viewer and permit.watched:
                stream.viewer = self.watching.enter(permit.watched, wish.viewer)
            self.hub.join(
                stream, permit.topics, wish.cursor, _HEAD + date_line() + b"\r\n" + retry_line(here)
            )

    def gone(self, stream: Stream) -> None:
        """This stream has ended, by whomever."""
        self.hub.slow.pop(stream, None)
        self.hub.leave(stream, stream.permit.topics)
        if self.permits.leave(stream) and stream.viewer is not None:
            self.watching.leave(stream.permit.watched, stream.viewer)

    # ---- what the control socket asks

    async def _publish(self, rest: str) -> int:
        number, topic, data = rest.split(" ", 2)
        self.hub.publish(int(number), topic, data)
        return 1

    async def _leap(self, rest: str) -> int:
        self.hub.lose(int(rest))
        return 1

    async def _recheck(self, rest: str) -> int:
        """An account changed: once this is acknowledged, its streams are silent until `app` has said yes again."""
        if rest == EVERYBODY:
            return self._outdate()
        permits = self._note_change(rest)
        for permit in permits:
            self._mute(permit)
        return sum(len(permit.streams) for permit in permits)

    async def _close(self, rest: str) -> int:
        """An account may listen no more."""
        before = self.closed
        for permit in self._note_change(rest):
            self._send_away(permit)
        return self.closed - before

    def _note_change(self, rest: str) -> list[Permit]:
        account = rest.strip().encode("ascii")
        self._turn += 1
        self._changed[account] = self._turn, self._engine.now()
        return self.permits.of_account(account)

    def forget(self, number: int) -> None:
        """What was said up to the event of this number may have been missed, also that an account changed: every reader
        comes back, is told of a gap, and is asked about anew."""
        self._turn += 1
        self._all_changed = self._turn
        self.hub.lose(number)
        self.close()
        for permit in list(self.permits.by_key.values()):
            self.permits.remove(permit)

    # ---- asking again

    def _outdate(self) -> int:
        """What `app` said of anybody holds no more. There may be thousands: they are asked about one after the other."""
        self._turn += 1
        self._all_changed = self._turn
        for permit in self.permits.by_key.values():
            permit.checked = float("-inf")
        self._check_if_needed()
        return len(self)

    def _check_if_needed(self) -> None:
        if not self._checking and self.permits.older_than(self._outdated()) is not None:
            self._checking = True
            self._engine.spawn(self._check_old())

    def _mute(self, permit: Permit) -> None:
        if not permit.streams:
            self.permits.remove(permit)
            return
        permit.again = True
        if not permit.muted:
            permit.muted = True
            for stream in permit.streams:
                self.hub.leave(stream, permit.topics)
            self._engine.spawn(self._ask_in_silence(permit))

    async def _ask_in_silence(self, permit: Permit) -> None:
        until = self._engine.now() + _SILENT_SECONDS
        while permit.again:
            permit.again = False
            allowed = await self._allowed(permit)
            if permit.again:
                continue
            if allowed is False or (allowed is None and self._engine.now() > until):
                self._send_away(permit, CLOSED if allowed is False else b"")
                return
            if allowed is None:
                permit.again = True
                await asyncio.sleep(_AGAIN_SECONDS)
        permit.muted = False
        for stream in permit.streams:
            self.hub.join(stream, permit.topics, stream.sent)

    async def _check_old(self) -> None:
        """The backstop: ask about everybody whose answer is old, one after the other."""
        try:
            while (permit := self.permits.older_than(self._outdated())) is not None:
                if not permit.streams:
                    self.permits.remove(permit)
                elif permit.muted:
                    self.permits.renew(permit, self._engine.now())  # it is being asked about
                elif await self._allowed(permit) is False and not permit.muted:
                    self._send_away(permit)
        finally:
            self._checking = False

    async def _allowed(self, permit: Permit) -> bool | None:
        """What `app` says now; None when it says nothing."""
        turn = -1
        while turn < self._all_changed:
            turn = self._turn
            fields = await ask_about(permit, self._engine.pool)
        self.permits.renew(permit, self._engine.now())
        if fields is None:
            return None
        now = permit_of(permit.key, fields, permit.client)
        return now is not None and permit.says_the_same_as(now)

    def _send_away(self, permit: Permit, last: bytes = CLOSED) -> None:
        """End every stream of a permit that holds no more."""
        self.permits.remove(permit)
        for stream in list(permit.streams):
            self.closed += 1
            self.gone(stream)
            stream.end(last)

    # ---- time

    def sweep(self, now: float) -> None:
        """Called several times a second."""
        self.hub.sweep(now, self._config.stream_stall)
        self.watching.sweep(now)
        if now >= self._beat_at:
            self._beat_at = now + self._config.stream_beat
            self.hub.beat()
        if now < self._round_at:
            return
        self._round_at = now + _ROUND_SECONDS
        self._look_for_lost()
        self.hub.tell_numbers(now)
        for account, (_, at) in list(self._changed.items()):
            if at + _REMEMBERED_SECONDS < now:
                del self._changed[account]
        self._check_if_needed()

    def _look_for_lost(self) -> None:
        """The event of a number that was taken a while ago and is not there will not come."""
        if self._taken > self.hub.last:
            self.hub.lose(self._taken)
        self._taken = self.sequence.last()

    def close(self) -> None:
        """The front is going, or knows nothing any more: every reader comes back a little later, not all at once."""
        retry = len(self)
        for permit in self.permits.by_key.values():
            for stream in list(permit.streams):
                self.gone(stream)
                stream.end(retry_line(retry))
