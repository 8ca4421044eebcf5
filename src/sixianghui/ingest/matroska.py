"""Matroska as it is made on the way, without an end: a head that says what comes, then one block after the other. Pure."""

from __future__ import annotations

import struct

_NAMES = {"h264": b"V_MPEG4/ISO/AVC", "vp8": b"V_VP8", "opus": b"A_OPUS"}
#: A cluster counts from its beginning, in 16 bits of milliseconds.
_CLUSTER_MS = 5000
_NO_SIZE = b"\x01\xff\xff\xff\xff\xff\xff\xff"
_PICTURE, _SOUND = 1, 2
_OPUS_RATE, _OPUS_CHANNELS = 48_000, 2


class Writer:
    """A picture, sound, or both; empty: without. `settings`: what the decoder of the picture has to know first (`avcC`)."""

    def __init__(self, picture: str, sound: str, *, settings: bytes = b"") -> None:
        self._tracks = {name: number for name, number in ((picture, _PICTURE), (sound, _SOUND)) if name}
        self._settings = settings
        self._cluster: int | None = None
        self._last = dict.fromkeys(self._tracks, -1)

    def head(self) -> bytes:
        """What comes first, and again before a decoder that begins in the middle."""
        self._cluster = None
        kind = _element(b"\x42\x82", b"matroska") + _number(b"\x42\x87", 4) + _number(b"\x42\x85", 2)
        millisecond = _number(b"\x2a\xd7\xb1", 1_000_000)
        tracks = b"".join(_element(b"\xae", self._track(name)) for name in self._tracks)
        return (
            _element(b"\x1a\x45\xdf\xa3", kind) + b"\x18\x53\x80\x67" + _NO_SIZE
            + _element(b"\x15\x49\xa9\x66", millisecond) + _element(b"\x16\x54\xae\x6b", tracks)
        )  # fmt: skip

    def block(self, name: str, seconds: float, data: bytes, *, key: bool) -> bytes:
        """One frame of a track. Its time never stands still, whatever `seconds` says."""
        number = self._tracks[name]
        at = max(round(seconds * 1000), self._last[name] + 1)
        self._last[name] = at
        made = b""
        begins = key and number == _PICTURE
        if self._cluster is None or begins or not 0 <= at - self._cluster < _CLUSTER_MS:
            self._cluster = at
            made = b"\x1f\x43\xb6\x75" + _NO_SIZE + _number(b"\xe7", at)
        head = bytes([0x80 | number]) + struct.pack(">hB", at - self._cluster, 0x80 if key else 0)
        return made + _element(b"\xa3", head + data)

    def _track(self, name: str) -> bytes:
        number = self._tracks[name]
        made = _number(b"\xd7", number) + _number(b"\x73\xc5", number) + _number(b"\x9c", 0)
        made += _element(b"\x86", _NAMES[name]) + _number(b"\x83", number)
        if number == _SOUND:
            opus = b"OpusHead" + struct.pack("<BBHIHB", 1, _OPUS_CHANNELS, 0, _OPUS_RATE, 0, 0)
            rate = _element(b"\xb5", struct.pack(">d", _OPUS_RATE)) + _number(b"\x9f", _OPUS_CHANNELS)
            return made + _element(b"\x63\xa2", opus) + _element(b"\xe1", rate)
        # How large it is, the picture itself says.
        return (
            made + (_element(b"\x63\xa2", self._settings) if self._settings else b"") + _element(b"\xe0", b"")
        )


def _element(name: bytes, data: bytes) -> bytes:
    return name + struct.pack(">Q", 1 << 56 | len(data)) + data


def _number(name: bytes, value: int) -> bytes:
    return _element(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))
