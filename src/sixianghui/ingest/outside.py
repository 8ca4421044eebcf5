"""An ffmpeg that speaks with the outside and gives what it gets on to a feed, as MPEG-TS.

Where it is to get it from holds secrets, and the list of processes is for everybody: so it reads that from its standard input.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sixianghui.ingest.feed import Feed, Over
from sixianghui.ingest.house import House
from sixianghui.ingest.making import Wanted
from sixianghui.ingest.mpegts import Looking

log = logging.getLogger(__name__)

_PORTION = 64 * 1024
_FIRST_SECONDS = 10.0
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_DEATH_SIGNAL = 1


@dataclass(frozen=True)
class Source:
    """Where it comes from, what ffmpeg is told of it, and which protocols it may speak. Secrets are in `options`."""

    address: str
    protocols: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    def script(self) -> bytes:
        """As ffmpeg reads it. Raises `ValueError` for what could say more than it is to."""
        words = [self.address, *self.options.values()]
        if any(set(word) & set("'\\\n\r") for word in words):
            raise ValueError("not a word for ffmpeg")
        lines = ["ffconcat version 1.0", f"file '{self.address}'"]
        lines += [f"option {name} '{value}'" for name, value in self.options.items()]
        return "\n".join([*lines, ""]).encode()


Admit = Callable[[], Awaitable[tuple[str, str]]]


async def take_in(house: House, source: Source, admit: Admit, *, way: str) -> bool:
    """Wait for what comes from there, and give it to a feed until it is over. Whether anything came.

    `admit` is asked for feed and stream when the first has come. Raises `Refused`, `OSError`.
    """
    async with _running(house.config.ffmpeg, source) as process:
        assert process.stdout is not None
        first = await process.stdout.read(_PORTION)
        if not first:
            return False
        ref, stream = await admit()
        why = "ended"
        feed = None
        try:
            feed, first = await _begun(house, ref, stream, process.stdout, first, way=way)
            if feed is None:
                why = "malformed"
                return True
            watching = asyncio.create_task(_end_after(feed, process))
            try:
                while first:
                    await feed.write(first)
                    first = await process.stdout.read(_PORTION)
            finally:
                watching.cancel()
        except Over as over:
            why = over.why
        except TimeoutError:
            why = "silent"
        finally:
            await house.finish(ref, (feed and feed.told.over) or why)
    return True


async def _begun(
    house: House, ref: str, stream: str, reader: asyncio.StreamReader, data: bytes, *, way: str
) -> tuple[Feed | None, bytes]:
    """The feed, once it is known what comes, and what has come by then. Without one, nothing was to be made of it."""
    looking = Looking()
    looking.take(data)
    async with asyncio.timeout(_FIRST_SECONDS):
        while looking.found is None:
            more = await reader.read(_PORTION)
            if not more or looking.in_vain:
                return None, b""
            looking.take(more)
            data += more
    # Its tables come again and again: after a fall ffmpeg can begin anywhere.
    feed = await house.begin(ref, stream, Wanted("mpegts", *looking.found), way=way, restart=lambda: ())
    return feed, data


async def _end_after(feed: Feed, process: asyncio.subprocess.Process) -> None:
    await feed.over.wait()
    _kill(process)


@asynccontextmanager
async def _running(program: str, source: Source) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        program, "-hide_banner", "-nostats", "-loglevel", "warning", "-protocol_whitelist", f"pipe,fd,{source.protocols}",
        "-f", "concat", "-safe", "0", "-i", "pipe:0", "-map", "0:v:0?", "-map", "0:a:0?", "-c", "copy",
        "-f", "mpegts", "-flush_packets", "1", "-muxdelay", "0", "pipe:1",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.defpath, "LC_ALL": "C", "AV_LOG_FORCE_NOCOLOR": "1"}, process_group=0, preexec_fn=_end_with_us,
    )  # fmt: skip
    assert process.stdin is not None
    complaints = asyncio.create_task(_complaints(process, source))
    try:
        with contextlib.suppress(ConnectionError):
            process.stdin.write(source.script())
            await process.stdin.drain()
        process.stdin.close()
        yield process
    finally:
        _kill(process)
        await process.wait()
        await complaints


def _end_with_us() -> None:
    """In the new process: it holds a port or a connection, which is not to outlast us."""
    if _LIBC is not None:
        _LIBC.prctl(_DEATH_SIGNAL, signal.SIGKILL)


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()


async def _complaints(process: asyncio.subprocess.Process, source: Source) -> None:
    assert process.stderr is not None
    while line := await process.stderr.readline():
        text = line.decode("utf-8", "replace").strip()[:300]
        for secret in source.options.values():
            text = text.replace(secret, "…")
        log.info("ffmpeg: %s", text)


async def stopped(task: asyncio.Task[None] | None) -> None:
    """End it and wait until it has; whoever ends itself does not wait."""
    if task is not None:
        task.cancel()
        if task is not asyncio.current_task():
            await asyncio.gather(task, return_exceptions=True)
