"""What has come in of a stream, line by line: `journal` in its folder. Whoever wrote it may have been killed at any moment.

A line is JSON. `ingest` appends, `media` reads; nothing in it is ever changed. Times are seconds since 1970 by the clock of
the house (`sixianghui.common.time`), which a demo has set back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAME = "journal"
#: Renditions, the best first: the picture as it comes with its sound, a smaller one, the sound alone.
RENDITIONS = ("picture", "small", "sound")


@dataclass(frozen=True, slots=True)
class Piece:
    """A few seconds that lie there. at: when they began; turn: which feed it belongs to, counted from 0."""

    name: str
    seconds: float
    at: float
    head: str
    turn: int
    size: int

    @property
    def ends(self) -> float:
        return self.at + self.seconds


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a rendition within one feed. turn: which one, counted from 0."""

    name: str
    codecs: str
    width: int
    height: int
    turn: int


@dataclass(slots=True)
class Journal:
    """What has been read so far. full_since: since when nothing is kept because the disk is full; None while there is room."""

    folder: Path
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    #: The heads of the present feed, and the latest of all.
    heads: dict[str, Heading] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    turn: int = -1
    full_since: float | None = None
    _read: int = 0

    def update(self) -> Journal:
        """Read what has been added. A journal that is not there is an empty one.

        Raises `ValueError` at a line that cannot be read, each time: what stands behind it is not passed over in silence.
        """
        try:
            with (self.folder / NAME).open("rb") as file:
                file.seek(self._read)
                data = file.read()
        except FileNotFoundError:
            return self
        whole = data[: data.rfind(b"\n") + 1]
        for line in whole.splitlines(keepends=True):
            self._take(json.loads(line))
            self._read += len(line)
        return self

    def _take(self, row: dict[str, Any]) -> None:
        match row["is"]:
            case "feed":
                self.turn += 1
                self.heads = {}
            case "head":
                heading = Heading(row["name"], row["codecs"], row["width"], row["height"], self.turn)
                self.heads[row["of"]] = self.headings[row["of"]] = heading
            case "piece":
                # What is given up, or begun anew, still comes to its end: such a piece belongs to the head it had last.
                head = self.heads.get(row["of"]) or self.headings.get(row["of"])
                if head is not None:
                    piece = Piece(row["name"], row["seconds"], row["at"], head.name, head.turn, row["size"])
                    self.pieces.setdefault(row["of"], []).append(piece)
            case "gone":
                self.gone.update(row["names"])
            case "full":
                self.full_since = row["at"]
            case "room":
                self.full_since = None
            case "without":
                self.heads.pop(row["of"], None)

    def there(self, rendition: str) -> Iterator[Piece]:
        """The pieces of a rendition that lie there, in order."""
        return (piece for piece in self.pieces.get(rendition, ()) if piece.name not in self.gone)


class Writer:
    """Appends lines; each is on disk when the call returns."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / NAME
        if path.exists():
            _cut_off(path)
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, kind: str, **row: Any) -> None:
        """One line more. Raises `OSError`; then nothing of it is there."""
        line = json.dumps({"is": kind, **row}, separators=(",", ":")).encode() + b"\n"
        size = os.fstat(self._handle).st_size
        try:
            if os.write(self._handle, line) != len(line):
                raise OSError(28, "No space left on device")
            os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, size)
            raise

    def close(self) -> None:
        """Nothing more comes. Whoever writes all the same gets `OSError`, and not into a file that was opened since."""
        handle, self._handle = self._handle, -1
        os.close(handle)


def _cut_off(path: Path) -> None:
    """Take away half a line that somebody left who was killed while writing it."""
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole != len(data):
        os.truncate(path, whole)
