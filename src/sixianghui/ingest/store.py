"""Where pieces are laid down, and what happens when there is no room.

A recording ends before the disk is full, so that the house can go on writing: below a floor nothing more is kept. What is
live goes on all the same, in the room of the last minute; a reserve, laid aside at the beginning, sees to it that there is
some, whoever filled the disk. The same window holds what is only a rehearsal.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import threading
from collections import deque
from pathlib import Path

from sixianghui.common import ids
from sixianghui.ingest.boxes import Head
from sixianghui.ingest.journal import Writer

log = logging.getLogger(__name__)

RESERVE = "reserve"
#: Of what is not kept, so many seconds stay: as much as a player may ask for.
WINDOW_SECONDS = 60.0
#: A recording goes on once so much more than the floor is free.
_AGAIN_BYTES = 64 * 1024 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Store:
    """The folder of one live stream. floor, reserve: bytes; `kept` says whether what comes is for good."""

    def __init__(self, folder: Path, *, floor: int, reserve: int) -> None:
        self._folder, self._floor, self._reserve = folder, floor, reserve
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Picture and sound are laid down by threads of their own.
        self._lock = threading.RLock()
        self._journal = Writer(folder)
        self.air: float | None = None
        self.full = False
        self._said_full = False
        self._passing: deque[tuple[float, str]] = deque()
        #: What has been taken away, or is about to be, while the journal had no room for the line that says so.
        self._unsaid: list[str] = []
        self._lay_aside()

    @property
    def kept(self) -> bool:
        """Whether what comes now stays."""
        return self.air is not None and not self.full

    def begin(self, feed: str, way: str, at: float) -> None:
        """Another encoder has come."""
        with self._lock:
            self._note("feed", feed=feed, way=way, at=at)

    def head(self, of: str, head: Head) -> str:
        """Lay a head down; its name."""
        with self._lock:
            name = f"{ids.new_ref()}.mp4"
            self._write(name, head.data)
            self._note("head", of=of, name=name, codecs=head.codecs, width=head.width, height=head.height)
            return name

    def piece(self, of: str, data: bytes, *, at: float, seconds: float) -> str:
        """Lay a piece down; its name. Raises `OSError` when it cannot be kept even for a minute."""
        with self._lock:
            self.look_for_room(at)
            name = f"{ids.new_ref()}.m4s"
            self._write(name, data)
            self._note("piece", of=of, name=name, seconds=round(seconds, 6), at=round(at, 3), size=len(data))
            if not self.kept:
                self._passing.append((at + seconds, name))
            self._let_go(at)
            return name

    def without(self, of: str) -> None:
        """A rendition is not made any more."""
        with self._lock:
            self._note("without", of=of)

    def on_air(self, since: float | None) -> None:
        """Whether people watch: what they may see is kept from its first moment."""
        with self._lock:
            if since is not None and self.air is None and not self.full:
                self._passing = deque(one for one in self._passing if one[0] <= since)
            self.air = since

    def close(self) -> None:
        """Nothing more comes."""
        with self._lock:
            (self._folder / RESERVE).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self._say_gone()
            self._journal.close()

    # ---- room

    def _free(self) -> int:
        about = os.statvfs(self._folder)
        return about.f_bavail * about.f_frsize

    def look_for_room(self, at: float) -> None:
        """See whether the disk is full, or no longer: now and then, also while nothing comes because it is."""
        with self._lock:
            self._say_gone()
            free = self._free()
            if not self._said_full and (self.full or free < self._floor):
                self._run_out(at)
            elif self._said_full and free > self._floor + self._reserve + _AGAIN_BYTES:
                self._lay_aside()
                self._note("room", at=at)
                self.full = self._said_full = False

    def _run_out(self, at: float) -> None:
        """From now on only the last minute is there."""
        log.error("no room for the recording in %s", self._folder)
        (self._folder / RESERVE).unlink(missing_ok=True)
        self.full = True
        self._note("full", at=at)
        self._said_full = True

    def _lay_aside(self) -> None:
        with contextlib.suppress(OSError):
            if self._free() > self._floor + self._reserve:
                with (self._folder / RESERVE).open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, self._reserve)

    def _let_go(self, now: float) -> None:
        names = []
        while self._passing and self._passing[0][0] < now - WINDOW_SECONDS:
            names.append(self._passing.popleft()[1])
        self._take_away(names)

    def _take_away(self, names: list[str]) -> None:
        """It is said first, so that nobody is sent to what is not there; without room for that, in the room it leaves."""
        self._unsaid += names
        self._say_gone()
        for name in names:
            (self._folder / name).unlink(missing_ok=True)
        self._say_gone()

    def _say_gone(self) -> None:
        """As soon as the journal takes it: until then it is kept in mind."""
        if self._unsaid:
            try:
                self._journal.add("gone", names=self._unsaid)
            except OSError as error:
                if error.errno not in _NO_ROOM:
                    raise
            else:
                self._unsaid = []

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        for again in (False, True):
            try:
                with path.open("xb") as file:
                    path.chmod(0o600)
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                path.unlink(missing_ok=True)
                if again or error.errno not in _NO_ROOM:
                    raise
                self._make_room()
            else:
                return

    def _note(self, kind: str, **row: object) -> None:
        try:
            self._journal.add(kind, **row)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            self._make_room()
            self._journal.add(kind, **row)

    def _make_room(self) -> None:
        """Somebody has filled the disk: the reserve goes, and what is oldest of what was not to be kept."""
        (self._folder / RESERVE).unlink(missing_ok=True)
        self.full = True
        self._take_away([self._passing.popleft()[1] for _one in range(len(self._passing) - 12)])
