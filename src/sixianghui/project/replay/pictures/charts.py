"""Charts: every bar starts at zero and carries its own number; one red, no legend."""

from __future__ import annotations

from collections.abc import Iterator

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.numbers import Bar, ChartData

_LEFT, _RIGHT, _FOOT = 120.0, 1480.0, 850.0
_NOTHING = "还没有记录"
_FINISH = "思享汇 · 演示数据"
#: What a drawing writes beside what its data says.
WRITTEN = _NOTHING + _FINISH + "…"


def fitting(s: Sheet, words: str, size: float, room: float) -> str:
    """The words, cut with a mark of omission where there is no room."""
    if s.width(words, size) <= room:
        return words
    while words and s.width(words + "…", size) > room:
        words = words[:-1]
    return words + "…"


def wrapped(s: Sheet, words: str, size: float, room: float) -> Iterator[str]:
    """Lines no wider than there is room; no line begins with punctuation."""
    line = ""
    for one in words:
        if s.width(line + one, size) > room and one not in "，。；：、”）":
            yield line
            line = ""
        line += one
    if line:
        yield line


def _frame(s: Sheet, data: ChartData) -> None:
    s.rect(_LEFT, 84, 84, 12, RED)
    s.words(_LEFT, 176, data.title, 70, INK, font=Font.SERIF)
    for number, line in enumerate(wrapped(s, data.method, 33, _RIGHT - _LEFT)):
        s.words(_LEFT, 240 + number * 46, line, 33, DARK)
    s.line([(_LEFT, 926), (_RIGHT, 926)], GOLD, 3)
    s.words(_RIGHT, 966, _FINISH, 27, DARK, anchor="rs")


def _upright(s: Sheet, data: ChartData) -> None:
    most, each = max(bar.value for bar in data.bars) or 1, (_RIGHT - _LEFT) / len(data.bars)
    wide, tall = min(each * 0.62, 150), _FOOT - 60 - 380
    for number, bar in enumerate(data.bars):
        x, high = _LEFT + each * (number + 0.5), tall * bar.value / most
        s.rect(x - wide / 2, _FOOT - 60 - high, wide, high, RED if bar.marked else DARK)
        unit = data.measure if number == 0 else ""
        s.words(
            x,
            _FOOT - 80 - high,
            f"{bar.value}{unit}",
            42,
            RED if bar.marked else INK,
            font=Font.SERIF,
            anchor="ms",
        )
        size = 36 if each > 130 else 27
        s.words(x, _FOOT - 8, fitting(s, bar.label, size, each * 0.98), size, INK, anchor="ms")
    s.line([(_LEFT, _FOOT - 60), (_RIGHT, _FOOT - 60)], INK, 5)


def _across(s: Sheet, data: ChartData) -> None:
    size = 36.0 if len(data.bars) < 10 else 31.0
    room = min(max(s.width(bar.label, size) for bar in data.bars), 560)
    start, most = _LEFT + room + 28, max(bar.value for bar in data.bars) or 1
    full = _RIGHT - start - 130
    each = (890 - 310) / max(len(data.bars), 4)
    for number, bar in enumerate(data.bars):
        y, long = 310 + each * (number + 0.5), full * bar.value / most
        s.words(start - 24, y, fitting(s, bar.label, size, room), size, INK, anchor="rm")
        s.rect(start, y - each * 0.3, long, each * 0.6, RED if bar.marked else DARK)
        unit = data.measure if number == 0 else ""
        s.words(start + long + 18, y, f"{bar.value}{unit}", size + 5, INK, font=Font.SERIF, anchor="lm")
    s.line([(start, 316), (start, 884)], INK, 5)


def _rounds(s: Sheet, data: ChartData) -> None:
    """One row for each that takes turns, one column for each round, a dot for each turn."""
    room = max(s.width(bar.label, 36) for bar in data.bars) + 36
    columns = max(bar.value for bar in data.bars)
    each = (_RIGHT - _LEFT - room - 110) / max(columns, 1)
    for row, bar in enumerate(data.bars):
        y = 440 + row * 150
        s.words(_LEFT, y, bar.label, 36, INK, anchor="lm")
        for column in range(bar.value):
            x = _LEFT + room + each * (column + 0.2 + row * 0.3)
            last = bar.marked and column == bar.value - 1
            s.disc(
                x, y, min(each * 0.4, 15) * (1.5 if last else 1), RED if last else (INK, DARK, MID)[row % 3]
            )
        unit = data.measure if row == 0 else ""
        s.words(_RIGHT, y, f"{bar.value}{unit}", 42, INK, font=Font.SERIF, anchor="rm")
        if row + 1 < len(data.bars):
            s.line([(_LEFT, y + 75), (_RIGHT, y + 75)], LIGHT, 3)


def _labels(bars: tuple[Bar, ...]) -> bool:
    return any(bar.value for bar in bars)


def draw_chart(data: ChartData) -> bytes:
    """A chart as a JPEG."""
    s = Sheet(PAPER)
    _frame(s, data)
    if not _labels(data.bars):
        s.rect(_LEFT, 340, _RIGHT - _LEFT, 510, GROUND, r=14)
        s.words(800, 612, _NOTHING, 48, DARK, anchor="ms")
    elif data.rounds:
        _rounds(s, data)
    elif data.across:
        _across(s, data)
    else:
        _upright(s, data)
    return s.jpeg()
