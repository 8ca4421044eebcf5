"""The control socket of a front: one line says what to do, one line says that it has been done."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

log = logging.getLogger(__name__)

#: The longest line, in bytes.
LINE_LIMIT = 1024 * 1024

#: Does what the rest of a line asks; returns how many pages, streams or events that concerned.
Doing = Callable[[str], Awaitable[int]]


class Control:
    """Listens on a Unix socket that only the same user may use. `doings` are by the first word of a line."""

    def __init__(self, path: Path, doings: Mapping[str, Doing]) -> None:
        self._path = path
        self._doings = doings
        self._working: set[asyncio.Task[None]] = set()
        self._server: asyncio.AbstractServer | None = None
        self._inode = 0

    async def open(self) -> None:
        """Must be open before the first request is taken: what is cached must be purgeable."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        before = os.umask(0o177)
        try:
            self._server = await asyncio.start_unix_server(self._talk, str(self._path), limit=LINE_LIMIT)
        finally:
            os.umask(before)
        self._inode = self._path.stat().st_ino

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        if self._working:
            await asyncio.wait(self._working)
            await asyncio.sleep(0)
        with contextlib.suppress(FileNotFoundError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError):
            while line := await reader.readline():
                word, _, rest = line.decode("utf-8").rstrip("\n").partition(" ")
                doing = self._doings.get(word)
                if doing is not None:
                    task = asyncio.create_task(self._answer(writer, doing, rest))
                    self._working.add(task)
                    task.add_done_callback(self._working.discard)
                    await task
                else:
                    writer.write(b"unknown\n")
                await writer.drain()
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, doing: Doing, rest: str) -> None:
        try:
            writer.write(b"done %d\n" % await doing(rest))
        except Exception:
            log.exception("a message on the control socket could not be obeyed")
            writer.write(b"failed\n")
