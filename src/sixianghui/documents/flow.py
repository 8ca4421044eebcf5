"""The blocks of a document as what is set: paragraphs with their numbers, tables with their widths, drawn charts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sixianghui.documents import charts
from sixianghui.documents.layout import Block, Chart, Heading, Numbered, Paragraph, Table
from sixianghui.documents.texts import clean, mark, paragraphs, width


class Face(StrEnum):
    """The four faces of a document (5.2.2, 7.3.1, 7.3.3)."""

    BODY = "body"
    HEI = "hei"
    KAI = "kai"
    TITLE = "title"


#: First level 黑体, second 楷体, third and fourth 仿宋 (7.3.3).
_FACES = {1: Face.HEI, 2: Face.KAI, 3: Face.BODY, 4: Face.BODY}


@dataclass(frozen=True)
class Run:
    """Text in one face."""

    text: str
    face: Face = Face.BODY


@dataclass(frozen=True)
class Para:
    """A paragraph, two characters in. `level` is that of a heading that stands alone, 0 for anything else."""

    runs: tuple[Run, ...]
    level: int = 0
    kind: str = "para"


@dataclass(frozen=True)
class Grid:
    """A table with a share of the width for each column. `numeric`: for each column, whether it holds numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    numeric: tuple[bool, ...] = ()
    title: str = ""
    note: str = ""
    kind: str = "grid"


@dataclass(frozen=True)
class Drawing:
    """A drawn chart as SVG of that width and height in parts."""

    title: str
    svg: str
    width: float
    height: float
    alt: str
    kind: str = "drawing"


Piece = Para | Grid | Drawing


def flow(blocks: tuple[Block, ...]) -> tuple[Piece, ...]:
    """Blocks as paragraphs with their numbers; a heading starts those below it anew."""
    found: list[Piece] = []
    counts = [0] * 5
    tables, drawn = 0, 0
    for block in blocks:
        match block:
            case Heading():
                level = min(4, max(1, block.level))
                counts[level] += 1
                counts[level + 1 :] = [0] * (4 - level)
                found.extend(_heading(block, level, counts[level]))
            case Paragraph():
                found.extend(Para((Run(one),)) for one in paragraphs(block.text))
            case Numbered():
                items = [one for item in block.items if (one := clean(item))]
                found.extend(Para((Run(mark(3, at) + one),)) for at, one in enumerate(items, start=1))
            case Table():
                tables += bool(block.title)
                found.append(_grid(block, tables))
            case Chart():
                drawn += 1
                found.append(_drawing(block, drawn))
    return tuple(found)


def _heading(block: Heading, level: int, number: int) -> list[Para]:
    text = mark(level, number) + clean(block.text)
    first, *rest = paragraphs(block.goes_on) or ("",)
    if not first:
        return [Para((Run(text, _FACES[level]),), level)]
    if text[-1] not in "。！？；：":
        text += "。"
    return [Para((Run(text, _FACES[level]), Run(first))), *(Para((Run(one),)) for one in rest)]


def _grid(table: Table, number: int) -> Grid:
    columns = max([len(table.header), *(len(row) for row in table.rows), 1])
    rows = tuple(_row(row, columns) for row in table.rows)
    header = _row(table.header, columns) if table.header else ()
    shares = tuple(max(1, one) for one in table.widths[:columns])
    if len(shares) != columns:
        cells = [[row[at] for row in (*rows, *([header] if header else []))] for at in range(columns)]
        shares = tuple(
            max(3, min(20, *[int(max(map(width, column), default=1)) + 1, 20])) for column in cells
        )
    return Grid(
        header,
        rows,
        shares,
        numeric=tuple(at in table.numeric for at in range(columns)),
        title=f"表{number}\u3000{clean(table.title)}" if table.title else "",
        note=clean(table.note),
    )


def _drawing(chart: Chart, number: int) -> Drawing:
    title = clean(chart.title)
    made = charts.draw(
        [(clean(one.label), one.number, clean(one.shown)) for one in chart.parts], chart.over_time
    )
    alt = clean(chart.alt) or title
    return Drawing(f"图{number}\u3000{title}", made.svg, made.width, made.height, alt)


def _row(cells: tuple[str, ...], columns: int) -> tuple[str, ...]:
    return tuple(clean(one) for one in cells) + ("",) * (columns - len(cells))
