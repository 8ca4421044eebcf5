"""One encoder at work: its bytes go into ffmpeg, pieces come out and are laid down, and what there is to say is said.

ffmpeg runs as a process of its own. When it falls, it is started again behind the same encoder; when it cannot keep up with
a smaller picture, it is started again without.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sixianghui.ingest import making
from sixianghui.ingest.boxes import Fragment, Head, Malformed, Splitter
from sixianghui.ingest.making import Wanted
from sixianghui.ingest.store import Store

log = logging.getLogger(__name__)

STATUS = "status.json"
#: How long ffmpeg may need to take what is given to it until it is too slow, and how often it may fall in a row.
_SLOW_SECONDS, _MOST_FALLS = 6.0, 3
#: How long it has to finish its last pieces.
_FINISH_SECONDS = 10.0
_PORTION = 64 * 1024


class Over(Exception):
    """Nothing more of this feed is taken. `why`: a word for whoever looks after it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Told:
    """What is known of a feed, for the desk. Sizes in bytes, rates in kbit/s, loudness in dB below the loudest."""

    way: str
    since: float
    at: float = 0.0
    took: int = 0
    rate: int = 0
    width: int = 0
    height: int = 0
    picture: str = ""
    sound: str = ""
    keys: float = 0.0
    level: float | None = None
    loudest: float | None = None
    pieces: int = 0
    small: str = ""
    full: bool = False
    trouble: list[str] = field(default_factory=list)
    over: str = ""


class Feed:
    """One connection of an encoder. `offset`: the clock of the house minus ours, in seconds.

    `restart` gives again what ffmpeg has to be told first (the head of an FLV and its settings), so that it can begin in
    the middle; without it a fallen ffmpeg ends the feed.
    """

    def __init__(
        self,
        ref: str,
        folder: Path,
        store: Store,
        wanted: Wanted,
        *,
        way: str,
        program: str,
        offset: float,
        small: str = "",
        restart: Callable[[], Iterable[bytes]] | None = None,
    ) -> None:
        self.ref, self.way = ref, way
        self._folder, self._store, self._wanted, self._program = folder, store, wanted, program
        self._offset, self._restart = offset, restart
        self._process: asyncio.subprocess.Process | None = None
        self._readers: list[asyncio.Task[None]] = []
        self._finishing = asyncio.Lock()
        self._falls = 0
        self._rates: deque[tuple[float, int]] = deque()
        self._levels: deque[float] = deque(maxlen=20)
        self._said = 0.0
        self.heard = time.monotonic()
        self.told = Told(way, self.now(), picture=wanted.picture, sound=wanted.sound, small=small)
        self.over = asyncio.Event()

    def now(self) -> float:
        """By the clock of the house."""
        return time.time() + self._offset

    async def start(self) -> None:
        """Begin. Raises `OSError`, and `Over` when it was ended meanwhile."""
        await self._turn()

    async def write(self, data: bytes) -> None:
        """Give it what the encoder sent; waits while ffmpeg is busy. Raises `Over`."""
        if self.over.is_set():
            raise Over(self.told.over or "ended")
        self._count(len(data))
        await self._give(data)

    async def end(self, why: str = "ended") -> None:
        """Nothing more comes: what has come is laid down to its end. Whoever ends it once more waits for that, too."""
        first = not self.over.is_set()
        if first:
            self.told.over = why
            self.over.set()
        await self._finish()
        if first:
            self._say(force=True)

    async def anew(self) -> None:
        """What comes from now on is set up otherwise: it is another turn. Raises `Over`, `OSError`."""
        if self.over.is_set():
            raise Over(self.told.over or "ended")
        await self._again()

    # ---- ffmpeg

    async def _launch(self) -> None:
        pipes: dict[str, int] = {}
        ends: dict[str, int] = {}
        try:
            for name in (*self._wanted.renditions, *(("levels",) if self._wanted.sound else ())):
                ends[name], pipes[name] = os.pipe()
            self._process = await asyncio.create_subprocess_exec(
                self._program, *making.words(self._wanted, pipes), stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, pass_fds=tuple(pipes.values()),
                env={"PATH": os.defpath, "LC_ALL": "C", "AV_LOG_FORCE_NOCOLOR": "1"}, process_group=0,
            )  # fmt: skip
        except BaseException:
            for descriptor in ends.values():
                os.close(descriptor)
            raise
        finally:
            for descriptor in pipes.values():
                os.close(descriptor)
        self._readers = [asyncio.create_task(self._complaints(self._process))]
        for name, descriptor in ends.items():
            lines = name == "levels"
            self._readers.append(
                asyncio.create_task(self._hear(descriptor) if lines else self._lay_down(name, descriptor))
            )

    async def _give(self, data: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise Over("fallen")
        try:
            for begin in range(0, len(data), _PORTION):
                process.stdin.write(data[begin : begin + _PORTION])
                await self._taken(process.stdin)
        except TimeoutError:
            await self._without_small()
        except (ConnectionError, RuntimeError):
            await self._fell()

    async def _taken(self, line: asyncio.StreamWriter) -> None:
        """Wait until ffmpeg takes more. Raises `TimeoutError` when it is too slow and there is something it may leave out.

        Otherwise it is waited for: a stream that was cut in the middle of a box or a tag is none. If it takes nothing at
        all, nothing is heard of the encoder either, and the house ends the feed.
        """
        while True:
            try:
                async with asyncio.timeout(_SLOW_SECONDS):
                    await line.drain()
            except TimeoutError:
                if self._wanted.small:
                    raise
                self._trouble("busy")
            else:
                return

    async def _without_small(self) -> None:
        log.warning("feed %s: no time for the smaller picture", self.ref)
        self.told.small = "busy"
        self._wanted = replace(self._wanted, small=False)
        await asyncio.to_thread(self._store.without, "small")
        await self._again()

    async def _fell(self) -> None:
        self._falls += 1
        if self._restart is None or self._falls > _MOST_FALLS:
            await self.end("fallen")
            raise Over("fallen")
        await self._again()

    async def _again(self) -> None:
        """Begin anew behind the same encoder: the next pieces are another turn."""
        if self._restart is None:
            await self.end("fallen")
            raise Over("fallen")
        await self._finish()
        await self._turn()
        for data in self._restart():
            await self._give(data)

    async def _turn(self) -> None:
        if not self.over.is_set():
            await asyncio.to_thread(self._store.begin, self.ref, self.way, self.now())
            await self._launch()
        if self.over.is_set():  # it was ended meanwhile, perhaps because the picture was cut
            await self._finish()
            raise Over(self.told.over)

    async def _finish(self) -> None:
        """Let ffmpeg lay down its last pieces. Several may ask for that: each waits until they are there."""
        async with self._finishing:
            if self._process is not None:
                await self._finish_off(self._process)
                self._process = None

    async def _finish_off(self, process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ConnectionError, RuntimeError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            async with asyncio.timeout(_FINISH_SECONDS):
                await asyncio.gather(*self._readers, return_exceptions=True)
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            await asyncio.gather(*self._readers, return_exceptions=True)

    # ---- what comes out

    async def _lay_down(self, name: str, descriptor: int) -> None:
        reader = await _reader(descriptor)
        splitter = Splitter()
        waiting: list[Fragment] = []
        begun = 0.0  # what the clock of the house said where the stream's own clock was nought
        known = False
        try:
            while data := await reader.read(_PORTION):
                for part in splitter.take(data):
                    if isinstance(part, Head):
                        await self._head(name, part)
                        continue
                    if not known:
                        begun, known = self.now() - part.begins - part.seconds, True
                    waiting.append(part)
                    if sum(one.seconds for one in waiting) >= making.PIECE_SECONDS - 0.25:
                        await self._piece(name, waiting, begun)
                        waiting = []
            if waiting:
                await self._piece(name, waiting, begun)
        except (Malformed, OSError) as error:
            log.exception("feed %s: %s cannot be laid down", self.ref, name)
            if isinstance(error, OSError):
                self._trouble("disk")
            # Whoever writes into a pipe that nobody reads stands still: what comes is let go.
            while await reader.read(_PORTION):
                pass

    async def _head(self, name: str, head: Head) -> None:
        if name == "picture":
            self.told.width, self.told.height = head.width, head.height
        await asyncio.to_thread(self._store.head, name, head)

    async def _piece(self, name: str, parts: list[Fragment], begun: float) -> None:
        data = b"".join(one.data for one in parts)
        seconds = sum(one.seconds for one in parts)
        at = begun + parts[0].begins
        await asyncio.to_thread(self._store.piece, name, data, at=at, seconds=seconds)
        self._falls = 0
        self.told.full = self._store.full
        if name == self._wanted.renditions[0]:
            self.told.pieces += 1
            if name == "picture":
                self.told.keys = round(max(one.seconds for one in parts), 2)
        self._say(force=True)

    async def _hear(self, descriptor: int) -> None:
        reader = await _reader(descriptor)
        while line := await reader.readline():
            level = making.level_of(line)
            if level is not None:
                self._levels.append(level)
                self.told.level = round(level, 1)
                self.told.loudest = round(max(self._levels), 1)
                self._say()

    async def _complaints(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while line := await process.stderr.readline():
            log.info("feed %s: %s", self.ref, line.decode("utf-8", "replace").strip()[:300])

    # ---- what is said of it

    def _count(self, size: int) -> None:
        self.heard = time.monotonic()
        self.told.took += size
        self._rates.append((self.heard, size))
        while self._rates[0][0] < self.heard - 5:
            self._rates.popleft()
        lasted = max(1.0, self.heard - self._rates[0][0])
        self.told.rate = int(sum(one for _at, one in self._rates) * 8 / lasted / 1000)
        self._say()

    def _trouble(self, word: str) -> None:
        if word not in self.told.trouble:
            self.told.trouble.append(word)
        self._say(force=True)

    def _say(self, *, force: bool = False) -> None:
        """Write down how things are; a few times a second at most."""
        now = time.monotonic()
        if not force and now - self._said < 0.4:
            return
        self._said = now
        self.told.at = self.now()
        path = self._folder / STATUS
        with contextlib.suppress(OSError):  # a full disk has other words
            new = path.with_suffix(".new")
            new.write_text(json.dumps({"feed": self.ref, **self.told.__dict__}), encoding="utf-8")
            new.rename(path)


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=1024 * 1024)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", buffering=0)
    )
    return reader
