"""Where the roster stands in a workbook, and what is wrong with how it is laid out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sixianghui.directory.roster import columns
from sixianghui.directory.roster.faults import Kind
from sixianghui.directory.roster.opening import Refusal, Unreadable
from tests.factories import rosters
from tests.unit.directory.roster.house import GOOD, a_book, a_row, judged, kinds, places, reading_of


def people_of(book: openpyxl.Workbook) -> Any:
    return book["人员"]


def test_columns_when_named_otherwise_and_in_another_order_then_are_found(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["序号", "所在党支部", "名字", "出生年月日", "政治身份", "起算日期（必填）", "备注"])
    page.append([1, "样例第一党支部", "张样例", GOOD[2], "党员", GOOD[8], "不读"])
    result = judged(book, tmp_path)
    assert (kinds(result), [one.name for one in result.plan.new_people]) == ([], ["张样例"])


@pytest.mark.parametrize("title", ["姓名", "姓 名", "姓名*", " 姓名：", "姓名（全名）", "名字"])
def test_title_when_decorated_then_means_the_same(title: str) -> None:
    assert columns.known_title(columns.PEOPLE, title) == "name"


def test_serial_numbers_when_a_roster_has_them_then_are_not_taken_for_staff_numbers() -> None:
    assert columns.known_title(columns.PEOPLE, "序号") == ""


def test_header_when_it_stands_lower_then_what_is_above_is_not_read(tmp_path: Path) -> None:
    book = a_book()
    people_of(book).insert_rows(1, 2)
    people_of(book)["A1"] = "样例科技党委党员名册"
    people_of(book).merge_cells("A1:L1")
    result = judged(book, tmp_path)
    assert (places(result), len(result.plan.new_people)) == ([(Kind.HEADER_MOVED, "人员", 3, 0)], 1)


def test_header_when_repeated_and_rows_when_examples_then_are_passed_over(tmp_path: Path) -> None:
    example = a_row(NUMBER="示例")
    book = a_book([GOOD, rosters.TITLES, example, a_row(NUMBER="A2", NAME="李样例")])
    result = judged(book, tmp_path)
    assert places(result) == [(Kind.HEADER_AGAIN, "人员", 3, 0), (Kind.EXAMPLE_ROW, "人员", 4, 0)]
    assert [one.name for one in result.plan.new_people] == ["张样例", "李样例"]


def test_column_when_one_is_missing_then_is_told_once_and_not_for_every_row(tmp_path: Path) -> None:
    book = a_book([GOOD, a_row(NUMBER="A2", NAME="李样例")])
    people_of(book).delete_cols(rosters.UNIT)
    assert places(judged(book, tmp_path)) == [(Kind.COLUMN_MISSING, "人员", 1, 0)]


def test_column_when_two_mean_the_same_then_one_has_to_go(tmp_path: Path) -> None:
    book = a_book()
    people_of(book).cell(1, 13).value = "生日"
    assert places(judged(book, tmp_path)) == [(Kind.COLUMN_TWICE, "人员", 1, 13)]


def test_columns_when_mapped_by_hand_then_the_hand_wins(tmp_path: Path) -> None:
    book = a_book()
    people_of(book).cell(1, 13).value = "生日"
    people_of(book).cell(1, rosters.UNIT).value = "哪里"
    by_hand = {columns.PEOPLE: {12: "", rosters.UNIT - 1: "unit", 900: "name"}}
    result = judged(book, tmp_path, mapping=by_hand)
    assert (kinds(result), len(result.plan.new_people)) == ([], 1)
    assert kinds(judged(book, tmp_path, mapping={columns.PEOPLE: {12: "no_such_column"}})) == [
        Kind.COLUMN_MISSING
    ]


def test_cells_when_merged_then_the_gap_is_not_told_again(tmp_path: Path) -> None:
    book = a_book([GOOD, a_row(NUMBER="A2", NAME="李样例")])
    people_of(book).merge_cells("E2:E3")
    assert places(judged(book, tmp_path)) == [(Kind.MERGED, "人员", 2, rosters.UNIT)]


def test_cells_when_merged_far_from_the_roster_then_nobody_minds(tmp_path: Path) -> None:
    book = a_book()
    people_of(book).merge_cells("A50:B60")
    assert places(judged(book, tmp_path)) == []


def test_rows_when_hidden_one_after_another_then_are_told_as_one(tmp_path: Path) -> None:
    book = a_book([a_row(NUMBER=f"A{at}", NAME=f"{name}样例") for at, name in enumerate("赵钱孙李周")])
    for row in (3, 4, 6, 900):
        people_of(book).row_dimensions[row].hidden = True
    result = judged(book, tmp_path)
    assert [(one.row, one.more["last"]) for one in result.faults] == [(3, 4), (6, 6)]


def test_sheets_when_hidden_then_only_those_with_contents_matter(tmp_path: Path) -> None:
    book = a_book()
    book.create_sheet("空的").sheet_state = "hidden"
    old = book.create_sheet("旧的")
    old.append(["去年的名单"])
    old.sheet_state = "veryHidden"
    assert places(judged(book, tmp_path)) == [(Kind.HIDDEN_SHEET, "旧的", 0, 0)]


def test_sheets_when_several_then_the_named_one_is_read_and_another_roster_is_told(tmp_path: Path) -> None:
    book = a_book()
    more = book.create_sheet("第二支部", 0)
    more.append(rosters.TITLES)
    more.append(a_row(NAME="李样例"))
    book.create_sheet("通知").append(["请于周五前交"])
    assert sorted(places(judged(book, tmp_path))) == [
        (Kind.OTHER_SHEET, "通知", 0, 0),
        (Kind.SECOND_SHEET, "第二支部", 0, 0),
    ]


def test_sheet_when_named_for_people_without_a_header_then_is_told(tmp_path: Path) -> None:
    book = a_book(units=[["样例第二党支部", None, "党支部", rosters.ROOT]])
    people_of(book).delete_rows(1)
    assert kinds(judged(book, tmp_path)) == [Kind.NO_HEADER]


def test_workbook_when_it_holds_no_roster_then_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("账目").append(["日期", "金额"])
    with pytest.raises(Unreadable) as refused:
        judged(book, tmp_path)
    assert refused.value.reason is Refusal.NO_SHEET


ID_NUMBER = "11010519491231002X"


@pytest.mark.parametrize(
    ("title", "value", "words"),
    [
        ("手机号", None, "手机号"),
        ("联系电话（必填）", None, "联系电话（必填）"),
        ("身份证号码", None, "身份证号码"),
        ("备注", ID_NUMBER, "身份证号"),
        ("备注", f"证件 {ID_NUMBER}", "身份证号"),
        ("备注", "13800138000", "手机号"),
    ],
)
@pytest.mark.parametrize("hidden", [False, True])
def test_private_columns_when_off_then_the_whole_file_is_refused(
    title: str, value: object, words: str, hidden: bool, tmp_path: Path
) -> None:
    book = a_book()
    page = book.create_sheet("另一张") if hidden else people_of(book)
    column = 1 if hidden else 13
    page.cell(1, column).value = title
    for row in range(2, 6):
        page.cell(row, column).value = value
    if hidden:
        page.sheet_state = "hidden"
    with pytest.raises(Unreadable) as refused:
        judged(book, tmp_path)
    assert (refused.value.reason, refused.value.words) == (Refusal.PRIVATE_COLUMNS, words)


def test_private_columns_when_on_then_are_read_and_checked(tmp_path: Path) -> None:
    book = a_book(
        [
            GOOD,
            a_row(NUMBER="A2", NAME="李样例"),
            a_row(NUMBER="A3", NAME="王样例"),
            a_row(NUMBER="A4", NAME="赵样例"),
        ]
    )
    page = people_of(book)
    page.cell(1, 13).value, page.cell(1, 14).value = "手机号", "身份证号"
    page.cell(2, 13).value, page.cell(3, 13).value = 13800138000, "1380013800"
    page.cell(2, rosters.BIRTH).value = None
    page.cell(2, 14).value, page.cell(3, 14).value = ID_NUMBER, ID_NUMBER[:-1] + "1"
    page.cell(4, 14).value, page.cell(5, 14).value = 110105194912310000, ID_NUMBER
    reading = reading_of(book, tmp_path, allowed=("phone", "id_number"))
    assert [(one.phone, one.id_number) for one in reading.people] == [
        ("13800138000", ID_NUMBER),
        ("", ""),
        ("", ""),
        ("", ""),
    ]
    assert [(one.kind, one.row) for one in reading.faults] == [
        (Kind.BAD_PHONE, 3), (Kind.BAD_ID_NUMBER, 3), (Kind.NUMBER_LOST, 4), (Kind.BAD_ID_NUMBER, 5),
    ]  # fmt: skip


def test_numbers_when_they_only_look_like_phones_here_and_there_then_are_no_reason_to_refuse(
    tmp_path: Path,
) -> None:
    book = a_book([GOOD, a_row(NUMBER="13800138000", NAME="李样例")])
    assert kinds(judged(book, tmp_path)) == []
