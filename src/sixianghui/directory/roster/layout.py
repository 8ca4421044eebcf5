"""Where in a workbook the roster stands: its sheets, their header rows, and which column means what.

`survey` opens the safe copy and looks at every sheet; the answer says for each of the two sheets where it is, and what
is wrong with how it is laid out. Columns may be mapped by hand instead of by their titles.
"""

from __future__ import annotations

import functools
import itertools
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sixianghui.directory.roster import columns, numbers
from sixianghui.directory.roster.cells import plain, text_of
from sixianghui.directory.roster.faults import Fault, Kind, clipped
from sixianghui.directory.roster.opening import Defused, Outline, Refusal, Unreadable

#: A header is looked for in so many rows from the top.
HEADER_WITHIN = 20

#: Sheet → position of the column from 0 → key of the column, or an empty text for one that is not read.
ByHand = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. `formula`: it is computed, `value` is then the formula; `error`: it shows an error."""

    value: object
    formula: bool = False
    error: bool = False


Line = tuple[int, list[Cell | None]]


@dataclass(eq=False)
class Table:
    """One sheet of the workbook: its lines with something in them, and where the header is."""

    name: str
    outline: Outline
    lines: list[Line]
    key: str = ""
    header: int = 0
    titles: list[str] = field(default_factory=list)
    mapping: dict[int, str] = field(default_factory=dict)
    #: The mapping with both of two columns that mean the same, of which `mapping` has the first.
    wanted: dict[int, str] = field(default_factory=dict)

    @functools.cached_property
    def by_row(self) -> dict[int, list[Cell | None]]:
        """The lines by their number."""
        return dict(self.lines)

    @property
    def sheet(self) -> columns.Sheet:
        """Which of the two sheets it is."""
        return next(one for one in columns.SHEETS if one.key == self.key)

    def title(self, at: int) -> str:
        """The title of the column at a position from 0, or its letter."""
        found = self.titles[at].rstrip("*＊ ") if at < len(self.titles) else ""
        return found or get_column_letter(at + 1)

    def shown(self, at: int, samples: Iterable[list[Cell | None]]) -> list[str]:
        """What stands in a column of some lines, short; of a private column nothing."""
        if self.wanted.get(at) in columns.PRIVATE:
            return []
        return [clipped(text_of(cell.value)) for cells in samples if (cell := cells[at]) is not None]

    def data(self) -> Iterator[Line]:
        """The lines below the header."""
        return (line for line in self.lines if line[0] > self.header)


@dataclass
class Survey:
    """What was found in a workbook."""

    tables: dict[str, Table]
    faults: list[Fault]
    is_1904: bool


def survey(
    path: Path, defused: Defused, *, allowed: Iterable[str] = (), mapping: ByHand | None = None
) -> Survey:
    """Look at a defused workbook. `allowed`: the private columns that are switched on.

    Raises `Unreadable` for a workbook without a roster, and for one with private columns that are not switched on.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables, hidden, is_1904 = _open(path, defused)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(Refusal.BROKEN) from error
    _refuse_private([*tables, *hidden], frozenset(allowed))
    faults = [Fault(Kind.HIDDEN_SHEET, table.name) for table in hidden]
    if defused.had_links:
        faults.append(Fault(Kind.FAR_LINKS))
    chosen = _choose(tables, faults)
    if not chosen:
        raise Unreadable(Refusal.NO_SHEET)
    for key, table in chosen.items():
        _map(table, (mapping or {}).get(key))
        faults += _layout_faults(table)
    if is_1904:
        faults.append(Fault(Kind.DATE_1904))
    return Survey(chosen, faults, is_1904)


def _open(path: Path, defused: Defused) -> tuple[list[Table], list[Table], bool]:
    """All sheets with something in them, visible and hidden, and whether days are counted from 1904."""
    book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    try:
        seen: list[Table] = []
        hidden: list[Table] = []
        for sheet in book.worksheets:
            outline = defused.outlines.get(sheet._worksheet_path)
            if (
                outline is None
                or not outline.rows
                or sheet.title in {columns.GUIDE_SHEET, columns.PROBLEM_SHEET}
            ):
                continue
            table = Table(sheet.title, outline, list(_lines(sheet, outline)))
            (seen if sheet.sheet_state == "visible" else hidden).append(table)
        return seen, hidden, book.epoch == CALENDAR_MAC_1904
    finally:
        book.close()


def _lines(sheet: Any, outline: Outline) -> Iterator[Line]:
    rows = sheet.iter_rows(min_row=1, max_row=outline.last_row, min_col=1, max_col=outline.last_column)
    for number, row in enumerate(rows, start=1):
        cells = [_cell(one) for one in row]
        if any(cells):
            yield number, cells


def _cell(one: Any) -> Cell | None:
    value = one.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if one.data_type == "f" or isinstance(value, ArrayFormula | DataTableFormula):
        return Cell(getattr(value, "text", None) or str(value), formula=True)
    if isinstance(value, str) and value.lstrip().startswith(("=", "＝")):
        return Cell(value, formula=True)
    return Cell(value, error=one.data_type == "e")


def _refuse_private(tables: list[Table], allowed: frozenset[str]) -> None:
    """Raise for titles and contents that belong to columns which are switched off."""
    off = [key for key in columns.PRIVATE if key not in allowed]
    found: dict[str, None] = {}
    for table in tables:
        for _, cells in itertools.takewhile(lambda line: line[0] <= HEADER_WITHIN, table.lines):
            for cell in cells:
                title = plain(cell.value, han=True).text if cell else ""
                if title and columns.known_title(columns.PEOPLE, title) in off:
                    found[clipped(title)] = None
        if "id_number" in off and not found:
            found |= {"身份证号": None} if any(map(numbers.holds_id_number, _texts(table))) else {}
        if "phone" in off and not found:
            found |= {"手机号": None} if _holds_mobiles(table) else {}
    if found:
        raise Unreadable(Refusal.PRIVATE_COLUMNS, "、".join(found))


def _texts(table: Table) -> Iterator[str]:
    for _, cells in table.lines:
        for cell in cells:
            if cell and isinstance(cell.value, str | int) and len(text := str(cell.value)) >= 18:
                yield text


def _holds_mobiles(table: Table) -> bool:
    """Whether half of a column or more are mobile numbers, whatever its title says."""
    for at in range(table.outline.last_column):
        column = [cells[at] for _, cells in table.lines if cells[at] is not None]
        mobiles = sum(bool(numbers.mobile(text_of(cell.value))) for cell in column if cell)
        if mobiles >= 3 and 2 * mobiles >= len(column):
            return True
    return False


def _choose(tables: list[Table], faults: list[Fault]) -> dict[str, Table]:
    """Which sheet is which: by its name, or else by its header."""
    chosen: dict[str, Table] = {}
    spoken_of: list[Table] = []
    for sheet in columns.SHEETS:
        left = [table for table in tables if table not in spoken_of]
        fitting = [table for table in left if _header(table, sheet) is not None]
        named = next((table for table in left if table.name.strip() == sheet.title), None)
        if named is not None and named not in fitting:
            faults.append(Fault(Kind.NO_HEADER, named.name))
            spoken_of.append(named)
            continue
        first = named or max(fitting, key=lambda table: _rate(table, sheet), default=None)
        if first is None:
            continue
        first.key, chosen[sheet.key] = sheet.key, first
        more = {"first": first.name}
        faults += [Fault(Kind.SECOND_SHEET, table.name, more=more) for table in fitting if table is not first]
        spoken_of += fitting
    faults += [Fault(Kind.OTHER_SHEET, table.name) for table in tables if table not in spoken_of]
    return chosen


def _rate(table: Table, sheet: columns.Sheet) -> tuple[int, int]:
    """How many titles of the sheet the best header has, and how early it stands."""
    row, known = _header(table, sheet) or (0, 0)
    return known, -row


def _header(table: Table, sheet: columns.Sheet) -> tuple[int, int] | None:
    """(row, number of known titles) of the best header: two titles at least, and that of the name among them."""
    best: tuple[int, int] | None = None
    for row, cells in table.lines:
        if row > HEADER_WITHIN:
            break
        keys = {columns.known_title(sheet.key, title) for title in _titles(cells)} - {""}
        fits = len(keys) >= 2 and (table.name.strip() == sheet.title or "name" in keys)
        if fits and (best is None or len(keys) > best[1]):
            best = row, len(keys)
    return best


def _titles(cells: list[Cell | None]) -> list[str]:
    return [plain(cell.value, han=True).text if cell else "" for cell in cells]


def _map(table: Table, by_hand: Mapping[int, str] | None) -> None:
    found = _header(table, table.sheet)
    if found is None:
        raise LookupError(f"{table.name} was chosen without a header")
    table.header = found[0]
    table.titles = next(_titles(cells) for row, cells in table.lines if row == table.header)
    table.mapping = columns.guess(table.key, table.titles)
    known = {column.key for column in table.sheet.columns}
    for at, key in (by_hand or {}).items():
        table.mapping.pop(at, None)
        if key in known and 0 <= at < len(table.titles):
            table.mapping[at] = key
    table.mapping = dict(sorted(table.mapping.items()))
    table.wanted = dict(table.mapping)


def _layout_faults(table: Table) -> Iterator[Fault]:
    if table.header > 1:
        yield Fault(Kind.HEADER_MOVED, table.name, table.header)
    first: dict[str, int] = {}
    for at, key in list(table.mapping.items()):
        if key in first:
            more = {"first": table.title(first[key]), "means": table.sheet.column(key).title}
            yield Fault(Kind.COLUMN_TWICE, table.name, table.header, at + 1, table.title(at), more=more)
            del table.mapping[at]
        else:
            first[key] = at
    for column in table.sheet.columns:
        if column.required and column.key not in first:
            yield Fault(Kind.COLUMN_MISSING, table.name, table.header, more={"means": column.title})
    yield from _merged(table)
    yield from _hidden(table)


def _merged(table: Table) -> Iterator[Fault]:
    outline = table.outline
    for top, left, bottom, right in outline.merged:
        if bottom < table.header or top > outline.last_row or left > outline.last_column:
            continue
        area = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        row = max(top, table.header)
        yield Fault(Kind.MERGED, table.name, row, left, table.title(left - 1), more={"area": area})


def _hidden(table: Table) -> Iterator[Fault]:
    rows = [row for row, _ in table.data() if row in table.outline.hidden_rows]
    for first, last in _runs(rows):
        yield Fault(Kind.HIDDEN_ROW, table.name, first, more={"last": last})
    for at in range(len(table.titles)):
        if any(low <= at + 1 <= high for low, high in table.outline.hidden_columns):
            yield Fault(Kind.HIDDEN_COLUMN, table.name, table.header, at + 1, table.title(at))


def _runs(numbers_: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of numbers that follow each other, as (first, last)."""
    for _, group in itertools.groupby(enumerate(numbers_), key=lambda one: one[1] - one[0]):
        run = [number for _, number in group]
        yield run[0], run[-1]
