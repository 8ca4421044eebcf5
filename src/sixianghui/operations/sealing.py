"""Sealed streams: any length in little memory, and whoever opens one learns of every byte changed, moved or missing.

A stream is cut into chunks of one MiB. Each is packed (if that makes it smaller) and sealed with AES-256-GCM under a key
that is used for this stream alone; its nonce is its number and whether it is the last, and it is bound to the header. So
none can be changed, taken out, put elsewhere or brought from another stream, and an end that was cut off is missed.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1024 * 1024
_LENGTH = struct.Struct(">I")
_TAG = 16
_PLAIN, _PACKED = b"\0", b"\1"


class Damaged(Exception):
    """A sealed stream was changed, cut off, or does not belong to this key. The text is a sentence for people."""


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


class SealedWriter(io.RawIOBase):
    """Write what is to be sealed; `close()` writes the last chunk, without which nothing can be opened to its end."""

    def __init__(self, target: IO[bytes], key: bytes, bound_to: bytes) -> None:
        self._target, self._cipher, self._bound = target, AESGCM(key), bound_to
        self._waiting, self._number = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        view = memoryview(data)  # type: ignore[arg-type]
        self._waiting += view
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return view.nbytes

    def finish(self) -> None:
        """Write what waits as the last chunk."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        packed = zlib.compress(plain, 1)
        body = _PACKED + packed if len(packed) < len(plain) else _PLAIN + plain
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), body, self._bound)
        self._target.write(_LENGTH.pack(len(sealed) | (0x80000000 if last else 0)))
        self._target.write(sealed)
        self._number += 1


def opened(source: IO[bytes], key: bytes, bound_to: bytes) -> Iterator[bytes]:
    """The chunks of a sealed stream, each proved before it is given. Raises `Damaged` at the first that does not hold."""
    cipher, number, last = AESGCM(key), 0, False
    while not last:
        head = source.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            raise Damaged("档案没有写完，或者后面被截掉了。")
        (word,) = _LENGTH.unpack(head)
        last, length = bool(word & 0x80000000), word & 0x7FFFFFFF
        if not _TAG < length <= CHUNK + _TAG + 1:
            raise Damaged("档案被改过或者坏了。")
        sealed = source.read(length)
        if len(sealed) < length:
            raise Damaged("档案没有写完，或者后面被截掉了。")
        try:
            body = cipher.decrypt(_nonce(number, last=last), sealed, bound_to)
        except InvalidTag as error:
            raise Damaged("档案被改过或者坏了。") from error
        yield zlib.decompress(body[1:]) if body[:1] == _PACKED else body[1:]
        number += 1
    if source.read(1):
        raise Damaged("档案后面多出了东西。")


class SealedReader(io.RawIOBase):
    """A sealed stream as a file to read from."""

    def __init__(self, source: IO[bytes], key: bytes, bound_to: bytes) -> None:
        self._chunks, self._left = opened(source, key, bound_to), memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = memoryview(chunk)
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def drain(self) -> None:
        """Prove the rest of the stream."""
        for _chunk in self._chunks:
            pass
