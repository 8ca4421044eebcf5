"""The uploaded workbook with its faults marked in place: red where something has to be done, yellow where it was done.

What stands in the cells stays as it was; formulas are kept as texts, so that the file computes nothing any more. The list
of all faults is a sheet of its own, which an upload passes over.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedNameDict
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from sixianghui.directory.roster import cells, columns
from sixianghui.directory.roster.faults import Fault, Level
from sixianghui.directory.roster.wording import say

RED = PatternFill("solid", start_color="F4B6B6")
YELLOW = PatternFill("solid", start_color="FFF2CC")
#: So many cells carry a note; every fault is in the list, and every cell has its colour.
MOST_NOTES = 2_000
_WIDTHS = (10, 12, 8, 8, 18, 30, 46, 52)


def mark(source: Path, target: IO[bytes], faults: Sequence[Fault]) -> None:
    """Write a marked copy of a defused workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(source, keep_links=False)
    book.defined_names = DefinedNameDict()
    if columns.PROBLEM_SHEET in book.sheetnames:
        del book[columns.PROBLEM_SHEET]
    for sheet in book.worksheets:
        _quieten(sheet)
    notes: dict[tuple[str, int, int], list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.row and fault.sheet in book.sheetnames:
            notes[fault.sheet, fault.row, max(fault.column, 1)].append(fault)
    by_weight = sorted(notes.items(), key=lambda one: all(fault.level is Level.MENDED for fault in one[1]))
    for number, ((name, row, column), found) in enumerate(by_weight):
        _mark_cell(book[name], row, column, found, with_note=number < MOST_NOTES)
    _list(book, faults)
    book.save(target)


def _quieten(sheet: Worksheet) -> None:
    """Leave nothing that computes or leads elsewhere."""
    sheet._hyperlinks = []
    sheet.conditional_formatting = ConditionalFormattingList()
    kept = [
        one for one in sheet.data_validations.dataValidation if "[" not in f"{one.formula1}{one.formula2}"
    ]
    sheet.data_validations.dataValidation = kept
    for cell in sheet._cells.values():
        if isinstance(cell, MergedCell):
            continue
        if cell.hyperlink is not None:
            cell.hyperlink = None
        if cell.data_type == "f":
            _put(cell, getattr(cell.value, "text", None) or str(cell.value))


def _put(cell: Any, text: str) -> None:
    """A text in a cell, whatever it begins with."""
    cell.value = cells.printable(text)
    cell.data_type = "s"
    if text[:1] in "=+-@＝＋－＠":
        cell.quotePrefix = True


def _mark_cell(sheet: Worksheet, row: int, column: int, found: list[Fault], *, with_note: bool) -> None:
    cell = sheet.cell(row, column)
    blocks = any(fault.level is Level.FAULT for fault in found)
    cell.fill = RED if blocks else YELLOW
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(area.min_row, area.min_col)
    if with_note:
        words = [say(fault) for fault in found]
        text = "\n".join(f"{one.label}\n{one.problem}\n{one.remedy}" for one in words)
        cell.comment = Comment(text, _("思享汇"), width=320, height=60 + 22 * len(text) // 14)


def _list(book: openpyxl.Workbook, faults: Sequence[Fault]) -> None:
    sheet = book.create_sheet(columns.PROBLEM_SHEET)
    titles = (
        _("要不要改"), _("工作表"), _("行"), _("格"), _("列"), _("现在写的"), _("问题"), _("怎么改"),
    )  # fmt: skip
    for at, (title, width) in enumerate(zip(titles, _WIDTHS, strict=True), start=1):
        head = sheet.cell(1, at)
        _put(head, title)
        head.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, fault in enumerate(sorted(faults, key=lambda one: one.level is Level.MENDED), start=2):
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
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(number, 1).fill = RED if blocks else YELLOW
        if place:
            name = fault.sheet.replace("'", "''")
            sheet.cell(number, 4).hyperlink = Hyperlink(ref=f"D{number}", location=f"'{name}'!{place}")
    sheet.freeze_panes = "A2"
    book.active = len(book.sheetnames) - 1
