"""The way to `app`: never more requests at once than it has threads, the rest in a queue in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from pathlib import Path

from sixianghui.front.applink import AppLink

#: How often a socket that refused is tried again.
RETRY_SECONDS = 0.05


class OverloadedError(Exception):
    """The queue is full, or a place in it led nowhere in time."""


class App:
    """One app process, known by its socket."""

    def __init__(self, path: Path, threads: int) -> None:
        self.path = path
        self.threads = threads
        self.busy = 0
        self.up = True
        self.idle: list[AppLink] = []
        self._inode = 0

    def moved_on(self) -> None:
        """Another process has this socket now, or none: the one before it finishes what it was sent and gets no more."""
        try:
            inode = self.path.stat().st_ino
        except OSError:
            inode = 0
        if inode != self._inode:
            self._inode = inode
            for link in self.idle[:]:
                link.close()
            self.idle.clear()


class _Place:
    """A place in the queue."""

    __slots__ = ("since", "turn")

    def __init__(self, since: float, turn: asyncio.Future[App]) -> None:
        self.since = since
        self.turn = turn


class Pool:
    """Links to all apps. Must be made inside the event loop that uses it."""

    def __init__(
        self,
        sockets: tuple[Path, ...],
        threads: int,
        *,
        queue_length: int,
        queue_timeout: float,
        app_wait: float,
        answer_timeout: float,
        on_refused: Callable[[], None],
    ) -> None:
        self.apps = [App(path, threads) for path in sockets]
        self.links: set[AppLink] = set()
        self._queue: deque[_Place] = deque()
        self._queue_length = queue_length
        self._queue_timeout = queue_timeout
        self._app_wait = app_wait
        self._answer_timeout = answer_timeout
        self._on_refused = on_refused
        self._loop = asyncio.get_running_loop()
        self._probes: set[asyncio.Task[None]] = set()

    @property
    def queued(self) -> int:
        return len(self._queue)

    @property
    def busy(self) -> int:
        return sum(app.busy for app in self.apps)

    @property
    def has_room(self) -> bool:
        """Would a request be sent at once?"""
        return not self._queue and self._free_app() is not None

    async def lease(self, *, fresh: bool) -> AppLink:
        """A link on which one request may be sent; `fresh`: one on which nothing was sent before.

        Raises `OverloadedError`. Whoever gets a link must `give_back` it.
        """
        since = self._loop.time()
        while True:
            app = self._free_app() if not self._queue else None
            if app is None:
                app = await self._wait_for_turn(since)
            else:
                app.busy += 1
            try:
                link = await self._open(app, fresh=fresh)
            except BaseException:
                self._release(app)
                raise
            if link is not None:
                link.deadline = self._loop.time() + self._answer_timeout
                return link
            self._mark_down(app)
            self._release(app)

    def touch(self, link: AppLink) -> None:
        """`app` said something on this link."""
        link.deadline = self._loop.time() + self._answer_timeout

    def give_back(self, link: AppLink) -> None:
        link.deadline = float("inf")
        keep = len(link.app.idle) < link.app.threads
        if keep and link.reusable and link.alive and not link.transport.is_closing():
            link.app.idle.append(link)
        else:
            link.close()
        self._release(link.app)

    def sweep(self, now: float) -> None:
        """Called several times a second: time-outs of links and of places in the queue."""
        for link in [link for link in self.links if link.deadline < now]:
            link.time_out()
        if not self._queue:
            return
        patience = self._queue_timeout if any(app.up for app in self.apps) else self._app_wait
        for place in self._queue:
            if now - place.since > patience and not place.turn.done():
                place.turn.set_exception(OverloadedError())
        self._queue = deque(place for place in self._queue if not place.turn.done())

    def close(self) -> None:
        for task in self._probes:
            task.cancel()
        for link in list(self.links):
            link.close()

    # ---- places

    def _free_app(self) -> App | None:
        free = [app for app in self.apps if app.up and app.busy < app.threads]
        return min(free, key=lambda app: app.busy, default=None)

    async def _wait_for_turn(self, since: float) -> App:
        if len(self._queue) >= self._queue_length:
            raise OverloadedError
        place = _Place(since, self._loop.create_future())
        self._queue.append(place)
        try:
            return await place.turn
        except asyncio.CancelledError:
            if place.turn.done() and not place.turn.cancelled() and place.turn.exception() is None:
                self._release(place.turn.result())
            raise

    def _release(self, app: App) -> None:
        app.busy -= 1
        self._hand_out()

    def _hand_out(self) -> None:
        while self._queue:
            app = self._free_app()
            if app is None:
                return
            place = self._queue.popleft()
            if not place.turn.done():
                app.busy += 1
                place.turn.set_result(app)

    # ---- connections

    async def _open(self, app: App, *, fresh: bool) -> AppLink | None:
        app.moved_on()
        while app.idle and not fresh:
            link = app.idle.pop()
            if link.alive and not link.transport.is_closing():
                return link
        return await self._connect(app)

    async def _connect(self, app: App) -> AppLink | None:
        try:
            _, link = await self._loop.create_unix_connection(
                lambda: AppLink(app, self._loop, self._forget), str(app.path)
            )
        except OSError:
            return None
        self.links.add(link)
        return link

    def _forget(self, link: AppLink) -> None:
        self.links.discard(link)
        if link in link.app.idle:
            link.app.idle.remove(link)

    def _mark_down(self, app: App) -> None:
        self._on_refused()
        if app.up:
            app.up = False
            task = self._loop.create_task(self._probe(app))
            self._probes.add(task)
            task.add_done_callback(self._probes.discard)

    async def _probe(self, app: App) -> None:
        while True:
            link = await self._connect(app)
            if link is not None:
                app.up = True
                app.idle.append(link)
                self._hand_out()
                return
            await asyncio.sleep(RETRY_SECONDS)
