"""AMF0: the values in commands. Pure."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeAlias, Union

from sixianghui.ingest.rtmp import Malformed

Value: TypeAlias = Union[float, bool, str, "list[Value]", "dict[str, Value]", None]

#: How deep values lie in each other, and how many there are in all.
_MOST_DEPTH, _MOST_VALUES = 8, 1024
_NUMBER, _BOOLEAN, _STRING, _OBJECT, _NULL, _UNDEFINED = 0, 1, 2, 3, 5, 6
_ARRAY, _END, _LIST, _DATE, _LONG = 8, 9, 10, 11, 12


def encode(*values: Value | Mapping[str, Value]) -> bytes:
    """Values one after the other."""
    return b"".join(map(_encoded, values))


def _encoded(value: Value | Mapping[str, Value]) -> bytes:
    if value is None:
        return bytes([_NULL])
    if isinstance(value, bool):
        return bytes([_BOOLEAN, value])
    if isinstance(value, int | float):
        return struct.pack(">Bd", _NUMBER, value)
    if isinstance(value, str):
        return bytes([_STRING]) + _name(value)
    if isinstance(value, list):
        return struct.pack(">BI", _LIST, len(value)) + encode(*value)
    fields = b"".join(_name(name) + _encoded(one) for name, one in value.items())
    return bytes([_OBJECT]) + fields + bytes([0, 0, _END])


def _name(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack(">H", len(data)) + data


def decode(data: bytes) -> list[Value]:
    """All values. Raises `Malformed`."""
    reading = _Reading(data)
    values = []
    while not reading.done:
        values.append(reading.value())
    return values


class _Reading:
    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._left = data, 0, _MOST_VALUES

    @property
    def done(self) -> bool:
        return self._at >= len(self._data)

    def value(self, depth: int = 0) -> Value:
        self._left -= 1
        if depth > _MOST_DEPTH or self._left < 0:
            raise Malformed("too many values")
        kind = self._take(1)[0]
        if kind == _NUMBER:
            return float(struct.unpack(">d", self._take(8))[0])
        if kind == _BOOLEAN:
            return self._take(1) != b"\0"
        if kind == _STRING:
            return self._text(2)
        if kind == _LONG:
            return self._text(4)
        if kind in {_NULL, _UNDEFINED}:
            return None
        if kind == _DATE:
            return float(struct.unpack(">dh", self._take(10))[0])
        if kind == _LIST:
            return [self.value(depth + 1) for _number in range(self._count())]
        if kind == _ARRAY:
            self._take(4)  # says how many there are, which is not to be relied on
            return self._fields(depth)
        if kind == _OBJECT:
            return self._fields(depth)
        raise Malformed("a value of an unknown kind")

    def _fields(self, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while True:
            name = self._text(2)
            if not name and self._data[self._at : self._at + 1] == bytes([_END]):
                self._at += 1
                return found
            found[name] = self.value(depth + 1)

    def _count(self) -> int:
        count = int.from_bytes(self._take(4))
        if count > self._left:
            raise Malformed("too many values")
        return count

    def _text(self, size: int) -> str:
        return self._take(int.from_bytes(self._take(size))).decode("utf-8", "replace")

    def _take(self, size: int) -> bytes:
        found = self._data[self._at : self._at + size]
        if len(found) != size:
            raise Malformed("a value is cut off")
        self._at += size
        return found
