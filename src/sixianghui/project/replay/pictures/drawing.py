"""A small kit to draw flat pictures with: eight inks, shapes with soft edges, lines, words. Built on Pillow alone.

Coordinates are those of a sheet 1600 wide and 1000 high. `sheet.at(x, y, scale, flip, turn)` draws what follows
elsewhere, so that an object is written once around its own origin.
"""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from sixianghui.media.public import Font, font_path

#: The illustration inks of `web/tokens/tokens.css`, by day.
GROUND, PAPER, INK = "#F1EBE2", "#FFFDFA", "#2B2521"
LIGHT, MID, DARK = "#DDD3C6", "#B3A698", "#6B6057"
RED, GOLD = "#B4232A", "#B08A3E"
WIDE, HIGH = 1600, 1000
#: Everything is drawn this many times larger and then made smaller, which softens the edges.
_FINE = 2
#: The width of an outline.
PEN = 6.0
Point = tuple[float, float]
_PART = re.compile(r"([MLCQHVZ])([^MLCQHVZ]*)")
_NUMBER = re.compile(r"-?[\d.]+")


@cache
def _font(font: Font, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path(font)), size, layout_engine=ImageFont.Layout.BASIC)


def curve(corners: Sequence[Point], steps: int = 14) -> list[Point]:
    """A Bézier curve through the first and last of three or four corners, the others pulling at it."""
    found = []
    for number in range(1, steps + 1):
        left = list(corners)
        t = number / steps
        while len(left) > 1:
            left = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in itertools.pairwise(left)]
        found.append(left[0])
    return found


@cache
def outline(path: str) -> tuple[Point, ...]:
    """The corners of a path written as in SVG with capital M L H V C Q Z."""
    corners: list[Point] = []
    for kind, rest in _PART.findall(path):
        numbers = [float(one) for one in _NUMBER.findall(rest)]
        if kind in "HV":
            x, y = corners[-1]
            corners.append((numbers[0], y) if kind == "H" else (x, numbers[0]))
            continue
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        if kind in "ML":
            corners += pairs
        elif kind in "CQ":
            each = 3 if kind == "C" else 2
            for start in range(0, len(pairs), each):
                corners += curve([corners[-1], *pairs[start : start + each]])
        else:
            corners.append(corners[0])
    return tuple(corners)


class Sheet:
    """A sheet that is drawn on."""

    def __init__(self, ground: str = GROUND, size: tuple[int, int] = (WIDE, HIGH)) -> None:
        self.size = size
        self._image = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), ground)
        self._draw = ImageDraw.Draw(self._image)
        # a, b, c, d, e, f of an affine map, and how much it enlarges
        self._map = (float(_FINE), 0.0, 0.0, float(_FINE), 0.0, 0.0)
        self._scale = float(_FINE)

    @contextmanager
    def at(
        self, x: float, y: float, scale: float = 1, *, flip: bool = False, turn: float = 0
    ) -> Iterator[Sheet]:
        """Draw around (x, y), larger by `scale`, mirrored, turned clockwise by degrees."""
        before = self._map, self._scale
        a, b, c, d, _, _ = self._map
        e, f = self._place(x, y)
        cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        side = -1 if flip else 1
        self._map = (
            (a * cos + c * sin) * side, (b * cos + d * sin) * side,
            c * cos - a * sin, d * cos - b * sin, e, f,
        )  # fmt: skip
        self._scale *= scale
        try:
            yield self
        finally:
            self._map, self._scale = before

    def _place(self, x: float, y: float) -> Point:
        a, b, c, d, e, f = self._map
        return a * x + c * y + e, b * x + d * y + f

    def _stroke(self, corners: Sequence[Point], ink: str, width: float, *, ends: bool) -> None:
        wide = max(1, round(width * self._scale))
        self._draw.line(list(corners), ink, wide, joint="curve")
        if ends and wide > 4:
            half = wide / 2
            # Pillow leaves a notch where two wide lines meet almost straight.
            round_at = corners if wide > 24 and len(corners) < 9 else (corners[0], corners[-1])
            for x, y in round_at:
                self._draw.ellipse((x - half, y - half, x + half - 1, y + half - 1), ink)

    def shape(
        self, corners: Sequence[Point], fill: str | None = None, line: str | None = None, pen: float = PEN
    ) -> None:
        """A closed shape."""
        placed = [self._place(*one) for one in corners]
        if fill:
            self._draw.polygon(placed, fill)
        if line:
            self._stroke([*placed, placed[0]], line, pen, ends=True)

    def path(self, path: str, fill: str | None = None, line: str | None = None, pen: float = PEN) -> None:
        """A closed shape written as an SVG path."""
        self.shape(outline(path), fill, line, pen)

    def line(
        self, corners: Sequence[Point], ink: str = INK, pen: float = PEN, *, round_: bool = True
    ) -> None:
        """An open line."""
        self._stroke([self._place(*one) for one in corners], ink, pen, ends=round_)

    def stroke(self, path: str, ink: str = INK, pen: float = PEN) -> None:
        """An open line written as an SVG path."""
        self.line(outline(path), ink, pen)

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str | None = None, line: str | None = None,
        pen: float = PEN, r: float = 0,
    ) -> None:  # fmt: skip
        """A rectangle, its corners rounded by `r`."""
        if not r:
            self.shape([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill, line, pen)
            return
        corners: list[Point] = []
        for cx, cy, start in (
            (x + w - r, y + r, 270), (x + w - r, y + h - r, 0), (x + r, y + h - r, 90), (x + r, y + r, 180)
        ):  # fmt: skip
            corners += self._arc(cx, cy, r, r, start, start + 90, 8)
        self.shape(corners, fill, line, pen)

    @staticmethod
    def _arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float, steps: int) -> list[Point]:
        return [
            (cx + rx * math.cos(math.radians(angle)), cy + ry * math.sin(math.radians(angle)))
            for angle in (start + (end - start) * step / steps for step in range(steps + 1))
        ]

    def disc(
        self, x: float, y: float, r: float, fill: str | None = None, line: str | None = None,
        pen: float = PEN, ry: float = 0,
    ) -> None:  # fmt: skip
        """A circle; with `ry` an ellipse."""
        steps = 24 if r * self._scale < 60 else 56
        self.shape(self._arc(x, y, r, ry or r, 0, 360, steps)[:-1], fill, line, pen)

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, ink: str = INK, pen: float = PEN,
        ry: float = 0,
    ) -> None:  # fmt: skip
        """A part of a circle's line, clockwise from `start` to `end` degrees; 0 corners right."""
        self.line(self._arc(x, y, r, ry or r, start, end, 40), ink, pen)

    def pie(self, x: float, y: float, r: float, start: float, end: float, fill: str) -> None:
        """A part of a disc."""
        self.shape([(x, y), *self._arc(x, y, r, r, start, end, 40)], fill)

    def words(
        self, x: float, y: float, words: str, size: float = 40, ink: str = INK, *, font: Font = Font.SANS,
        anchor: str = "ls",
    ) -> None:  # fmt: skip
        """Words, never turned or mirrored; `anchor` as in Pillow (left, middle, right; ascender, middle, base)."""
        face = _font(font, max(1, round(size * self._scale)))
        self._draw.text(self._place(x, y), words, ink, font=face, anchor=anchor)

    def width(self, words: str, size: float, font: Font = Font.SANS) -> float:
        """How wide words would be."""
        return _font(font, round(size * _FINE)).getlength(words) / _FINE

    def image(self) -> Image.Image:
        """What was drawn, in its final size."""
        return self._image.reduce(_FINE)

    def jpeg(self) -> bytes:
        """What was drawn as a JPEG without anything written beside it."""
        out = io.BytesIO()
        self.image().save(out, "JPEG", quality=87, subsampling=0, optimize=True)
        return out.getvalue()
