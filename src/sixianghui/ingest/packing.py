"""Frames as an encoder made them, written down as Matroska without touching them: what ffmpeg is given of WebRTC. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sixianghui.ingest import h264, matroska

PICTURES, SOUNDS = frozenset({"h264", "vp8"}), frozenset({"opus"})
#: How much later than its picture sound comes out of the buffer that puts packets in order: 80 ms are kept there.
_LATE_SECONDS = 0.08
#: The first frame has this time, so that what was taken in before it and comes after it has one, too.
_FIRST_SECONDS = 1.0


@dataclass(frozen=True)
class Encoded:
    """A frame as it came. at: its time in seconds since the first of its kind; came: when it came, by our own clock."""

    codec: str
    data: bytes
    at: float
    came: float

    @property
    def is_picture(self) -> bool:
        return self.codec in PICTURES


class Packer:
    """First it is told what comes (`look`), then it begins, then it writes down frames (`take`)."""

    def __init__(self) -> None:
        self.picture = self.sound = ""
        self._settings = b""
        self._writer = matroska.Writer("", "")
        self._began: float | None = None
        self._begins: dict[str, float] = {}
        self._needs_key = True

    def look(self, one: Encoded) -> bool:
        """See what it is; False while nothing can be made of it: a picture begins with one that needs none before it."""
        if not one.is_picture:
            self.sound = self.sound or one.codec
            return True
        key, _data, settings = _read(one)
        if not self.picture and key and (settings or one.codec != "h264"):
            self.picture, self._settings = one.codec, settings
        return bool(self.picture)

    def begin(self) -> bytes:
        """What comes first; also for a decoder that begins in the middle. Until the next key frame the picture is left out."""
        self._needs_key = True
        self._writer = matroska.Writer(self.picture, self.sound, settings=self._settings)
        return self._writer.head()

    def changes(self, one: Encoded) -> bool:
        """Whether from this frame on the picture is another one (larger, smaller): its decoder has to begin anew."""
        if one.codec != "h264" or self.picture != "h264":
            return False
        key, _data, settings = _read(one)
        if not key or not settings or settings == self._settings:
            return False
        self._settings = settings
        return True

    def take(self, one: Encoded) -> bytes:
        """The frame, written down; nothing where it is left out."""
        if one.codec not in {self.picture, self.sound}:
            return b""
        key, data, _settings = _read(one)
        if one.is_picture:
            if self._needs_key and not key:
                return b""
            self._needs_key = False
        return self._writer.block(one.codec, self._time_of(one), data, key=key)

    def lost(self) -> None:
        """Frames of the picture were lost: what builds on them is left out."""
        self._needs_key = True

    def _time_of(self, one: Encoded) -> float:
        if self._began is None:
            self._began = one.came - _FIRST_SECONDS
        if one.codec not in self._begins:
            late = 0.0 if one.is_picture else _LATE_SECONDS
            self._begins[one.codec] = one.came - one.at - late - self._began
        return self._begins[one.codec] + one.at


def _read(one: Encoded) -> tuple[bool, bytes, bytes]:
    """Whether it needs none before it, how it is written down, and the settings that it brings along."""
    if one.codec == "h264":
        frame = h264.frame(one.data)
        return frame.key, frame.data, frame.settings
    return one.codec != "vp8" or (bool(one.data) and not one.data[0] & 1), one.data, b""
