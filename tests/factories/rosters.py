"""Invented rosters as workbooks, faults planted in them at known places, and the same faults mended again."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel
from openpyxl.worksheet.worksheet import Worksheet

from sixianghui.directory.roster.faults import Kind

ROOT = "样例科技党委"
TITLES = (
    "编号",
    "姓名*",
    "出生日期",
    "参加工作日期",
    "所在组织*",
    "政治面貌*",
    "党员发展阶段",
    "团员",
    "该身份起算日期*",
    "入团日期",
    "所在团组织",
    "职务",
)
UNIT_TITLES = ("名称*", "简称", "类型*", "上级组织")
NUMBER, NAME, BIRTH, EMPLOYED, UNIT, STATUS, STAGE, LEAGUE, SINCE, LEAGUE_SINCE, LEAGUE_UNIT, POST = range(
    1, 13
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_FIRST = "安邦昌达恩风光海嘉凯岚明宁鹏青荣山涛威翔"
_SECOND = "宝成东飞刚浩健俊坤亮民楠平强瑞胜伟晓远正"
_STATUSES = ("中共党员", "预备党员", "发展对象", "入党积极分子", "入党申请人", "共青团员", "both")

Values = list[Any]


@dataclass
class Roster:
    """The true contents of a roster: the rows of its two sheets, the first of each being row 2."""

    people: list[Values]
    units: list[Values]

    def book(self) -> openpyxl.Workbook:
        """As a workbook with nothing wrong."""
        book = openpyxl.Workbook()
        people = book.active
        assert people is not None
        people.title = "人员"
        for line in (TITLES, *self.people):
            people.append(list(line))
        units = book.create_sheet("组织")
        for line in (UNIT_TITLES, *self.units):
            units.append(list(line))
        return book

    def row(self, sheet: str, number: int) -> Values:
        """The true values of a row as it is numbered in the workbook."""
        return (self.people if sheet == "人员" else self.units)[number - 2]


def a_roster(people: int) -> Roster:
    """So many people in branches of at most a hundred, the branches under general branches of five."""
    branches = -(-people // 100)
    units: list[Values] = []
    for number in range(1, branches + 1):
        if number % 5 == 1:
            general = f"第{number // 5 + 1}党总支"
            units.append([general, general, "党总支", ROOT])
        units.append([f"样例第{number}党支部", f"样例{number}支部", "党支部", general])
    return Roster([_person(at, f"样例第{at // 100 + 1}党支部") for at in range(people)], units)


def _person(at: int, unit: str) -> Values:
    name = _SURNAMES[at % 32] + _FIRST[at // 32 % 20] + _SECOND[at // 640 % 20]
    birth = dt.date(1970, 1, 1) + dt.timedelta(days=at * 37 % 8000)
    status = _STATUSES[at % 7]
    joined, started = _later(birth, 25), _later(birth, 22)
    both = status == "both"
    return [
        f"A{at:05d}" if at % 3 else None,
        name,
        birth,
        started,
        unit,
        "共青团员" if both else status,
        "入党积极分子" if both else None,
        "是" if both else None,
        _later(birth, 15) if status == "共青团员" else joined,
        _later(birth, 15) if both else None,
        None,
        None,
    ]


def _later(day: dt.date, years: int) -> dt.date:
    return dt.date(day.year + years, day.month, min(day.day, 28))


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as a file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@dataclass
class Planter:
    """Plants faults in a workbook, each kind as often as asked, and remembers where."""

    roster: Roster
    book: openpyxl.Workbook
    planted: list[tuple[Kind, str, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Places far from each other and from the ends, so that no fault touches another.
        self._rows: Iterator[int] = iter(range(5, len(self.roster.people), 5))

    @property
    def people(self) -> Worksheet:
        return self.book["人员"]

    @property
    def units(self) -> Worksheet:
        return self.book["组织"]

    def put(
        self,
        kind: Kind,
        column: int,
        change: Callable[[Any], Any],
        *,
        when: Callable[[Values], bool] = lambda row: True,
    ) -> None:
        """Change one cell of the next free row that fits."""
        row = next(row for row in self._rows if when(self.roster.row("人员", row)))
        cell = self.people.cell(row, column)
        cell.value = change(cell.value)
        cell.number_format = "General"
        self.planted.append((kind, "人员", row, column))

    def pair(self, kind: Kind, column: int, change: Callable[[int, int], None]) -> None:
        """Change a row so that it clashes with the one before it."""
        row = next(
            row
            for row in self._rows
            if self.roster.row("人员", row)[4] == self.roster.row("人员", row - 1)[4]
        )
        change(row - 1, row)
        self.planted.append((kind, "人员", row, column))


def plant_fifty(roster: Roster) -> tuple[openpyxl.Workbook, list[tuple[Kind, str, int, int]]]:
    """A workbook with fifty faults of twenty kinds; it counts its days from 1904, which is one of them."""
    book = roster.book()
    book.epoch = CALENDAR_MAC_1904
    planter = Planter(roster, book)
    put, pair, people, units = planter.put, planter.pair, planter.people, planter.units
    planter.planted.append((Kind.DATE_1904, "", 0, 0))

    def numbered(row: Values) -> bool:
        return bool(row[0])

    put(
        Kind.FULL_WIDTH,
        NUMBER,
        lambda value: value.translate({ord("0") + n: ord("０") + n for n in range(10)}),
        when=numbered,
    )
    put(Kind.FULL_WIDTH, NUMBER, lambda value: "Ａ" + value[1:], when=numbered)
    put(
        Kind.FULL_WIDTH, UNIT, lambda value: value.translate({ord("0") + n: ord("０") + n for n in range(10)})
    )
    put(Kind.FULL_WIDTH, BIRTH, lambda value: f"１９{value:%y-%m-%d}")
    for spelling in (
        "{0:%Y-%m-%d}",
        "{0:%Y.%m.%d}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}/{0.month}/{0.day}",
        "{0:%Y%m%d}",
    ):
        put(Kind.DATE_TEXT, BIRTH, spelling.format)
    for column in (BIRTH, EMPLOYED, SINCE):
        put(Kind.DATE_SERIAL, column, lambda value: int(to_excel(value, CALENDAR_MAC_1904)))
    put(Kind.SPACES, NAME, lambda value: f"{value} ")
    put(Kind.SPACES, NAME, lambda value: f"{value[0]}　{value[1:]}")
    put(Kind.SPACES, NAME, lambda value: f"\u200b{value}")
    put(Kind.SPACES, UNIT, lambda value: f"\u00a0{value}")
    put(Kind.SPACES, STATUS, lambda value: f"{value}\n")
    for at in range(4):
        put(Kind.UNKNOWN_UNIT, UNIT, lambda value, at=at: f"样例第{9000 + at}党支部")
    for column, formula in ((NAME, '="张"&"三"'), (BIRTH, "=C2+1"), (UNIT, "=E2"), (SINCE, "=TODAY()")):
        put(Kind.FORMULA, column, lambda value, formula=formula: formula)
    put(Kind.MISSING, NAME, lambda value: None)
    put(Kind.MISSING, STATUS, lambda value: "  ")
    put(Kind.DATE_UNCLEAR, BIRTH, lambda value: "九十年代初")
    put(Kind.DATE_IMPOSSIBLE, BIRTH, lambda value: "1990-02-30")
    put(Kind.UNKNOWN_STATUS, STATUS, lambda value: "先进分子")
    put(Kind.NOT_IN_SCOPE, STATUS, lambda value: "群众", when=lambda row: row[5] == "中共党员")

    def under_one_number(first: int, later: int) -> None:
        people.cell(first, NUMBER).value = people.cell(later, NUMBER).value = f"B{first:05d}"

    def alike(first: int, later: int) -> None:
        same_row(first, later)
        name = people.cell(first, NAME).value
        people.cell(later, NAME).value = name[:2] + ("宝" if name[2] != "宝" else "成")
        people.cell(later, NUMBER).value = None

    def same_name(first: int, later: int) -> None:
        people.cell(later, NAME).value = people.cell(first, NAME).value
        people.cell(later, NUMBER).value = people.cell(later, BIRTH).value = None

    def same_row(first: int, later: int) -> None:
        for column in range(1, len(TITLES) + 1):
            people.cell(later, column).value = people.cell(first, column).value

    for clash in (under_one_number, under_one_number):
        pair(Kind.ONE_PERSON_TWO_NAMES, NUMBER, clash)
    for clash in (alike, alike):
        pair(Kind.ONE_PERSON_TWO_NAMES, NAME, clash)
    for _ in range(3):
        pair(Kind.TWO_PERSONS_ONE_NAME, NAME, same_name)
    for _ in range(2):
        pair(Kind.ROW_TWICE, NAME, same_row)

    def merge(first: int, later: int) -> None:
        people.merge_cells(start_row=first, end_row=later, start_column=UNIT, end_column=UNIT)

    for _ in range(3):
        pair(Kind.MERGED, UNIT, merge)
        kind, sheet, row, column = planter.planted.pop()
        planter.planted.append((kind, sheet, row - 1, column))
    for row in itertools.islice(planter._rows, 2):
        people.row_dimensions[row].hidden = True
        planter.planted.append((Kind.HIDDEN_ROW, "人员", row, 0))
    people.column_dimensions["L"].hidden = True
    planter.planted.append((Kind.HIDDEN_COLUMN, "人员", 1, POST))
    for row in (
        [at + 2 for at, unit in enumerate(roster.units) if unit[2] == "党总支"][:2]
        if len(roster.units) > 7
        else [2]
    ):
        units.cell(row, 4).value = units.cell(row + 1, 1).value
        planter.planted.append((Kind.CIRCULAR_UNIT, "组织", row, 4))
    hidden = book.create_sheet("去年的")
    hidden.append(["姓名", "所在组织"])
    hidden.sheet_state = "hidden"
    planter.planted.append((Kind.HIDDEN_SHEET, "去年的", 0, 0))
    while len(planter.planted) < 50:
        put(Kind.SPACES, NAME, lambda value: f" {value}")
    return book, sorted(planter.planted, key=lambda one: (one[1], one[2], one[3], one[0]))


def mend(marked: bytes, roster: Roster) -> bytes:
    """Do what the list of faults in a marked file asks for, and nothing else."""
    book = openpyxl.load_workbook(io.BytesIO(marked))
    for sheet, row in {
        (line[1], line[2]) for line in book["问题清单"].iter_rows(min_row=2, values_only=True)
    }:
        if sheet == "去年的":
            if sheet in book.sheetnames:
                del book[sheet]
            continue
        if not row:
            book.epoch = CALENDAR_WINDOWS_1900
            continue
        page = book[sheet]
        for area in [area for area in page.merged_cells.ranges if area.min_row == row]:
            page.unmerge_cells(area.coord)
            for below in range(area.min_row + 1, area.max_row + 1):
                _restore(page, below, roster)
        page.row_dimensions[row].hidden = False
        if row == 1:
            for letter in list(page.column_dimensions):
                page.column_dimensions[letter].hidden = False
        else:
            _restore(page, row, roster)
            if page.title == "人员" and (other := _other_row(book, row)):
                _restore(page, other, roster)
    return saved(book)


def _other_row(book: openpyxl.Workbook, row: int) -> int:
    """The row above, where the list says that two rows share a number: both were given one."""
    above = {(line[2], line[4]) for line in book["问题清单"].iter_rows(min_row=2, values_only=True)}
    return row - 1 if (row, "编号") in above else 0


def _restore(page: Worksheet, row: int, roster: Roster) -> None:
    for column, value in enumerate(roster.row(page.title, row), start=1):
        cell = page.cell(row, column)
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"


def cells(content: bytes, sheet: str = "人员") -> list[tuple[str, ...]]:
    """The cells of a sheet below its header as texts, days as 1990-05-03, in the order of their contents."""
    rows = openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(min_row=2, values_only=True)
    return sorted(tuple(str(value or "").removesuffix(" 00:00:00") for value in row) for row in rows)
