"""`/static/`: small files from memory, compressed once; large ones from disk."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sixianghui.front.encodings import compressible, encode
from sixianghui.front.entry import Entry
from sixianghui.front.files import OutsideError, open_below
from sixianghui.front.pages import SECURITY
from sixianghui.front.request import Request

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine
    from sixianghui.front.protocol import Connection

#: Larger files are not held in memory.
MEMORY_BYTES = 2 * 1024 * 1024
#: After this many seconds a file is looked at again.
FRESH_SECONDS = 30.0

#: The marks of a build: `-B2x9_kQ1.css` (eight letters of which one is no small letter), `.0123456789ab.css`.
_HASHED = re.compile(
    r"-(?=[A-Za-z0-9_-]*[A-Z0-9_])(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{8}\.[A-Za-z0-9.]+\Z"
    r"|\.[0-9a-f]{12}\.[A-Za-z0-9]+\Z"
)

TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".htm": "text/html; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


def cache_control(name: str) -> bytes:
    """What browsers may do with a file of this name."""
    if _HASHED.search(name):
        return b"Cache-Control: public, max-age=31536000, immutable\r\n"
    return b"Cache-Control: public, max-age=3600\r\n"


class StaticFiles:
    """Answers everything below `static_url`."""

    def __init__(self, engine: Engine, root: Path, url: str) -> None:
        self._engine = engine
        self._root = Path(os.path.realpath(root))
        self._prefix = url.encode("ascii")

    def covers(self, path: bytes) -> bool:
        return path.startswith(self._prefix)

    def answer(self, connection: Connection, request: Request) -> None:
        if request.method not in (b"GET", b"HEAD"):
            connection.send_error(request, 405)
            return
        key = b"GET " + request.path + b" HTTP/1.1"
        ranged = b"range" in request.fields
        former = self._engine.cache.entries.get(key)
        entry = None if ranged else self._engine.cache.get(key)
        if isinstance(entry, Entry):
            connection.send_entry(request, entry, "static")
            return
        try:
            name = unquote(request.path[len(self._prefix) :].decode("latin-1"), errors="strict")
            if "\\" in name or not {"", ".", ".."}.isdisjoint(name.split("/")):
                raise OutsideError(name)
            handle = open_below(f"{self._root}/{name}", [self._root])
        except (OutsideError, OSError, ValueError):
            connection.send_error(request, 404)
            return
        content_type = TYPES.get(Path(name).suffix.lower(), "application/octet-stream").encode("ascii")
        lines = [b"Content-Type: " + content_type + b"\r\n", cache_control(name), SECURITY]
        stamp = _stamp(handle)
        if ranged or stamp[-1] > MEMORY_BYTES:
            self._engine.files.send_open(connection, request, handle, 200, lines, kind="static")
        elif isinstance(former, Entry) and former.stamp == stamp:
            os.close(handle)
            entry = former.renewed(self._engine.clock() + FRESH_SECONDS)
            self._engine.cache.put(key, entry)
            connection.send_entry(request, entry, "static")
        elif self._engine.cache.join(key, (connection, request)):
            os.close(handle)
        else:
            self._load(connection, request, key, handle, content_type, lines)

    def _load(
        self,
        connection: Connection,
        request: Request,
        key: bytes,
        handle: int,
        content_type: bytes,
        lines: list[bytes],
    ) -> None:
        fill = self._engine.cache.begin(key)
        if fill is None:
            os.close(handle)
            connection.send_error(request, 503)
            return
        fill.waiters.append((self._engine.cache.purges, (connection, request)))

        async def work() -> None:
            entry = None
            try:
                loop = asyncio.get_running_loop()
                bodies = await loop.run_in_executor(self._engine.executor, _read, handle, content_type)
                entry = Entry(
                    200,
                    [*lines, b"Vary: Accept-Encoding\r\n"],
                    bodies,
                    tags=frozenset(),
                    expires=self._engine.clock() + FRESH_SECONDS,
                    tally=self._engine.metrics.tally("static", 200),
                    stamp=_stamp(handle),
                )
            finally:
                os.close(handle)
                if entry is None:
                    for waiter, asked in self._engine.cache.give_up(fill, passing=False):
                        waiter.send_error(asked, 503)
            served, outdated = self._engine.cache.keep(fill, entry)
            for waiter, asked in served:
                waiter.send_entry(asked, entry, "static")
            for waiter, asked in outdated:
                self.answer(waiter, asked)

        self._engine.spawn(work())


def _stamp(handle: int) -> tuple[int, ...]:
    """What tells whether a file is still the same; ends with its size."""
    info = os.fstat(handle)
    return info.st_dev, info.st_ino, info.st_mtime_ns, info.st_size


def _read(handle: int, content_type: bytes) -> dict[str, bytes]:
    size = os.fstat(handle).st_size
    body = b""
    while len(body) < size and (data := os.pread(handle, size - len(body), len(body))):
        body += data
    return encode(body, thoroughly=True) if compressible(content_type) else {"identity": body}
