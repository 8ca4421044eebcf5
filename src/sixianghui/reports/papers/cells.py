"""Cells of a sheet, each with its type: text is text, whatever it begins with."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from openpyxl.styles import Alignment

from sixianghui.common import sheets
from sixianghui.common.time import SHANGHAI

Value = str | int | dt.date | dt.datetime | None

#: The longest text that a cell holds.
LONGEST = 32_767
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
#: A sheet keeps 15 digits; what begins with a nought is a number of something, and no number.
_WHOLE = re.compile(r"0|[1-9]\d{0,14}")


def text(content: str) -> str:
    """What a cell can hold of a text."""
    return sheets.printable(content)[:LONGEST]


def put(cell: Any, value: Value) -> Any:
    """Fill a cell. A text is typed as text, and stays so when somebody edits it."""
    if value is None:
        return cell
    if isinstance(value, str):
        content = text(value)
        cell.value = content
        cell.data_type = "s"
        cell.number_format = "@"
        if sheets.is_like_a_formula(content):
            cell.quotePrefix = True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell
    cell.value = value
    if isinstance(value, dt.datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.number_format = "#,##0"
    cell.alignment = Alignment(vertical="top")
    return cell


def number(value: int | None, shown: str) -> Value:
    """The number where it may be said, else what may be said."""
    return shown if value is None else value


def local(moment: dt.datetime) -> dt.datetime:
    """The moment as clocks in Shanghai show it, to the second; a sheet knows no zones."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)


def typed(rows: Sequence[Sequence[str]], columns: int) -> Iterator[tuple[Value, ...]]:
    """Rows of texts with days and numbers as such, where a whole column holds nothing else."""
    readers = [_reader([row[at] for row in rows if at < len(row) and row[at]]) for at in range(columns)]
    for row in rows:
        yield tuple((read(cell) if cell else None) for read, cell in zip(readers, row, strict=False))


def width(value: Value) -> float:
    """About how many characters of a sheet a value is wide."""
    if isinstance(value, dt.datetime):
        return 16
    if isinstance(value, dt.date):
        return 10
    longest = max(str("" if value is None else value).split("\n"), key=len)
    return sum(2.0 if unicodedata.east_asian_width(one) in "WFA" else 1.0 for one in longest[:60])


def _reader(column: list[str]) -> Callable[[str], Value]:
    for pattern, read in ((_DAY, dt.date.fromisoformat), (_MOMENT, dt.datetime.fromisoformat), (_WHOLE, int)):
        if column and all(pattern.fullmatch(one) for one in column) and _readable(column, read):
            return read
    return str


def _readable(column: list[str], read: Callable[[str], Value]) -> bool:
    try:
        return all(read(one) is not None for one in column)
    except ValueError:
        return False
