"""Which characters the shipped fonts can print, and what stands in for the others. No box is ever printed.

A character without a glyph is first looked for under another code (a compatibility form of the same character); if that
fails, 〓 is printed, which printers have always set where a type was missing. The DOCX keeps the character itself: the
clerk's own fonts are larger.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache

from sixianghui.documents.fonts import Font, font_path

#: Stands where a character cannot be printed.
MISSING = "〓"


@lru_cache(maxsize=len(Font))
def held(font: Font) -> frozenset[int]:
    """The code points a font has a glyph for, out of its `cmap` table (formats 4 and 12)."""
    data = font_path(font).read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    for at in range(12, 12 + 16 * tables, 16):
        tag, _sum, start, _length = struct.unpack_from(">4sIII", data, at)
        if tag == b"cmap":
            return frozenset(_of_cmap(data, start))
    raise ValueError(f"{font.value} has no cmap")


def printable(text: str) -> str:
    """The text with nothing in it that the fonts cannot print."""
    return "".join(_printable(one) for one in text)


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that are printed as 〓, each once, in their order."""
    return tuple(one for one in dict.fromkeys(text) if one != MISSING and _printable(one) == MISSING)


@lru_cache(maxsize=4096)
def _printable(one: str) -> str:
    # The font of the text holds all that the other two hold, and stands in for them.
    body = held(Font.BODY)
    if ord(one) in body:
        return one
    other = unicodedata.normalize("NFKC", one)
    return other if other and all(ord(piece) in body for piece in other) else MISSING


def _of_cmap(data: bytes, start: int) -> set[int]:
    found: set[int] = set()
    for at in range(start + 4, start + 4 + 8 * struct.unpack_from(">H", data, start + 2)[0], 8):
        table = start + struct.unpack_from(">HHI", data, at)[2]
        kind = struct.unpack_from(">H", data, table)[0]
        if kind == 12:
            groups = struct.unpack_from(">I", data, table + 12)[0]
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(">III", data, table + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif kind == 4:
            found |= _of_segments(data, table)
    return found


def _of_segments(data: bytes, table: int) -> set[int]:
    twice = struct.unpack_from(">H", data, table + 6)[0]
    ends, starts = table + 14, table + 16 + twice
    deltas, offsets = starts + twice, starts + 2 * twice
    found = set()
    for at in range(0, twice, 2):
        end, start = (
            struct.unpack_from(">H", data, ends + at)[0],
            struct.unpack_from(">H", data, starts + at)[0],
        )
        delta = struct.unpack_from(">h", data, deltas + at)[0]
        offset = struct.unpack_from(">H", data, offsets + at)[0]
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", data, offsets + at + offset + 2 * (code - start))[0]
            if glyph and (glyph + delta) & 0xFFFF:
                found.add(code)
    return found
