"""Final bytes: one kept answer, in every encoding, ready to be written."""

from __future__ import annotations

import functools
import hashlib
import time
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from itertools import chain

from sixianghui.front.encodings import TASTES
from sixianghui.front.metrics import Tally

#: What an entry costs beside its bytes, roughly: objects, key, tag sets.
OVERHEAD = 2048

#: The lines of a 200 that a 304 repeats.
_REPEATED = (b"cache-control:", b"date:", b"vary:", b"expires:", b"content-location:")


def status_line(status: int) -> bytes:
    """`HTTP/1.1 200 OK` and its line end; an unknown status has an empty reason."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return f"HTTP/1.1 {status} {phrase}\r\n".encode("ascii")


def date_line() -> bytes:
    """The `Date` of an answer that is made now."""
    return _date_line(int(time.time()))


@functools.lru_cache(maxsize=1)
def _date_line(second: int) -> bytes:
    return f"Date: {formatdate(second, usegmt=True)}\r\n".encode("ascii")


@dataclass(slots=True)
class Variant:
    """One encoding of an answer. `head` lacks the empty line, so that `Connection` can be added."""

    head: bytes
    body_at: int
    full: bytes
    etag: bytes
    not_modified: bytes

    @property
    def body(self) -> memoryview:
        return memoryview(self.full)[self.body_at :]


class Entry:
    """A kept answer. `full[taste]` is the whole of it for a client with that taste.

    `Date` is the time at which the bytes were made, not sent: a browser then counts their age against any
    `max-age` by itself, and no byte has to be touched on the way out.
    """

    __slots__ = (
        "bodies",
        "expires",
        "full",
        "lines",
        "size",
        "stamp",
        "status",
        "tags",
        "tally",
        "used",
        "variants",
    )

    def __init__(
        self,
        status: int,
        lines: list[bytes],
        bodies: dict[str, bytes],
        *,
        tags: frozenset[str],
        expires: float,
        tally: Tally,
        stamp: object = None,
    ) -> None:
        self.status = status
        self.lines = lines
        self.bodies = bodies
        self.tags = tags
        self.expires = expires
        self.tally = tally
        self.stamp = stamp  # of the file that this was made from
        self.used = float("-inf")  # when a reader last got it
        self._build()

    def _build(self) -> None:
        made = {name: self._variant(name) for name in self.bodies}
        self.variants = tuple(next(made[name] for name in taste if name in made) for taste in TASTES)
        self.full = tuple(variant.full for variant in self.variants)
        self.size = OVERHEAD + sum(len(variant.full) for variant in made.values())

    def _variant(self, encoding: str) -> Variant:
        body = self.bodies[encoding]
        etag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode("ascii") + b'"'
        tail = [b"ETag: " + etag + b"\r\n", date_line()]
        if encoding != "identity":
            tail.append(b"Content-Encoding: " + encoding.encode("ascii") + b"\r\n")
        length = b"Content-Length: %d\r\n" % len(body)
        head = b"".join(chain([status_line(self.status)], self.lines, tail, [length]))
        repeated = [line for line in chain(self.lines, tail) if line.lower().startswith(_REPEATED)]
        return Variant(
            head=head,
            body_at=len(head) + 2,
            full=head + b"\r\n" + body,
            etag=etag,
            not_modified=b"".join([status_line(304), b"ETag: ", etag, b"\r\n", *repeated]),
        )

    def renewed(self, expires: float) -> Entry:
        """The same bytes, made now."""
        return Entry(
            self.status,
            self.lines,
            self.bodies,
            tags=self.tags,
            expires=expires,
            tally=self.tally,
            stamp=self.stamp,
        )


class FileEntry:
    """A kept answer that names a file. The file is opened anew each time, with the conditions and ranges of who asks."""

    __slots__ = ("expires", "full", "lines", "path", "size", "status", "tags", "tally", "used")

    def __init__(
        self,
        status: int,
        lines: list[bytes],
        path: str,
        *,
        tags: frozenset[str],
        expires: float,
        tally: Tally,
    ) -> None:
        self.status = status
        self.lines = lines
        self.path = path
        self.tags = tags
        self.expires = expires
        self.tally = tally
        self.used = float("-inf")
        self.full: tuple[bytes, ...] = ()  # nothing that could be written at once
        self.size = OVERHEAD + sum(map(len, lines)) + len(path)


#: What the cache holds.
Kept = Entry | FileEntry


def etag_matches(if_none_match: bytes, etag: bytes) -> bool:
    """The weak comparison that `If-None-Match` asks for."""
    if if_none_match.strip() == b"*":
        return True
    return any(
        candidate.strip().removeprefix(b"W/") == etag.removeprefix(b"W/")
        for candidate in if_none_match.split(b",")
    )
