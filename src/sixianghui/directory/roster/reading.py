"""From the cells of the two sheets to rows that mean something. Each row by itself; `judging.py` compares them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sixianghui.directory import rules
from sixianghui.directory.roster import cells, columns, numbers
from sixianghui.directory.roster.faults import Fault, Kind, clipped
from sixianghui.directory.roster.layout import Cell, Line, Survey, Table

LONGEST = {
    "number": 32,
    "name": 40,
    "unit": 160,
    "league_unit": 160,
    "superior": 160,
    "post": 40,
    "short": 20,
}
LONGEST_UNIT = 80
_ABOUT_WORK = {rules.DateFault.EMPLOYED_TOO_YOUNG, rules.DateFault.EMPLOYED_LATER}
_NAME_MARKS = "·•・‧.．'’-() （）"
#: How often progress is told, in rows.
TOLD_EACH = 250


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the roster. An empty text or None: the cell is blank or at fault.

    `party` is a step towards the Party (see `columns.PARTY`) reached on `since`; `league` is None where nothing is said.
    """

    row: int
    number: str = ""
    name: str = ""
    birth: dt.date | None = None
    employed: dt.date | None = None
    unit: str = ""
    party: str = ""
    since: dt.date | None = None
    league: bool | None = None
    league_since: dt.date | None = None
    league_unit: str = ""
    post: str = ""
    phone: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the roster."""

    row: int
    name: str = ""
    short: str = ""
    kind: str = ""
    superior: str = ""


@dataclass
class Reading:
    """All rows of a workbook, what is wrong with them, and where they stand."""

    people: list[PersonRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)

    def at(self, kind: Kind, key: str, row: int, column: str = "", **more: str | int) -> Fault:
        """A fault at a row of one of the sheets, in the column of that name if the sheet has it."""
        table = self.tables[key]
        at = next((at for at, one in table.mapping.items() if one == column), None)
        if at is None:
            return Fault(kind, table.name, row, more=more)
        one = table.by_row[row][at]
        found = clipped(cells.text_of(one.value)) if one and column not in columns.PRIVATE else ""
        return Fault(kind, table.name, row, at + 1, table.title(at), found, more)


Tell = Callable[[int, int], None]


def read(survey: Survey, *, today: dt.date, tell: Tell = lambda done, total: None) -> Reading:
    """Read every row. `tell(done, total)` is called now and then."""
    reading = Reading(faults=list(survey.faults), tables=survey.tables)
    total = sum(1 for table in survey.tables.values() for _ in table.data())
    done = 0
    for key, table in survey.tables.items():
        rows = _Rows(table, survey.is_1904, today, reading.faults)
        for line in table.data():
            done += 1
            if done % TOLD_EACH == 0:
                tell(done, total)
            if rows.is_beside(line):
                continue
            if key == columns.PEOPLE:
                reading.people += rows.person(line)
            else:
                reading.units += rows.unit(line)
    tell(total, total)
    return reading


class _Rows:
    """Reads the rows of one sheet."""

    def __init__(self, table: Table, is_1904: bool, today: dt.date, faults: list[Fault]) -> None:
        self.table, self.is_1904, self.today, self.faults = table, is_1904, today, faults
        self.columns = {key: at for at, key in table.mapping.items()}
        self.row = 0
        self.faulty: set[str] = set()
        self.cells: list[Cell | None] = []
        self.merged: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in table.outline.merged:
            for row in range(max(top, table.header), min(bottom, table.outline.last_row) + 1):
                self.merged.setdefault(row, []).append((left, right))

    def is_beside(self, line: Line) -> bool:
        """Whether a line is no row of the roster: blank where it matters, the header again, an example."""
        self.row, self.cells = line
        self.faulty = set()
        shown = {
            at: cells.plain(one.value, han=True).text
            for at in self.columns.values()
            if (one := self.cells[at])
        }
        if not shown:
            return True
        titles = sum(
            columns.known_title(self.table.key, text) == self.table.mapping[at] for at, text in shown.items()
        )
        if titles >= 2 and 2 * titles > len(shown):
            self.say(Kind.HEADER_AGAIN)
            return True
        if any(
            text.startswith(columns.EXAMPLE) for at, text in shown.items() if at == min(self.columns.values())
        ):
            self.say(Kind.EXAMPLE_ROW)
            return True
        return False

    def person(self, line: Line) -> Iterator[PersonRow]:
        """The person of a row."""
        number, name = self.text("number"), self.text("name", han=True)
        if name and not all(one.isalpha() or one in _NAME_MARKS for one in name):
            name = self.say(Kind.ODD_NAME, "name")
        birth, employed = self.date("birth"), self.date("employed")
        unit, league_unit = self.text("unit", han=True), self.text("league_unit", han=True)
        party, league = self.status()
        since, league_since = self.date("since"), self.date("league_since")
        if party and league and not league_since and not self.has_fault("league_since"):
            self.say(
                Kind.MISSING, "league_since" if "league_since" in self.columns else "league", means="入团日期"
            )
        if not party:
            since, league_since = None, league_since or since
        if not league:
            league_since, league_unit = None, ""
        self.check_dates(birth, employed, since, league_since, party)
        phone = self.checked("phone", Kind.BAD_PHONE, numbers.mobile)
        id_number = self.checked("id_number", Kind.BAD_ID_NUMBER, numbers.id_number)
        if id_number and birth and numbers.born(id_number) != birth:
            id_number = self.say(Kind.BAD_ID_NUMBER, "id_number", birth=birth.isoformat())
        post = self.text("post")
        yield PersonRow(
            self.row,
            number,
            name,
            birth,
            employed,
            unit,
            party,
            since,
            league,
            league_since,
            league_unit,
            post,
            phone,
            id_number,
        )

    def check_dates(
        self,
        birth: dt.date | None,
        employed: dt.date | None,
        since: dt.date | None,
        league_since: dt.date | None,
        party: str,
    ) -> None:
        """Tell the first thing that cannot be true of the dates of a row."""
        for day, status, key in ((since, party, "since"), (league_since, "league_member", "league_since")):
            fault = rules.fault_in_dates(birth, employed, day, status if day else None, today=self.today)
            if fault is not None:
                about = "employed" if fault in _ABOUT_WORK else key if key in self.columns else "since"
                self.say(Kind.DATE_ORDER, about, why=str(fault))
                return

    def unit(self, line: Line) -> Iterator[UnitRow]:
        """The unit of a row."""
        name, short = self.text("name", han=True, longest=LONGEST_UNIT), self.text("short", han=True)
        kind = self.text("kind")
        known = columns.one_of(columns.UNIT_KINDS, kind)
        if kind and not known:
            self.say(Kind.UNKNOWN_KIND, "kind")
        yield UnitRow(self.row, name, short, known, self.text("superior", han=True))

    def status(self) -> tuple[str, bool | None]:
        """Step towards the Party, and whether a League member (None: nothing said), from up to three columns."""
        steps: dict[str, str] = {}
        league: bool | None = None
        neither, bad = "", False
        for key in ("status", "stage"):
            word = self.text(key).replace(" ", "")
            step = columns.one_of(columns.PARTY, word)
            if step:
                steps[step] = key
            elif word in columns.LEAGUE:
                league = True
            elif word in columns.NEITHER:
                neither = key
            elif word:
                bad = True
                self.say(Kind.UNKNOWN_STATUS, key)
        word = self.text("league").replace(" ", "").lower()
        if word in columns.YES or word in columns.LEAGUE:
            league = True
        elif word in columns.NO:
            league = bool(league)
        elif word:
            bad = True
            self.say(Kind.UNKNOWN_WORD, "league")
        if len(steps) > 1:
            self.say(Kind.STATUS_CLASH, "stage")
        elif neither and not steps and not league and not bad:
            self.say(Kind.NOT_IN_SCOPE, neither)
        return next(iter(steps), ""), league

    def text(self, key: str, *, han: bool = False, longest: int = 0) -> str:
        """The text of a column; what was put right or is wrong is told."""
        cell = self.cell(key)
        if cell is None:
            return ""
        found = cells.plain(cell.value, han=han)
        if found.mended:
            self.say(found.mended, key, now=clipped(found.text))
        limit = longest or LONGEST.get(key, 0)
        if limit and len(found.text) > limit:
            return self.say(Kind.TOO_LONG, key, most=limit)
        return found.text

    def date(self, key: str) -> dt.date | None:
        """The date of a column."""
        cell = self.cell(key)
        if cell is None:
            return None
        found = cells.day(cell.value, is_1904=self.is_1904)
        if found.value is not None and found.value > self.today:
            self.say(Kind.DATE_IMPOSSIBLE, key)
            return None
        if found.kind:
            self.say(found.kind, key, **({"now": found.value.isoformat()} if found.value else {}))
        return found.value

    def checked(self, key: str, kind: Kind, check: Callable[[str], str]) -> str:
        """A number that has to pass a check."""
        cell = self.cell(key)
        if cell is None:
            return ""
        if isinstance(cell.value, int | float) and abs(cell.value) >= 1e15:
            return self.say(Kind.NUMBER_LOST, key)
        text = cells.plain(cell.value).text
        return check(text) or self.say(kind, key)

    def cell(self, key: str) -> Cell | None:
        """The cell of a column if it can be read; a missing one that must be there is told."""
        at = self.columns.get(key)
        if at is None:
            return None
        cell = self.cells[at]
        if cell is None:
            if self.table.sheet.column(key).required and not self._is_merged(at + 1):
                self.say(Kind.MISSING, key)
            return None
        if cell.formula or cell.error:
            self.say(Kind.FORMULA if cell.formula else Kind.ERROR_VALUE, key)
            return None
        return cell

    def has_fault(self, key: str) -> bool:
        """Whether something was told of that column in the present row."""
        return key in self.faulty

    def say(self, kind: Kind, key: str = "", **more: str | int) -> str:
        """Tell a fault of the present row; the empty text stands for what cannot be used."""
        self.faulty.add(key)
        at = self.columns.get(key)
        cell = self.cells[at] if at is not None else None
        self.faults.append(
            Fault(
                kind,
                self.table.name,
                self.row,
                0 if at is None else at + 1,
                self.table.title(at) if at is not None else "",
                clipped(cells.text_of(cell.value)) if cell and key not in columns.PRIVATE else "",
                more,
            )
        )
        return ""

    def _is_merged(self, column: int) -> bool:
        return any(left <= column <= right for left, right in self.merged.get(self.row, ()))
