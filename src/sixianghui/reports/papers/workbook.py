"""A report as XLSX: what it is, its numbers, and a sheet for every table. Numbers are numbers, days are days, and no text
is ever a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sixianghui.reports.papers import cells, zipped
from sixianghui.reports.papers.cells import Value
from sixianghui.reports.papers.paper import Paper
from sixianghui.reports.rules import frozen

_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
#: Excel's own limit for the name of a sheet.
_NAME_LENGTH = 31
_WIDEST, _NARROWEST = 44, 8


@dataclass(frozen=True)
class Sheet:
    """A table: its name, the titles of its columns, its rows, and a line below them."""

    name: str
    titles: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    note: str = ""


def written(paper: Paper) -> bytes:
    """The file, the same bytes each time."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    book.remove(first)
    used: set[str] = set()
    for sheet in sheets(paper):
        _write(book.create_sheet(_named(sheet.name, used)), sheet)
    about = book.properties
    about.title, about.creator = cells.text(paper.content.title), cells.text(paper.content.organ)
    about.created = about.modified = paper.published_at.replace(tzinfo=None, microsecond=0)
    target = io.BytesIO()
    book.save(target)
    return zipped.again(target.getvalue(), paper.published_at)


def sheets(paper: Paper) -> Iterator[Sheet]:
    """Every sheet of the file, in its order."""
    yield Sheet("说明", ("项目", "内容"), [*paper.about, *_READING])
    yield Sheet("数字", _NUMBERS, list(_numbers(paper)))
    entries = paper.shown.entries
    for block in paper.shown.blocks:
        match block:
            case frozen.Figures(title, places):
                rows = [
                    (one.label, cells.number(one.value, one.shown), one.measure, one.scope_label)
                    for one in (entries[place] for place in places)
                ]
                yield Sheet(title or "数字表", ("名称", "数", "单位", "范围"), rows)
            case frozen.Breakdown():
                found = [(cell.label, cells.number(cell.number, cell.shown)) for cell in block.cells]
                whole = entries[block.entry]
                found.append(("合计", cells.number(whole.value, whole.shown)))
                yield Sheet(block.title, (block.by_label, f"数（{whole.measure}）"), found)
            case frozen.Listing():
                note = f"还有 {block.more} 行没有列出，见网上这个数的依据。" if block.more else ""
                listed = list(cells.typed(block.rows, len(block.columns)))
                yield Sheet(block.title, block.columns, listed, note)


_NUMBERS = (
    "序号", "名称", "数", "单位", "显示为", "怎么数的", "范围", "截至", "口径名称", "口径版本", "范围代码",
    "记录的摘要", "依据",
)  # fmt: skip
_READING = (
    ("怎么看", "“数字”一页是报告里的每一个数；后面每一页是报告里的一张表。"),
    ("不能说的数", "少于5的数，或者会让人推出少于5的数，这里写的是能说的话，不是数。"),
)


def _numbers(paper: Paper) -> Iterator[tuple[Value, ...]]:
    as_of = cells.local(paper.content.as_of)
    for place, one in enumerate(paper.shown.entries, start=1):
        yield (
            place, one.label, one.value, one.measure, one.shown, one.sentence, one.scope_label, as_of, one.figure,
            one.version, one.scope, one.digest or None, paper.evidence(one),
        )  # fmt: skip


def _write(sheet: Worksheet, it: Sheet) -> None:
    for column, title in enumerate(it.titles, start=1):
        cell = cells.put(sheet.cell(1, column), title)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for line, row in enumerate(it.rows, start=2):
        for column, value in enumerate(row, start=1):
            cells.put(sheet.cell(line, column), value)
    if it.note:
        cells.put(sheet.cell(len(it.rows) + 2, 1), it.note).alignment = Alignment(wrap_text=False)
    for column in range(1, len(it.titles) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _wide(it, column - 1)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if len(it.titles) > 4 else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def _wide(it: Sheet, column: int) -> float:
    longest = max(
        (cells.width(row[column]) for row in (it.titles, *it.rows[:200]) if column < len(row)), default=0
    )
    return max(_NARROWEST, min(_WIDEST, longest + 2))


def _named(title: str, used: set[str]) -> str:
    """A name that a sheet may have and no other has."""
    bare = _NAME.sub(" ", cells.text(title)).strip()[:_NAME_LENGTH] or "表"
    name, again = bare, 2
    while name.casefold() in used:
        name, again = f"{bare[: _NAME_LENGTH - 3]} {again}", again + 1
    used.add(name.casefold())
    return name
