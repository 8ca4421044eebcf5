"""MPEG-TS, as far as it tells which codecs come. Pure."""

from __future__ import annotations

PACKET = 188
#: So much is looked through; whoever says nothing until then says nothing.
_MOST_BYTES = 1024 * 1024
_PICTURES = {0x01: "mpeg1video", 0x02: "mpeg2video", 0x10: "mpeg4", 0x1B: "h264", 0x24: "hevc"}
_SOUNDS = {0x03: "mp3", 0x04: "mp3", 0x0F: "aac", 0x11: "latm", 0x81: "ac3", 0x87: "eac3"}
#: What comes as private data and says what it is in a descriptor.
_PRIVATE, _REGISTRATION = 0x06, 5
_NAMED = {b"AV01": ("av1", True), b"HEVC": ("hevc", True), b"Opus": ("opus", False), b"AC-3": ("ac3", False)}


class Looking:
    """Give it bytes from their beginning; `found` is (picture, sound) once it is known, each empty where there is none."""

    def __init__(self) -> None:
        self.found: tuple[str, str] | None = None
        self._rest = b""
        self._looked = 0
        self._programme: int | None = None

    @property
    def in_vain(self) -> bool:
        """Whether so much has come that nothing more is to be hoped for."""
        return self.found is None and self._looked > _MOST_BYTES

    def take(self, data: bytes) -> None:
        """More has come."""
        self._looked += len(data)
        data = self._rest + data
        at = data.find(b"G")
        while self.found is None and at >= 0 and at + PACKET <= len(data):
            if data[at] == 0x47:
                self._packet(data[at : at + PACKET])
                at += PACKET
            else:
                at = data.find(b"G", at)
        self._rest = data[at:] if at >= 0 and self.found is None else b""

    def _packet(self, packet: bytes) -> None:
        number = int.from_bytes(packet[1:3]) & 0x1FFF
        begins, filled = packet[1] & 0x40, packet[3] & 0x20
        at = 5 + packet[4] if filled else 4
        if not begins or at >= PACKET or number not in {0, self._programme}:
            return
        section = packet[at + 1 + packet[at] :]
        size = int.from_bytes(section[1:3]) & 0x0FFF
        body = section[8 : 3 + size - 4]  # behind it a checksum
        if section[:1] == b"\x00" and number == 0:
            self._programmes(body)
        elif section[:1] == b"\x02" and number:
            self._streams(body)

    def _programmes(self, body: bytes) -> None:
        for at in range(0, len(body) - 3, 4):
            if any(body[at : at + 2]):
                self._programme = int.from_bytes(body[at + 2 : at + 4]) & 0x1FFF
                return

    def _streams(self, body: bytes) -> None:
        picture = sound = ""
        at = 4 + (int.from_bytes(body[2:4]) & 0x0FFF)
        while at + 5 <= len(body):
            size = int.from_bytes(body[at + 3 : at + 5]) & 0x0FFF
            kind, about = body[at], body[at + 5 : at + 5 + size]
            name, shows = _named(about) if kind == _PRIVATE else ("", False)
            picture = picture or _PICTURES.get(kind, "") or (name if shows else "")
            sound = sound or _SOUNDS.get(kind, "") or ("" if shows else name)
            at += 5 + size
        if picture or sound:
            self.found = picture, sound


def _named(about: bytes) -> tuple[str, bool]:
    """What private data is, by its descriptors, and whether it is a picture."""
    at = 0
    while at + 2 <= len(about):
        kind, size = about[at], about[at + 1]
        if kind == _REGISTRATION:
            return _NAMED.get(about[at + 2 : at + 6], ("", False))
        at += 2 + size
    return "", False
