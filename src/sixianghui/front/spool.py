"""Bytes on their way: in memory up to a limit, on disk above it."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path


class Spool:
    """A queue of bytes that is written at one end and read at the other.

    Disk means an unlinked file: nothing is left behind by a crash. Raises `OSError` when the disk is full, and before
    that when less than `floor` bytes would be left to others.
    """

    __slots__ = ("_fd", "_floor", "_folder", "_memory", "_memory_limit", "_read", "_replayable", "size")

    def __init__(self, folder: Path, memory_limit: int, *, floor: int = 0, replayable: bool = False) -> None:
        self._folder = folder
        self._memory_limit = memory_limit
        self._floor = floor
        self._replayable = replayable
        self._memory = bytearray()
        self._fd = -1
        self._read = 0
        self.size = 0

    @property
    def on_disk(self) -> bool:
        return self._fd >= 0

    @property
    def pending(self) -> int:
        """Bytes written and not yet read."""
        return self.size - self._read

    def write(self, data: bytes) -> None:
        if self._fd < 0 and len(self._memory) + len(data) > self._memory_limit:
            self._move_to_disk()
        if self._fd < 0:
            self._memory += data
        else:
            self._look_for_room(len(data))
            self._write_at(data, self.size)
        self.size += len(data)

    def read(self, most: int) -> bytes:
        """The next bytes, at most this many; empty when nothing is pending."""
        most = min(most, self.pending)
        if self._fd < 0:
            data = bytes(memoryview(self._memory)[self._read : self._read + most])
        else:
            data = os.pread(self._fd, most, self._read)
        self._read += len(data)
        if self._fd < 0 and self._read == self.size and not self._replayable:
            # All taken: start again, so that a client who is slow only at times never reaches the disk.
            self._memory = bytearray()
            self._read = self.size = 0
        return data

    def rewind(self) -> None:
        """Read from the start again (a retried request). Only for a replayable spool."""
        self._read = 0

    def close(self) -> None:
        self._memory = bytearray()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _move_to_disk(self) -> None:
        self._look_for_room(len(self._memory))
        handle, name = tempfile.mkstemp(prefix="front-", dir=self._folder)
        Path(name).unlink()
        self._fd = handle
        self._write_at(bytes(self._memory), 0)
        self._memory = bytearray()

    def _look_for_room(self, size: int) -> None:
        if self._floor:
            about = os.statvfs(self._folder)
            if about.f_bavail * about.f_frsize - size < self._floor:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _write_at(self, data: bytes, offset: int) -> None:
        view = memoryview(data)
        while view:
            written = os.pwrite(self._fd, view, offset)
            view, offset = view[written:], offset + written
