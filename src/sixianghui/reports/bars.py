"""The chart of a number that is broken down: from counts to the shapes of an SVG. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 520, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 512, 22, 208
#: Columns so few that each may say its own number.
FEW = 12
_LABELS = 4


@dataclass(frozen=True)
class Column:
    """A column; `label` stands under it and `number` over it, each "" where there is no room."""

    x: float
    y: float
    width: float
    height: float
    center: float
    number: str
    label: str
    label_x: float
    anchor: str


@dataclass(frozen=True)
class Line:
    """A grid line at a height, and its number."""

    y: float
    number: int


@dataclass(frozen=True)
class Columns:
    """Columns over time with their grid."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def columns(labels: Sequence[str], counts: Sequence[int], shown: Sequence[str]) -> Columns | None:
    """Columns from left to right. None when there is nothing to compare."""
    if len(counts) < 2 or max(counts) <= 0:
        return None
    top = _top(max(counts))
    slot = (RIGHT - LEFT) / len(counts)
    width = min(slot * 0.64, 56)
    last = len(counts) - 1
    said = {round(place * last / (_LABELS - 1)) for place in range(_LABELS)} if last else {0}
    every = len(counts) <= 6
    found = []
    for place, (label, count) in enumerate(zip(labels, counts, strict=True)):
        middle, high = LEFT + slot * (place + 0.5), (BOTTOM - TOP) * count / top
        anchor = "middle" if every or 0 < place < last else "start" if place == 0 else "end"
        found.append(
            Column(
                x=round(middle - width / 2, 1),
                y=round(BOTTOM - high, 1),
                width=round(width, 1),
                height=round(high, 1),
                center=round(middle, 1),
                number=shown[place] if len(counts) <= FEW else "",
                label=label if every or place in said else "",
                label_x=round({"start": LEFT, "middle": middle, "end": RIGHT}[anchor], 1),
                anchor=anchor,
            )
        )
    steps = (0, top // 2, top) if top > 1 and top % 2 == 0 else (0, top)
    return Columns(tuple(found), tuple(Line(round(BOTTOM - (BOTTOM - TOP) * n / top, 1), n) for n in steps))


def shares(counts: Sequence[int | None]) -> list[int | None]:
    """How long the bar of each count is, of 1000; None where no number may be said."""
    most = max((one for one in counts if one is not None), default=0)
    return [None if one is None else round(1000 * one / most) if most else 0 for one in counts]


def _top(highest: int) -> int:
    """The end of the axis: 1, 2, 4, 6, 8 or 10 and these by tens, at or above the highest count."""
    unit = 1
    while highest > 10 * unit:
        unit *= 10
    return next(step * unit for step in (1, 2, 4, 6, 8, 10) if step * unit >= highest)
