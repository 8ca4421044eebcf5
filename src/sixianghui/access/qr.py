"""A QR code as the outline of its dark squares, which a template draws as one path."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True)
class Drawing:
    """How many modules a side has, and the `d` of an SVG path in which each module is one unit wide."""

    side: int
    path: str


def draw(text: str) -> Drawing:
    """The QR code of a text."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark)
    return Drawing(len(matrix), "".join(dark))
