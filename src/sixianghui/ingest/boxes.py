"""Fragmented MP4 as ffmpeg writes it to a pipe: the head, then fragments, each with its time. Pure.

Source: ISO/IEC 14496-12, the boxes `moov`, `moof` and what lies in them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

#: More than this belongs to no fragment of a stream that we made ourselves.
MOST_BYTES = 256 * 1024 * 1024


class Malformed(ValueError):
    """These are no boxes of ours."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a player needs before any piece. width, height: 0 without a picture. codecs: as a playlist says it."""

    data: bytes
    codecs: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some of a stream: where it begins on the stream's own clock, and how long it lasts, in seconds."""

    data: bytes
    begins: float
    seconds: float


@dataclass(slots=True)
class _Track:
    number: int = 0
    scale: int = 1
    kind: bytes = b""
    codec: str = ""
    width: int = 0
    height: int = 0
    each: int = 0


class Splitter:
    """Takes bytes in any portions; gives the head and the fragments that are whole."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._begun = b""
        self._tracks: dict[int, _Track] = {}

    def take(self, data: bytes) -> Iterator[Head | Fragment]:
        """What has become whole with these bytes. Raises `Malformed`."""
        try:
            yield from self._take(data)
        except (struct.error, IndexError, KeyError, RuntimeError) as error:
            raise Malformed(str(error)) from error

    def _take(self, data: bytes) -> Iterator[Head | Fragment]:
        self._waiting += data
        while (box := self._next()) is not None:
            kind, whole = box
            if kind == b"ftyp":
                self._begun = whole
            elif kind == b"moov":
                self._tracks = _tracks(whole)
                yield _head(self._begun + whole, self._tracks)
                self._begun = b""
            elif kind == b"moof":
                self._begun = whole
            elif kind == b"mdat":
                if not self._begun or not self._tracks:
                    raise Malformed("a fragment without its head")
                begins, seconds = _times(self._begun, self._tracks)
                yield Fragment(self._begun + whole, begins, seconds)
                self._begun = b""

    def _next(self) -> tuple[bytes, bytes] | None:
        if len(self._waiting) < 16:
            return None
        size, kind = struct.unpack_from(">I4s", self._waiting)
        if size == 1:
            size = struct.unpack_from(">Q", self._waiting, 8)[0]
        if not 8 <= size <= MOST_BYTES:
            raise Malformed(f"a box of {size} bytes")
        if len(self._waiting) < size:
            return None
        whole = bytes(self._waiting[:size])
        del self._waiting[:size]
        return kind, whole


def _children(data: bytes, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, first byte inside, first byte behind) of every box there."""
    while begin + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, begin)
        if size < 8 or begin + size > end:
            raise Malformed(f"a box of {size} bytes inside another")
        yield kind, begin + 8, begin + size
        begin += size


def _tracks(moov: bytes) -> dict[int, _Track]:
    found: dict[int, _Track] = {}
    defaults: dict[int, int] = {}
    for kind, begin, end in _children(moov, 8, len(moov)):
        if kind == b"trak":
            one = _Track()
            _read_track(moov, begin, end, one)
            found[one.number] = one
        elif kind == b"mvex":
            for inner, at, _end in _children(moov, begin, end):
                if inner == b"trex":
                    number, _description, each = struct.unpack_from(">III", moov, at + 4)
                    defaults[number] = each
    for number, one in found.items():
        one.each = defaults.get(number, 0)
    if not found:
        raise Malformed("a head without tracks")
    return found


def _read_track(data: bytes, begin: int, end: int, one: _Track) -> None:
    for kind, at, stop in _children(data, begin, end):
        if kind in {b"mdia", b"minf", b"stbl"}:
            _read_track(data, at, stop, one)
        elif kind == b"tkhd":
            one.number = struct.unpack_from(">I", data, at + (20 if data[at] else 12))[0]
        elif kind == b"mdhd":
            one.scale = struct.unpack_from(">I", data, at + (20 if data[at] else 12))[0] or 1
        elif kind == b"hdlr":
            one.kind = data[at + 8 : at + 12]
        elif kind == b"stsd":
            _read_codec(data, at + 8, stop, one)


def _read_codec(data: bytes, begin: int, end: int, one: _Track) -> None:
    kind, at, stop = next(_children(data, begin, end))
    if one.kind == b"vide":
        one.width, one.height = struct.unpack_from(">HH", data, at + 24)
        for inner, place, _end in _children(data, at + 78, stop):
            if inner == b"avcC":
                one.codec = f"{kind.decode('ascii')}.{data[place + 1 : place + 4].hex()}"
    elif kind == b"mp4a":
        one.codec = "mp4a.40.2"
    one.codec = one.codec or kind.decode("ascii", "replace")


def _head(data: bytes, tracks: dict[int, _Track]) -> Head:
    pictures = [one for one in tracks.values() if one.kind == b"vide"]
    rest = [one for one in tracks.values() if one.kind != b"vide"]
    width, height = (pictures[0].width, pictures[0].height) if pictures else (0, 0)
    return Head(data, ",".join(one.codec for one in pictures + rest), width, height)


def _times(moof: bytes, tracks: dict[int, _Track]) -> tuple[float, float]:
    """Where the picture (without one: the first sound) of a fragment begins, and how long it lasts."""
    found: dict[int, tuple[float, float]] = {}
    for kind, begin, end in _children(moof, 8, len(moof)):
        if kind == b"traf":
            number, at, lasts = _run_of(moof, begin, end, tracks)
            scale = tracks[number].scale
            found[number] = at / scale, lasts / scale
    if not found:
        raise Malformed("a fragment without runs")
    pictures = [number for number in found if tracks[number].kind == b"vide"]
    return found[pictures[0] if pictures else min(found)]


def _run_of(data: bytes, begin: int, end: int, tracks: dict[int, _Track]) -> tuple[int, int, int]:
    number = at = lasts = each = 0
    for kind, place, _end in _children(data, begin, end):
        flags = int.from_bytes(data[place + 1 : place + 4], "big")
        if kind == b"tfhd":
            number = struct.unpack_from(">I", data, place + 4)[0]
            if number not in tracks:
                raise Malformed("a run of no track")
            each = tracks[number].each
            if flags & 0x8:
                skipped = 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
                each = struct.unpack_from(">I", data, place + skipped)[0]
        elif kind == b"tfdt":
            at = struct.unpack_from(">Q" if data[place] else ">I", data, place + 4)[0]
        elif kind == b"trun":
            lasts += _lasts(data, place, flags, each)
    return number, at, lasts


def _lasts(data: bytes, place: int, flags: int, each: int) -> int:
    many = struct.unpack_from(">I", data, place + 4)[0]
    if not flags & 0x100:
        return int(many * each)
    at = place + 8 + (4 if flags & 0x1 else 0) + (4 if flags & 0x4 else 0)
    step = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    if at + many * step > len(data):
        raise Malformed("a run longer than its box")
    return sum(struct.unpack_from(">I", data, at + step * one)[0] for one in range(many))
