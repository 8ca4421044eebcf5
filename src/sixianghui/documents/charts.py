"""A chart as SVG: columns for what follows in time, else a bar for each part. Pure; the same drawing for every kind of file.

Numbers stand at the bars, so that there is nothing to guess at; the table beside the chart holds them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from sixianghui.documents.texts import width

#: As wide as the area of a page (156 mm), in points.
WIDTH = 442.0
FILL, INK, LINE = "#b4232a", "#1f1b18", "#c9c0b6"
SIZE = 9.5
_ROW, _BAR = 22.0, 12.0
#: Names longer than so many characters end with an ellipsis; the table has them whole.
_NAME = 12
_TALL, _FOOT, _TOP = 150.0, 26.0, 20.0
#: Above each of so many columns there is room for its number; above more of them only for that of the highest.
_NUMBERED = 16

Said = tuple[str, "int | None", str]


@dataclass(frozen=True)
class Drawn:
    """An SVG and its size in points."""

    svg: str
    width: float
    height: float


def draw(parts: Sequence[Said], over_time: bool) -> Drawn:
    """The chart of (name, number, how the number is said). A part without a number has no bar, only what may be said."""
    if over_time:
        return _svg(_columns(parts), _TOP + _TALL + _FOOT)
    return _svg(_bars(parts), 8 + _ROW * max(1, len(parts)))


def _svg(shapes: Iterator[str], height: float) -> Drawn:
    body = "".join(shapes)
    return Drawn(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" '
        f'height="{height:g}" font-family="Noto Sans SC, sans-serif" font-size="{SIZE:g}" fill="{INK}">{body}</svg>',
        WIDTH,
        height,
    )


def _bars(parts: Sequence[Said]) -> Iterator[str]:
    names = [_short(name) for name, _number, _shown in parts]
    left = max((width(name) for name in names), default=0) * SIZE + 10
    right = max((width(shown) for _name, _number, shown in parts), default=0) * SIZE + 8
    highest = max((number or 0 for _name, number, _shown in parts), default=0) or 1
    yield f'<path d="M{left:.1f} 2V{_ROW * max(1, len(parts)) + 6:.1f}" stroke="{LINE}"/>'
    for at, (name, (_full, number, shown)) in enumerate(zip(names, parts, strict=True)):
        top = 4 + at * _ROW + (_ROW - _BAR) / 2
        long = (WIDTH - left - right) * (number or 0) / highest
        base = top + _BAR - 2.5
        yield _text(left - 6, base, name, "end")
        if long > 0:
            yield f'<rect x="{left:.1f}" y="{top:.1f}" width="{long:.1f}" height="{_BAR:g}" fill="{FILL}"/>'
        yield _text(left + long + 5, base, shown, "start")


def _columns(parts: Sequence[Said]) -> Iterator[str]:
    highest = max((number or 0 for _name, number, _shown in parts), default=0) or 1
    slot, ground = WIDTH / max(1, len(parts)), _TOP + _TALL
    yield f'<path d="M0 {ground:g}H{WIDTH:g}" stroke="{LINE}"/>'
    named = set(_spread(len(parts), max((width(name) for name, *_rest in parts), default=1) * SIZE + 8))
    all_said = len(parts) <= _NUMBERED
    for at, (name, number, shown) in enumerate(parts):
        tall = _TALL * (number or 0) / highest
        middle, wide = slot * (at + 0.5), min(34.0, slot * 0.64)
        if tall > 0:
            yield (
                f'<rect x="{middle - wide / 2:.1f}" y="{ground - tall:.1f}" width="{wide:.1f}" '
                f'height="{tall:.1f}" fill="{FILL}"/>'
            )
        if all_said or number == highest:
            yield _text(_inside(middle, shown), ground - tall - 5, shown)
        if at in named:
            yield _text(_inside(middle, name), ground + 15, name)


def _inside(middle: float, text: str) -> float:
    """Where the middle of a text stands so that none of it is cut off at an edge."""
    half = width(text) * SIZE / 2
    return min(max(middle, half), max(half, WIDTH - half))


def _spread(number: int, room: float) -> Iterator[int]:
    """Which of so many columns are named, when a name needs that much room: the first, and others evenly."""
    step = max(1, -(-int(room) // max(1, int(WIDTH / max(1, number)))))
    return iter(range(0, number, step))


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
