"""The uploaded workbook with its faults marked in place: red where something has to be done, yellow where it was done.

What stands in the cells stays as it was; formulas are kept as texts, so that the file computes nothing any more. The list
of all faults is a sheet of its own, which an upload passes over.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedNameDict
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from sixianghui.directory.roster import cells, columns
from sixianghui.directory.roster.faults import Fault, Level
from sixianghui.directory.roster.opening import Refusal, Unreadable
from sixianghui.directory.roster.wording import say

RED = PatternFill("solid", start_color="F4B6B6")
YELLOW = PatternFill("solid", start_color="FFF2CC")
AUTHOR = "思享汇"
#: So many cells carry a note, and so many of the things that were put right are listed; every cell has its colour.
MOST_NOTES = MOST_MENDED = 2_000
_WIDTHS = (10, 12, 8, 8, 18, 30, 46, 52)


def mark(source: Path, target: IO[bytes], faults: Sequence[Fault]) -> None:
    """Write a marked copy of a defused workbook. Raises `Unreadable` where its styles are too damaged to be kept."""
    with warnings.catch_warnings(), _damaged():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(source, keep_links=False)
    _Marker(book).mark(faults)
    with _damaged():
        book.save(target)


@contextmanager
def _damaged() -> Iterator[None]:
    """What could be read row by row may still be no whole workbook; the library then fails in many ways."""
    try:
        yield
    except Exception as error:
        raise Unreadable(Refusal.BROKEN) from error


class _Marker:
    """Marks one workbook. Colours go by their number in the workbook: a hundred thousand cells are quick that way."""

    def __init__(self, book: openpyxl.Workbook) -> None:
        self.book = book
        self.old = {number for number, fill in enumerate(book._fills) if _is_ours(fill)}
        self.red, self.yellow = book._fills.add(RED), book._fills.add(YELLOW)
        self.wrapped = book._alignments.add(Alignment(wrap_text=True, vertical="top"))

    def mark(self, faults: Sequence[Fault]) -> None:
        """Take what an earlier marking left, and mark anew."""
        book = self.book
        book.defined_names = DefinedNameDict()
        if columns.PROBLEM_SHEET in book.sheetnames:
            del book[columns.PROBLEM_SHEET]
        for sheet in book.worksheets:
            self._quieten(sheet)
        notes: dict[tuple[str, int, int], list[Fault]] = defaultdict(list)
        for fault in faults:
            if fault.row and fault.sheet in book.sheetnames:
                notes[fault.sheet, fault.row, max(fault.column, 1)].append(fault)
        by_weight = sorted(
            notes.items(), key=lambda one: all(fault.level is Level.MENDED for fault in one[1])
        )
        for number, ((name, row, column), found) in enumerate(by_weight):
            self._mark_cell(book[name], row, column, found, with_note=number < MOST_NOTES)
        self._list(faults)

    def _quieten(self, sheet: Worksheet) -> None:
        """Leave nothing that computes or leads elsewhere, nor any mark of ours."""
        sheet._hyperlinks = []
        sheet.conditional_formatting = ConditionalFormattingList()
        choices = sheet.data_validations.dataValidation
        kept = [one for one in choices if "[" not in f"{one.formula1}{one.formula2}"]
        sheet.data_validations.dataValidation = kept
        for cell in sheet._cells.values():
            if _style(cell).fillId in self.old:
                _style(cell).fillId = 0
            if isinstance(cell, MergedCell):
                continue
            if cell.hyperlink is not None:
                cell.hyperlink = None
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.data_type == "f":
                _put(cell, getattr(cell.value, "text", None) or str(cell.value))

    def _mark_cell(
        self, sheet: Worksheet, row: int, column: int, found: list[Fault], *, with_note: bool
    ) -> None:
        cell = sheet.cell(row, column)
        blocks = any(fault.level is Level.FAULT for fault in found)
        _style(cell).fillId = self.red if blocks else self.yellow
        if isinstance(cell, MergedCell):
            area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
            cell = sheet.cell(area.min_row, area.min_col)
        if with_note:
            words = [say(fault) for fault in found]
            text = "\n\n".join(f"{one.label}\n{one.problem}\n{one.remedy}" for one in words)
            cell.comment = Comment(text, AUTHOR, width=320, height=60 + 22 * len(text) // 14)

    def _list(self, faults: Sequence[Fault]) -> None:
        """A sheet with all that has to be mended, and the first of what was put right."""
        sheet = self.book.create_sheet(columns.PROBLEM_SHEET)
        titles = (
            _("要不要改"), _("工作表"), _("行"), _("格"), _("列"), _("现在写的"), _("问题"), _("怎么改"),
        )  # fmt: skip
        for at, (title, width) in enumerate(zip(titles, _WIDTHS, strict=True), start=1):
            head = sheet.cell(1, at)
            _put(head, title)
            head.font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(at)].width = width
        blocking = [one for one in faults if one.level is Level.FAULT]
        mended = [one for one in faults if one.level is Level.MENDED]
        for number, fault in enumerate([*blocking, *mended[:MOST_MENDED]], start=2):
            self._line(sheet, number, fault)
        if len(mended) > MOST_MENDED:
            rest = len(mended) - MOST_MENDED
            text = _("还有 %(rest)s 处已处理，只涂了颜色，没有列在这里。") % {"rest": rest}
            _put(sheet.cell(len(blocking) + MOST_MENDED + 2, 7), text)
        sheet.freeze_panes = "A2"
        self.book.active = len(self.book.sheetnames) - 1

    def _line(self, sheet: Worksheet, number: int, fault: Fault) -> None:
        words = say(fault)
        blocks = fault.level is Level.FAULT
        place = f"{get_column_letter(max(fault.column, 1))}{fault.row}" if fault.row else ""
        texts = (
            _("要改") if blocks else _("已处理"), fault.sheet, fault.row or "", place, fault.title, fault.found,
            words.problem, words.remedy,
        )  # fmt: skip
        for at, text in enumerate(texts, start=1):
            cell = sheet.cell(number, at)
            if isinstance(text, int):
                cell.value = text
            elif text:
                _put(cell, text)
            _style(cell).alignmentId = self.wrapped
        _style(sheet.cell(number, 1)).fillId = self.red if blocks else self.yellow
        if place:
            name = fault.sheet.replace("'", "''")
            sheet.cell(number, 4).hyperlink = Hyperlink(ref=f"D{number}", location=f"'{name}'!{place}")


def _style(cell: Any) -> StyleArray:
    """The numbers by which a cell finds its looks; a cell without any gets its own."""
    if cell._style is None:
        cell._style = StyleArray()
    return cell._style


def _is_ours(fill: Any) -> bool:
    return isinstance(fill, PatternFill) and fill.start_color.rgb in {
        RED.start_color.rgb,
        YELLOW.start_color.rgb,
    }


def _put(cell: Any, text: str) -> None:
    """A text in a cell, whatever it begins with."""
    cell.value = cells.printable(text)
    cell.data_type = "s"
    if text[:1] in "=+-@＝＋－＠":
        cell.quotePrefix = True
