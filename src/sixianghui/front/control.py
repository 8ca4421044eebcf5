"""The control socket of a front: one line asks for a purge, one line says that it has happened."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

#: The longest line of tags, in bytes.
LINE_LIMIT = 1024 * 1024


class Control:
    """Listens on a Unix socket that only the same user may use; `purge` returns how many entries went."""

    def __init__(self, path: Path, purge: Callable[[list[str]], Awaitable[int]]) -> None:
        self._path = path
        self._purge = purge
        self._purging: set[asyncio.Task[None]] = set()
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
        if self._purging:
            await asyncio.wait(self._purging)
            await asyncio.sleep(0)
        with contextlib.suppress(FileNotFoundError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError):
            while line := await reader.readline():
                word, *tags = line.decode("utf-8").split()
                if word == "purge":
                    task = asyncio.create_task(self._answer(writer, tags))
                    self._purging.add(task)
                    task.add_done_callback(self._purging.discard)
                    await task
                else:
                    writer.write(b"unknown\n")
                await writer.drain()
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, tags: list[str]) -> None:
        writer.write(b"purged %d\n" % await self._purge(tags))
