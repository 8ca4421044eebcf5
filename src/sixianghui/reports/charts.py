"""The small chart of a figure: from days and counts to the shapes of an SVG. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

WIDTH, HEIGHT = 520, 262
LEFT, RIGHT, TOP, BOTTOM = 60, 508, 34, 228
_LABELS = 4
#: The width that a label may need, at the largest text.
_LABEL = 96


class Period(StrEnum):
    """How wide one step of the chart is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Step:
    """One period: its first day, what was added in it, and the sum up to its end."""

    day: dt.date
    count: int
    total: int


@dataclass(frozen=True)
class Tick:
    """A grid line (`y`) and its number."""

    y: float
    number: int


@dataclass(frozen=True)
class Label:
    """A day under the axis. `anchor` is SVG's text-anchor."""

    x: float
    day: dt.date
    anchor: str

    @property
    def left(self) -> float:
        """Where its words may begin."""
        return self.x - {"start": 0.0, "middle": _LABEL / 2, "end": _LABEL}[self.anchor]

    @property
    def right(self) -> float:
        """Where its words end at the latest."""
        return self.left + _LABEL


@dataclass(frozen=True)
class Column:
    """A column of the chart."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """What the template draws: columns (per period) or a line (cumulative), never both."""

    period: Period
    steps: tuple[Step, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    columns: tuple[Column, ...] = ()
    line: str = ""
    last: tuple[float, float] | None = None


def draw(counts: Mapping[dt.date, int], *, cumulative: bool, until: dt.date) -> Chart | None:
    """The chart of what was counted on which day, up to `until`. None when there are fewer than two steps."""
    if not counts:
        return None
    end = max(until, *counts) if cumulative else max(counts)
    period = _period(min(counts), end)
    steps = tuple(_steps(counts, period, end))
    if len(steps) < 2:
        return None
    values = [step.total if cumulative else step.count for step in steps]
    ticks = _ticks(max(values))
    top = ticks[-1].number
    slot = (RIGHT - LEFT) / len(steps)
    middles = [LEFT + slot * (place + 0.5) for place in range(len(steps))]
    heights = [(BOTTOM - TOP) * value / top for value in values]
    labels = tuple(_labels(steps, middles))
    if cumulative:
        dots = [(round(x, 1), round(BOTTOM - high, 1)) for x, high in zip(middles, heights, strict=True)]
        line = "M" + "L".join(f"{x},{y}" for x, y in dots)
        return Chart(period, steps, ticks, labels, line=line, last=dots[-1])
    columns = tuple(
        Column(round(x - slot * 0.32, 1), round(BOTTOM - high, 1), round(slot * 0.64, 1), round(high, 1))
        for x, high in zip(middles, heights, strict=True)
    )
    return Chart(period, steps, ticks, labels, columns=columns)


def _period(first: dt.date, last: dt.date) -> Period:
    days = (last - first).days
    return Period.DAY if days <= 62 else Period.MONTH if days <= 5 * 366 else Period.YEAR


def _start(day: dt.date, period: Period) -> dt.date:
    if period is Period.DAY:
        return day
    return day.replace(day=1) if period is Period.MONTH else day.replace(month=1, day=1)


def _next(start: dt.date, period: Period) -> dt.date:
    if period is Period.DAY:
        return start + dt.timedelta(days=1)
    return _start(start + dt.timedelta(days=32 if period is Period.MONTH else 366), period)


def _steps(counts: Mapping[dt.date, int], period: Period, end: dt.date) -> Iterator[Step]:
    sums: dict[dt.date, int] = {}
    for day, count in counts.items():
        start = _start(day, period)
        sums[start] = sums.get(start, 0) + count
    total, day = 0, min(sums)
    while day <= end:
        total += sums.get(day, 0)
        yield Step(day, sums.get(day, 0), total)
        day = _next(day, period)


def _ticks(highest: int) -> tuple[Tick, ...]:
    step = 1
    while highest > step * 4:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    count = max(1, -(-highest // step))
    return tuple(
        Tick(round(BOTTOM - (BOTTOM - TOP) * place / count, 1), place * step) for place in range(count + 1)
    )


def _labels(steps: tuple[Step, ...], middles: list[float]) -> Iterator[Label]:
    """The first and the last step, and those between them for which there is room."""
    last = len(steps) - 1
    places = [round(place * last / (_LABELS - 1)) for place in range(_LABELS)]
    wanted = [_label(steps[at].day, middles[at]) for at in sorted(set(places))]
    end = float(LEFT)
    for label in wanted:
        is_last = label is wanted[-1]
        if is_last or (label.left >= end and label.right <= wanted[-1].left):
            yield label
            end = label.right


def _label(day: dt.date, x: float) -> Label:
    anchor = "start" if x - LEFT < _LABEL / 2 else "end" if RIGHT - x < _LABEL / 2 else "middle"
    return Label(round(x, 1), day, anchor)
