"""Who sends what just now: what is armed, the feeds that run, and what `app` wants of them. The ways in come through here."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sixianghui.common import ids
from sixianghui.ingest.asking import Asking, Refused
from sixianghui.ingest.config import IngestConfig
from sixianghui.ingest.feed import Feed
from sixianghui.ingest.making import Wanted
from sixianghui.ingest.spare import spare_core
from sixianghui.ingest.store import Store

log = logging.getLogger(__name__)

#: How often `app` is asked what holds: while something is armed, and otherwise.
_ROUND_SECONDS, _IDLE_SECONDS = 2.0, 10.0
#: An encoder that has been silent for so long has left; after the shorter time another one with its key may take over.
SILENT_SECONDS, QUIET_SECONDS = 15.0, 3.0
#: A page keeps what it could not send; so long its feed waits for it.
_PAGE_SILENT_SECONDS = 60.0
#: How long an encoder waits at the door while `app` is away.
_PATIENCE = 15.0


@dataclass(frozen=True)
class Armed:
    """A stream that may be sent to. air: since when people watch. srt: its passphrase. browser: feeds that a page sends.

    pull: the name under which a foreign server has it, where one is used.
    """

    ref: str
    air: float | None
    srt: str
    browser: tuple[dict[str, Any], ...] = ()
    pull: tuple[dict[str, Any], ...] = ()


class House:
    """All there is, and the only place that begins and ends feeds."""

    def __init__(self, config: IngestConfig) -> None:
        self.config = config
        # The machine and folder, then this process: whoever comes after it ends what it left open.
        self.name = f"{_node(config.streams)}-{ids.new_ref()}"
        self.asking = Asking(config.app_sockets, self.name)
        self.armed: dict[str, Armed] = {}
        self.feeds: dict[str, tuple[Feed, str]] = {}
        self.offset = 0.0
        self._ports: dict[str, Any] = {}
        self._stores: dict[str, Store] = {}
        self._ended: dict[str, str] = {}
        #: Feeds that still lay down their last pieces, and their streams.
        self._ending: dict[asyncio.Task[None], str] = {}
        self._knocked = asyncio.Event()
        self._busy = asyncio.Lock()
        #: Called after each round that changed what is armed.
        self.ways: list[Callable[[], Any]] = []

    def say_ports(self, **ports: Any) -> None:
        """Write down where encoders come in, for the pages that say so. `rtmp`: a port; `srt`: one by stream."""
        self._ports |= ports
        new = self.config.ports.with_suffix(".new")
        new.write_text(json.dumps(self._ports), encoding="utf-8")
        new.rename(self.config.ports)

    # ---- feeds

    async def admit(self, way: str, *, wait: bool = True, **said: Any) -> tuple[str, str]:
        """Ask whether this encoder may send: (feed, stream). Raises `Refused`, or `OSError` when nobody answers.

        Nothing of what it sends is looked at before.
        """
        patience = _PATIENCE if wait else 0.0
        for again in (True, False):
            try:
                told = await self.asking.ask("feeds", patience=patience, way=way, **said)
            except Refused as refused:
                found = self.feeds.get(refused.feed)
                if not again or found is None or time.monotonic() - found[0].heard < QUIET_SECONDS:
                    raise
                await self.finish(refused.feed, "replaced")
                await self.round()
                continue
            self._set_clock(told["now"])
            self.armed[told["stream"]] = _armed(told["stream"], told)
            return told["feed"], told["stream"]
        raise Refused("busy")

    async def begin(
        self,
        ref: str,
        stream: str,
        wanted: Wanted,
        *,
        way: str,
        restart: Callable[[], Iterable[bytes]] | None = None,
    ) -> Feed:
        """Begin a feed that was admitted. Raises `OSError`, and `Over` when it was ended meanwhile."""
        small, why = await self._small(wanted)
        wanted = Wanted(wanted.kind, wanted.picture, wanted.sound, small)
        # Asked for only now: a round closes a store as long as no feed is known that needs it.
        feed = Feed(
            ref, self.folder_of(stream), self._store(stream), wanted,
            way=way, program=self.config.ffmpeg, offset=self.offset, small=why, restart=restart,
        )  # fmt: skip
        self.feeds[ref] = feed, stream
        try:
            await feed.start()
        except BaseException:
            # Also when whoever began it is called off, as when the picture is cut just then: the desk reads that it is over.
            self.feeds.pop(ref, None)
            self._ended.setdefault(ref, "fallen")
            await self._end(feed, stream, "fallen")
            raise
        return feed

    async def finish(self, ref: str, why: str = "ended") -> None:
        """End a feed and say so."""
        found = self.feeds.pop(ref, None)
        self._ended[ref] = why
        if found is not None:
            await self._end(*found, why)
        self.knock()

    async def _end(self, feed: Feed, stream: str, why: str) -> None:
        """Its store stays open until all of it is laid down, also when whoever ends it is called off meanwhile."""
        task = asyncio.create_task(feed.end(why))
        self._ending[task] = stream
        task.add_done_callback(self._ending.pop)
        await asyncio.shield(task)

    async def _small(self, wanted: Wanted) -> tuple[bool, str]:
        if not wanted.picture or self.config.small == "off":
            return False, "off"
        if self.config.small == "on":
            return True, "on"
        free = await spare_core(self.config.ffmpeg)
        return free, "on" if free else "no_core"

    # ---- places

    def folder_of(self, stream: str) -> Path:
        """Where what comes in of a stream lies."""
        return self.config.streams / f"live-{stream}"

    def _store(self, stream: str) -> Store:
        if stream not in self._stores:
            made = Store(self.folder_of(stream), floor=self.config.floor, reserve=self.config.reserve)
            self._stores[stream] = made
        store = self._stores[stream]
        store.on_air(self.armed[stream].air if stream in self.armed else None)
        return store

    # ---- rounds

    def knock(self) -> None:
        """Ask `app` soon."""
        self._knocked.set()

    async def run(self) -> None:
        """Ask `app` again and again, until cancelled."""
        while True:
            with contextlib.suppress(OSError, Refused):
                await self.round()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_ROUND_SECONDS if self.armed or self.feeds else _IDLE_SECONDS):
                    await self._knocked.wait()
            self._knocked.clear()

    async def round(self) -> None:
        """Say what runs, hear what holds, do what is wanted. Raises `OSError` when nobody answers."""
        async with self._busy:
            await self._silence()
            await self._look_for_room()
            ended = dict(self._ended)
            told = await self.asking.ask(
                "round",
                patience=0.0,
                feeds=list(self.feeds),
                ended=ended,
                flowing=[ref for ref, (feed, _stream) in self.feeds.items() if feed.told.pieces],
            )
            for ref in ended:
                self._ended.pop(ref, None)
            self._set_clock(told["now"])
            self.armed = {ref: _armed(ref, one) for ref, one in told["armed"].items()}
            for ref, why in told["end"].items():
                await self.finish(ref, why)
            for ref, store in list(self._stores.items()):
                if ref in self.armed:
                    store.on_air(self.armed[ref].air)
                elif ref not in self._needed():
                    self._stores.pop(ref).close()
        for way in self.ways:
            await way()

    def _needed(self) -> set[str]:
        """The streams of which something is still laid down."""
        return {*(stream for _feed, stream in self.feeds.values()), *self._ending.values()}

    async def _silence(self) -> None:
        for ref, (feed, _stream) in list(self.feeds.items()):
            patience = _PAGE_SILENT_SECONDS if feed.way == "browser" else SILENT_SECONDS
            if feed.over.is_set() or time.monotonic() - feed.heard > patience:
                await self.finish(ref, feed.told.over or "silent")

    async def _look_for_room(self) -> None:
        for store in list(self._stores.values()):  # a feed may begin meanwhile
            with contextlib.suppress(OSError):
                await asyncio.to_thread(store.look_for_room, time.time() + self.offset)

    def _set_clock(self, now: float) -> None:
        self.offset = now - time.time()

    async def close(self) -> None:
        """End everything, and say so while `app` still hears."""
        for ref in list(self.feeds):
            await self.finish(ref, "restart")
        await asyncio.gather(*self._ending, return_exceptions=True)
        with contextlib.suppress(OSError, Refused):
            async with asyncio.timeout(2):
                await self.round()
        for store in self._stores.values():
            store.close()
        await self.asking.close()


def _node(streams: Path) -> str:
    return ids.digest_of(f"{socket.gethostname()}:{streams}")[:12]


def _armed(ref: str, told: dict[str, Any]) -> Armed:
    return Armed(ref, told["air"], told["srt"], tuple(told.get("browser", ())), tuple(told.get("pull", ())))
