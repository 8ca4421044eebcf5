"""A QR code as the outline of its dark squares, which a template draws as one path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import qrcode


@dataclass(frozen=True)
class Drawing:
    """How many modules a side has, and the `d` of an SVG path in which a module is one unit wide."""

    side: int
    path: str


def draw(text: str) -> Drawing:
    """The QR code of a text."""
    # The mask is fixed: choosing the prettiest of eight took a sixth of the time an article is made in.
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M, mask_pattern=3)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    return Drawing(len(matrix), "".join(_dark(row, y) for y, row in enumerate(matrix)))


def _dark(row: Sequence[bool | None], y: int) -> str:
    """Runs of dark modules that touch are one box: the path of a page's address is a third as long."""
    found, x = [], 0
    for is_dark, run in groupby(row, bool):
        width = len(list(run))
        if is_dark:
            found.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(found)
