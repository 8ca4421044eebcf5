"""Asking the apps how they are, on a connection of its own each, for load balancers and monitors."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from pathlib import Path

_SECONDS = 2.0
_LONGEST = 4096
_SILENT = (503, b"app does not answer\n")


async def ask(apps: Iterable[Path], path: bytes) -> tuple[int, bytes]:
    """200 as soon as one app says that all is well; else 503 with the line that an app gave for why not.

    All are asked at once: one that hangs takes none of the time of the others.
    """
    asked = [asyncio.ensure_future(_answer_of(app, path)) for app in apps]
    found = _SILENT
    try:
        with contextlib.suppress(TimeoutError):
            for coming in asyncio.as_completed(asked, timeout=_SECONDS):
                answer = await coming
                if answer is not None and answer[0] == 503:
                    found = answer
                elif answer is not None and answer[0] < 500:
                    return 200, path.strip(b"/").removesuffix(b"z") + b"\n"
    finally:
        for one in asked:
            one.cancel()
    return found


async def _answer_of(app: Path, path: bytes) -> tuple[int, bytes] | None:
    try:
        return await _ask_one(app, path)
    except (OSError, ValueError):  # it is away, or what it says has no end
        return None


async def _ask_one(app: Path, path: bytes) -> tuple[int, bytes] | None:
    """Status and line of one app; None for what is no answer. Its own name, so that a wrong one of the asker's is no fault."""
    reader, writer = await asyncio.open_unix_connection(str(app))
    try:
        writer.write(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        words = (await reader.readline()).split()
        if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
            return None
        rest = b""
        while len(rest) < _LONGEST and (more := await reader.read(_LONGEST)):
            rest += more
    finally:
        writer.close()
    body = rest.partition(b"\r\n\r\n")[2].split(b"\n", 1)[0][:300]
    plain = b"text/plain" in rest.partition(b"\r\n\r\n")[0].lower()
    return int(words[1]), body + b"\n" if plain else _SILENT[1]
