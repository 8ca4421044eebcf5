"""A picture of H.264 between two ways of writing it: its units with marks between them, or with their lengths. Pure."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_MARK = b"\x00\x00\x00\x01"
_KEY, _SEQUENCE, _PICTURE = 5, 7, 8


@dataclass(frozen=True)
class Frame:
    """One picture, its units with their lengths. key: it needs none before it. settings: `avcC`, where it brings them."""

    data: bytes
    key: bool
    settings: bytes = b""


def frame(marked: bytes) -> Frame:
    """What one picture holds, from units with marks before them."""
    units = [unit for unit in marked.split(_MARK) if unit]
    kinds = {unit[0] & 0x1F: unit for unit in units}
    sequence, picture = kinds.get(_SEQUENCE, b""), kinds.get(_PICTURE, b"")
    settings = b""
    if len(sequence) > 3 and picture:
        settings = (
            b"\x01" + sequence[1:4] + b"\xff\xe1" + struct.pack(">H", len(sequence)) + sequence
            + b"\x01" + struct.pack(">H", len(picture)) + picture
        )  # fmt: skip
    return Frame(b"".join(struct.pack(">I", len(unit)) + unit for unit in units), _KEY in kinds, settings)
