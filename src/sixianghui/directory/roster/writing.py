"""Rosters as workbooks going out: the template, and an export with the same columns.

Every cell is typed: a text is never a formula, a day is a day. The titles are Chinese in every language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sixianghui.directory.roster import cells, columns
from sixianghui.directory.roster.columns import Column, Holds, Sheet
from sixianghui.directory.roster.opening import MOST_ROWS

Row = Mapping[str, str | dt.date | None]

DAY_FORMAT, TEXT_FORMAT = "yyyy-mm-dd", "@"
_WIDTHS = {Holds.DATE: 15, Holds.UNIT: 28, Holds.NAME: 14, Holds.CHOICE: 15, Holds.TEXT: 15}
_HEAD_FONT = Font(bold=True, color="1F1B18")
_HEAD_FILL = PatternFill("solid", start_color="F3ECE0")
_MUST_FILL = PatternFill("solid", start_color="F6DEDD")
_LINE = Border(bottom=Side("thin", color="B08A3E"))
_WRAP = Alignment(wrap_text=True, vertical="top")

_CHOICES = {
    (columns.PEOPLE, "status"): [*(words[0] for words in columns.PARTY.values()), columns.LEAGUE[0]],
    (columns.PEOPLE, "stage"): [columns.PARTY[step][0] for step in columns.STEPS[:3]],
    (columns.PEOPLE, "league"): [columns.YES[0], columns.NO[0]],
    (columns.UNITS, "kind"): [columns.UNIT_KINDS[kind][0] for kind in columns.NEW_KINDS],
}

GUIDE = (
    "名册怎么填",
    "一、“人员”表一行写一个人：和党组织、团组织有关系的人，还有递交过入党申请书的人。群众不写，只在平台上记人数。",
    "二、列名带 * 的必须填。列的次序可以换，多出来的列不读。",
    "三、“编号”是单位自己编的号，可以空着。同一个组织里有同名的人，请写上编号或出生日期，才分得清。",
    "四、日期写成 1990-05-03 这样，年、月、日都要有。",
    "五、“所在组织”写全称，要和“组织”表里的名称一样。名称有重的，前面写上级，用斜线隔开：样例科技党委/第一党支部。",
    "六、既是团员、又在入党路上的人：“政治面貌”写共青团员，“党员发展阶段”写入党申请人、入党积极分子或发展对象，“该身份起算日期”写到这个阶段的日期，“入团日期”写哪天入的团；团组织关系在团支部的，写到“所在团组织”。",
    "七、“职务”只供参考，不导入：任职要由另一个人批准，请在平台上办。",
    "八、“组织”表写新的组织：名称、类型和它的上级。登记过的组织可以留着，也可以删掉，名册不改它们的类型和上级。",
    "九、不要合并单元格，不要藏行、列和工作表，不要用公式。手机号和身份证号，平台没有说收就不要写。",
    "十、传上去以后先看预览，有问题的地方会一处一处标出来。没有按“导入”以前，什么都不会变；没写进名册的人，不会被删掉。",
)
EXAMPLE: dict[str, str | dt.date | None] = {
    "number": columns.EXAMPLE,
    "name": "张样例",
    "birth": dt.date(1990, 5, 3),
    "employed": dt.date(2012, 7, 1),
    "unit": "样例科技党支部",
    "status": "入党积极分子",
    "since": dt.date(2017, 9, 12),
}


def write(
    target: IO[bytes],
    *,
    people: Iterable[Row] = (),
    units: Iterable[Row] = (),
    allowed: Iterable[str] = (),
    guide: bool = False,
) -> None:
    """Write a roster; without people it is the template. `allowed`: the private columns that are switched on."""
    book = Workbook(write_only=True)
    private = frozenset(allowed)
    people_columns = shown_columns(private)
    _sheet(book, columns.PEOPLE_SHEET, people_columns, people)
    _sheet(book, columns.UNITS_SHEET, columns.UNITS_SHEET.columns, units)
    if guide:
        _guide(book, people_columns)
    book.save(target)


def shown_columns(allowed: frozenset[str] = frozenset()) -> tuple[Column, ...]:
    """The columns of people that a roster has here."""
    return tuple(one for one in columns.PEOPLE_SHEET.columns if not one.private or one.key in allowed)


def text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    """A cell that is a text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=cells.printable(text))
    cell.data_type = "s"
    if text[:1] in "=+-@＝＋－＠\t\r\n":
        cell.quotePrefix = True
    return cell


def _sheet(book: Workbook, sheet: Sheet, shown: tuple[Column, ...], rows: Iterable[Row]) -> None:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    for at, column in enumerate(shown, start=1):
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = _WIDTHS[column.holds]
        page.column_dimensions[letter].number_format = (
            DAY_FORMAT if column.holds is Holds.DATE else TEXT_FORMAT
        )
        if words := _CHOICES.get((sheet.key, column.key)):
            choice = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            page.data_validations.append(choice)
    page.append(_head(page, shown))
    for row in rows:
        page.append([_cell(page, row.get(column.key)) for column in shown])


def _head(page: Any, shown: Iterable[Column]) -> list[WriteOnlyCell]:
    head = []
    for column in shown:
        cell = text_cell(page, f"{column.title}*" if column.required else column.title)
        cell.font, cell.border = _HEAD_FONT, _LINE
        cell.fill = _MUST_FILL if column.required else _HEAD_FILL
        head.append(cell)
    return head


def _cell(page: Any, value: str | dt.date | None) -> WriteOnlyCell | None:
    if not value:
        return None
    if isinstance(value, str):
        cell = text_cell(page, value)
        cell.number_format = TEXT_FORMAT
        return cell
    cell = WriteOnlyCell(page, value=value)
    cell.number_format = DAY_FORMAT
    return cell


def _guide(book: Workbook, shown: tuple[Column, ...]) -> None:
    page = book.create_sheet(columns.GUIDE_SHEET)
    page.column_dimensions["A"].width = 90
    for line in GUIDE:
        cell = text_cell(page, line)
        cell.alignment = _WRAP
        if line == GUIDE[0]:
            cell.font = Font(bold=True, size=14)
        page.append([cell])
    page.append([])
    page.append([text_cell(page, "写好的一行是这样（这是示例，不会导入）：")])
    page.append(_head(page, shown))
    page.append([_cell(page, EXAMPLE.get(column.key)) for column in shown])
