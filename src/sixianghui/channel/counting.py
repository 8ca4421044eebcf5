"""What counts as a read, and how reads are counted. Pure.

A moment is the seconds since 1970; a day is the day in Shanghai.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sixianghui.common.seconds import day_of

#: The same reader and piece within so many seconds after a read that counted is the same read.
AGAIN_SECONDS = 30 * 60
#: Rows stay for so many whole months; then their month is closed.
MONTHS_KEPT = 13
_LONGEST_NAME = 32


class Visit(NamedTuple):
    """Somebody had a piece before them for five seconds."""

    piece: int
    at: int
    reader: int


@dataclass(frozen=True, slots=True)
class Reported:
    """A visit, and the session in which it was made ("" when nobody is signed in)."""

    visit: Visit
    session: str = ""


@dataclass(frozen=True)
class Batch:
    """What a front reports at once: its name since its start, and a number that grows with each batch."""

    source: str
    number: int
    reported: Sequence[Reported]


def batch_of(name: str, body: bytes, now: int) -> Batch | None:
    """A batch as `front` writes it (`front/outbox.py`), received at `now`; None when it cannot be read."""
    source, _space, number = name.partition(" ")
    try:
        reported = [
            Reported(Visit(int(piece), now - int(ago), int(reader)), str(session))
            for piece, ago, reader, session in json.loads(body)
        ]
        return Batch(source, int(number), reported) if 0 < len(source) <= _LONGEST_NAME else None
    except (ValueError, TypeError):
        return None


@dataclass(slots=True)
class Sums:
    """What is added to the sums of a piece and day."""

    reads: int = 0
    readers: int = 0
    readers_in_column: int = 0
    readers_on_site: int = 0

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.reads, self.readers, self.readers_in_column, self.readers_on_site


def counted(visits: Iterable[Visit], known: Iterable[Visit]) -> list[Visit]:
    """Those of `visits` that are reads, in the order of time; `known` are the reads that counted before."""
    last: dict[tuple[int, int], int] = {}
    for read in known:
        key = read.piece, read.reader
        last[key] = max(last.get(key, read.at), read.at)
    found = []
    for visit in sorted(visits, key=lambda one: (one.at, one.piece, one.reader)):
        key = visit.piece, visit.reader
        before = last.get(key)
        if before is None or visit.at - before >= AGAIN_SECONDS:
            last[key] = visit.at
            found.append(visit)
    return found


@dataclass
class Counter:
    """Counts reads by piece and day. `column_of` gives the column of a piece on a day.

    Who was there before is remembered from `see`; a reader is another one each day.
    """

    column_of: Mapping[tuple[int, dt.date], int]
    sums: dict[tuple[int, dt.date], Sums] = field(default_factory=dict)
    _of_piece: set[tuple[dt.date, int, int]] = field(default_factory=set)
    _in_column: set[tuple[dt.date, int, int]] = field(default_factory=set)
    _on_site: set[tuple[dt.date, int]] = field(default_factory=set)

    def see(self, read: Visit) -> tuple[bool, bool, bool]:
        """Whether this is the reader's first read of that day: of the piece, in its column, on the site."""
        piece, at, reader = read
        day = day_of(at)
        of_piece, on_site = (day, piece, reader), (day, reader)
        in_column = day, self.column_of.get((piece, day), 0), reader
        first = of_piece not in self._of_piece, in_column not in self._in_column, on_site not in self._on_site
        self._of_piece.add(of_piece)
        self._in_column.add(in_column)
        self._on_site.add(on_site)
        return first

    def count(self, read: Visit) -> None:
        """One more read."""
        of_piece, in_column, on_site = self.see(read)
        sums = self.sums.setdefault((read.piece, day_of(read.at)), Sums())
        sums.reads += 1
        sums.readers += of_piece
        sums.readers_in_column += in_column
        sums.readers_on_site += on_site

    def forget(self) -> None:
        """A new day: whoever was there before is nobody now."""
        for seen in (self._of_piece, self._in_column, self._on_site):
            seen.clear()


def digest_of(reads: Iterable[Visit]) -> str:
    """SHA-256, in hex, of rows as lines "piece at reader", in the order in which they are given."""
    found = hashlib.sha256()
    for read in reads:
        found.update(f"{read.piece} {read.at} {read.reader}\n".encode("ascii"))
    return found.hexdigest()


def months_to_close(first: dt.date | None, today: dt.date) -> Iterator[dt.date]:
    """The first days of the months from that of `first` on whose time has come, the oldest first."""
    if first is None:
        return
    month = first.replace(day=1)
    last = today.year * 12 + today.month - 1 - MONTHS_KEPT
    while month.year * 12 + month.month - 1 < last:
        yield month
        month = next_month(month)


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
