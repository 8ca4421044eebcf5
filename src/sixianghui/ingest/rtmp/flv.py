"""FLV: what is in a tag of sound or picture, and a file of such tags. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

SOUND, PICTURE, WORDS = 8, 9, 18
_PICTURES = {2: "h263", 4: "vp6", 7: "h264", 12: "hevc"}
_SOUNDS = {2: "mp3", 10: "aac"}
_FOURCC = {
    b"avc1": "h264", b"hvc1": "hevc", b"av01": "av1", b"vp09": "vp9", b"vp08": "vp8",
    b"mp4a": "aac", b"Opus": "opus", b".mp3": "mp3", b"fLaC": "flac", b"ac-3": "ac3", b"ec-3": "eac3",
}  # fmt: skip
_ENHANCED_PICTURE, _ENHANCED_SOUND = 0x80, 9
#: Frames that only tell the player something.
_COMMAND = 5


def tag(kind: int, at: int, body: bytes) -> bytes:
    """One tag. at: milliseconds."""
    size = len(body).to_bytes(3)
    head = bytes([kind]) + size + (at & 0xFFFFFF).to_bytes(3) + bytes([at >> 24 & 0xFF]) + bytes(3)
    return head + body + (len(body) + 11).to_bytes(4)


def codec_of(kind: int, body: bytes) -> str | None:
    """The codec of a tag of sound or picture; None where there is none that we know."""
    if (kind == PICTURE and body[0] & _ENHANCED_PICTURE) or (
        kind == SOUND and body[0] >> 4 == _ENHANCED_SOUND
    ):
        return _FOURCC.get(body[1:5])
    return _PICTURES.get(body[0] & 15) if kind == PICTURE else _SOUNDS.get(body[0] >> 4)


def is_settings(kind: int, body: bytes) -> bool:
    """Whether a tag holds no frame but what a decoder needs before any."""
    if kind == PICTURE:
        if body[0] & _ENHANCED_PICTURE:
            return body[0] & 15 == 0
        return body[0] & 15 in {7, 12} and body[1:2] == b"\0"
    if body[0] >> 4 == _ENHANCED_SOUND:
        return body[0] & 15 == 0
    return body[0] >> 4 == 10 and body[1:2] == b"\0"


def is_key(body: bytes) -> bool:
    """Whether a tag of the picture can be shown without any before it."""
    return body[0] >> 4 & 7 == 1


def is_frame(kind: int, body: bytes) -> bool:
    """Whether there is anything in it."""
    return bool(body) and not (kind == PICTURE and body[0] >> 4 & 7 == _COMMAND)


@dataclass
class Opening:
    """What stands before the first frame, gathered as it comes. It is needed again whenever ffmpeg is started anew."""

    codecs: dict[int, str | None] = field(default_factory=dict)
    _settings: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def see(self, kind: int, at: int, body: bytes) -> None:
        """A tag has come."""
        if kind == WORDS:
            self._settings[kind] = at, body
            return
        self.codecs.setdefault(kind, codec_of(kind, body))
        if is_settings(kind, body):
            self._settings[kind] = at, body

    def begin(self) -> bytes:
        """The head of the file."""
        flags = (4 if SOUND in self.codecs else 0) | (1 if PICTURE in self.codecs else 0)
        return b"FLV\x01" + bytes([flags]) + (9).to_bytes(4) + bytes(4)

    def again(self) -> bytes:
        """The head and all that has to be known, so that one may go on with a key frame."""
        order = (kind for kind in (WORDS, PICTURE, SOUND) if kind in self._settings)
        return self.begin() + b"".join(tag(kind, *self._settings[kind]) for kind in order)
