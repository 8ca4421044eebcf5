"""The control socket of a front: one line asks for a purge, one line says that it has happened."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path

from sixianghui.front.cache import PageCache

#: The longest line of tags, in bytes.
LINE_LIMIT = 1024 * 1024


class Control:
    """Listens on a Unix socket that only the same user may use."""

    def __init__(self, path: Path, cache: PageCache) -> None:
        self._path = path
        self._cache = cache
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
        with contextlib.suppress(FileNotFoundError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError):
            while line := await reader.readline():
                word, *tags = line.decode("utf-8").split()
                if word == "purge":
                    writer.write(b"purged %d\n" % self._cache.purge(tags))
                else:
                    writer.write(b"unknown\n")
                await writer.drain()
        writer.close()
