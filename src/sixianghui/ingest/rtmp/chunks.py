"""The chunk stream: messages cut into chunks, which are mixed with those of others, and put together again. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from sixianghui.ingest.rtmp import Malformed

#: A message is not larger, nor are all together that have begun to come; so many chunk streams there are at most.
MOST_BYTES, _MOST_STREAMS = 8 * 1024 * 1024, 64
_EXTENDED = 0xFFFFFF
#: How long the header of a message is in a chunk of each type.
_HEADER = (11, 7, 3, 0)
SET_CHUNK_SIZE, ABORT = 1, 2


@dataclass(frozen=True, slots=True)
class Message:
    """kind: the message type; at: milliseconds; stream: the message stream it belongs to."""

    kind: int
    at: int
    stream: int
    body: bytes


@dataclass(slots=True)
class _Stream:
    """A chunk stream: what the next short header leaves out, and what has come of a message."""

    kind: int = 0
    at: int = 0
    stream: int = 0
    delta: int = 0
    size: int = 0
    extended: bool = False
    known: bool = False
    body: bytearray = field(default_factory=bytearray)
    open: bool = False


class Reader:
    """Give it bytes as they come; take messages out. Chunk sizes and aborts are followed and not given out."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._streams: dict[int, _Stream] = {}
        self._chunk = 128
        self._promised = 0

    def add(self, data: bytes) -> None:
        """More has come."""
        self._buffer += data

    def messages(self) -> Iterator[Message]:
        """Those that are whole by now. Whoever stops in between goes on with another call. Raises `Malformed`."""
        while (found := self._next_chunk()) is not None:
            if isinstance(found, Message) and not self._followed(found):
                yield found

    def _followed(self, message: Message) -> bool:
        if message.kind not in {SET_CHUNK_SIZE, ABORT}:
            return False
        if len(message.body) < 4:
            raise Malformed("a control message is too short")
        number = int.from_bytes(message.body[:4])
        if message.kind == ABORT:
            if number in self._streams:
                self._drop(self._streams[number])
        elif not 1 <= number < 1 << 31:
            raise Malformed("no such chunk size")
        else:
            self._chunk = min(number, MOST_BYTES)
        return True

    def _drop(self, one: _Stream) -> None:
        if one.open:
            self._promised -= one.size
            one.open, one.body = False, bytearray()

    def _next_chunk(self) -> Message | bool | None:
        """A message that a chunk completes, True for a chunk that completes none, None while it is not whole."""
        buffer = self._buffer
        if not buffer:
            return None
        form, number = buffer[0] >> 6, buffer[0] & 63
        begin = (2, 3)[number] if number < 2 else 1
        end = begin + _HEADER[form]
        if len(buffer) < end:
            return None
        if number < 2:
            number = 64 + int.from_bytes(buffer[1:begin], "little")
        one = self._streams.get(number) or _Stream()
        if form and not one.known:
            raise Malformed("a chunk refers to one that never came")
        if form != 3 and one.open:
            raise Malformed("a message begins within another")
        header = bytes(buffer[begin:end])
        stamp = int.from_bytes(header[:3]) if form != 3 else 0
        extended = stamp == _EXTENDED if form != 3 else one.extended
        if extended:
            if len(buffer) < end + 4:
                return None
            stamp = int.from_bytes(buffer[end : end + 4])
            end += 4
        size = int.from_bytes(header[3:6]) if form < 2 else one.size
        had = len(one.body)
        part = min(self._chunk, size - had)
        if not one.open and self._promised + size > MOST_BYTES:
            raise Malformed("more than is taken at once")
        if len(buffer) < end + part:
            return None
        if number not in self._streams:
            if len(self._streams) >= _MOST_STREAMS:
                raise Malformed("too many chunk streams")
            self._streams[number] = one
        if not one.open:
            self._begin(one, form, stamp, extended, header)
        one.body += buffer[end : end + part]
        del buffer[: end + part]
        return self._whole(one) if len(one.body) == one.size else True

    def _begin(self, one: _Stream, form: int, stamp: int, extended: bool, header: bytes) -> None:
        if form != 3:
            one.delta, one.extended = stamp, extended
        if form < 2:
            one.size, one.kind = int.from_bytes(header[3:6]), header[6]
        if form == 0:
            one.stream = int.from_bytes(header[7:11], "little")
        one.at = (one.delta if form == 0 else one.at + one.delta) & 0xFFFFFFFF
        one.known = one.open = True
        self._promised += one.size

    def _whole(self, one: _Stream) -> Message:
        message = Message(one.kind, one.at, one.stream, bytes(one.body))
        self._drop(one)
        return message


def written(message: Message, *, number: int, chunk: int) -> bytes:
    """A message in chunks. number: the chunk stream, 2 to 63; chunk: the size of one, as the other side was told."""
    stamp = min(message.at, _EXTENDED)
    more = struct.pack(">I", message.at) if stamp == _EXTENDED else b""
    header = bytes([number]) + stamp.to_bytes(3) + len(message.body).to_bytes(3) + bytes([message.kind])
    made = bytearray(header + message.stream.to_bytes(4, "little") + more + message.body[:chunk])
    for begin in range(chunk, len(message.body), chunk):
        made += bytes([0xC0 | number]) + more + message.body[begin : begin + chunk]
    return bytes(made)
