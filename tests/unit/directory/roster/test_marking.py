"""The marked file, the template and the export: what stands in their cells."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sixianghui.directory.roster import marking, writing
from sixianghui.directory.roster.faults import Fault, Kind
from sixianghui.directory.roster.marking import RED, YELLOW, mark
from sixianghui.directory.roster.opening import Unreadable
from sixianghui.directory.roster.wording import LABELS, say
from tests.factories import rosters
from tests.unit.directory.roster.house import GOOD, a_book, a_row, judged, kinds

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    '=HYPERLINK("http://192.0.2.1")',
    "\t=1",
    "=cmd|' /C calc'!A0",
]


def marked(book: openpyxl.Workbook, folder: Path) -> openpyxl.Workbook:
    judgement = judged(book, folder)
    target = io.BytesIO()
    mark(folder / "defused.xlsx", target, judgement.faults)
    return openpyxl.load_workbook(io.BytesIO(target.getvalue()))


def formulas(book: openpyxl.Workbook) -> list[str]:
    return [
        cell.coordinate for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"
    ]


def test_marked_file_then_shows_each_fault_in_its_cell_and_in_the_list(tmp_path: Path) -> None:
    book = marked(a_book([GOOD, a_row(NUMBER="A2", NAME="李样例 ", UNIT="没有的支部")]), tmp_path)
    page, listed = book["人员"], book["问题清单"]
    assert [page[at].fill.start_color.rgb for at in ("B3", "E3", "A2")] == [
        YELLOW.start_color.rgb,
        RED.start_color.rgb,
        "00000000",
    ]
    assert "没有叫“没有的支部”的组织" in page["E3"].comment.text
    assert [
        (line[0], line[1], line[2], line[3], line[4])
        for line in listed.iter_rows(min_row=2, values_only=True)
    ] == [
        ("要改", "人员", 3, "E3", "所在组织"),
        ("已处理", "人员", 3, "B3", "姓名"),
    ]
    assert book.active is listed


def test_marked_file_then_what_stood_in_the_cells_stands_there_still(tmp_path: Path) -> None:
    before = a_book([GOOD, a_row(NUMBER="A2", NAME="李样例 ", UNIT="没有的支部")])
    after = marked(before, tmp_path)

    def values(book: openpyxl.Workbook) -> list[Any]:
        return [cell.value for row in book["人员"].iter_rows() for cell in row]

    assert [str(one).removesuffix(" 00:00:00") for one in values(after)] == [
        str(one) for one in values(before)
    ]


def test_marked_file_when_the_roster_computes_then_it_does_not_any_more(tmp_path: Path) -> None:
    source = a_book([a_row(NAME=text, NUMBER=f"A{at}", POST=text) for at, text in enumerate(DANGEROUS)])
    source["人员"]["M2"] = "=SUM(A1:A9)"
    source["人员"]["A2"].hyperlink = "http://192.0.2.1/"
    assert formulas(source) != []
    after = marked(source, tmp_path)
    assert formulas(after) == []
    assert after["人员"]["M2"].value == "=SUM(A1:A9)"
    assert [one for one in after["人员"]._hyperlinks if one.target] == []


def test_marked_file_when_uploaded_as_it_is_then_the_same_faults_are_found(tmp_path: Path) -> None:
    book = a_book([a_row(NAME="=A1"), a_row(NUMBER="A2", NAME="李样例 ")])
    before = kinds(judged(book, tmp_path))
    again = marked(book, tmp_path)
    assert (before, kinds(judged(again, tmp_path))) == ([Kind.FORMULA, Kind.SPACES], before)


def template(**more: Any) -> bytes:
    target = io.BytesIO()
    writing.write(target, guide=True, **more)
    return target.getvalue()


def test_template_then_has_two_sheets_and_a_guide_and_no_faults_once_filled(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template()))
    assert book.sheetnames == ["人员", "组织", "说明"]
    page = book["人员"]
    assert [cell.value for cell in page[1]] == list(rosters.TITLES)
    for at, value in enumerate(GOOD, start=1):
        page.cell(2, at).value = value
    result = judged(book, tmp_path)
    assert (kinds(result), len(result.plan.new_people)) == ([], 1)


def test_template_when_private_columns_are_on_then_has_them() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(allowed=("phone",))))
    assert [cell.value for cell in book["人员"][1]][-1] == "手机号"


def test_export_then_no_text_is_a_formula_and_every_day_is_a_day() -> None:
    people = [{"name": text, "birth": dt.date(1990, 5, 3), "post": text, "unit": ""} for text in DANGEROUS]
    book = openpyxl.load_workbook(
        io.BytesIO(template(people=people, units=[{"name": text} for text in DANGEROUS]))
    )
    assert formulas(book) == []
    page = book["人员"]
    assert [page.cell(row, rosters.NAME).value for row in range(2, 2 + len(DANGEROUS))] == DANGEROUS
    assert {page.cell(2, rosters.BIRTH).value} == {dt.datetime.combine(dt.date(1990, 5, 3), dt.time())}
    with pytest.raises(AssertionError):  # the control: the library alone makes formulas of them
        control = a_book([a_row(NAME=text) for text in DANGEROUS])
        assert formulas(control) == []


def test_faults_then_each_kind_has_a_label_and_a_sentence() -> None:
    more = {
        "now": "x", "last": 3, "means": "x", "most": 3, "why": "born later", "first": 2, "name": "x", "near": "x", "around": "x",
        "above": "x", "below": "x", "known": "x", "unit_kind": "branch", "line": "party", "area": "A1:A2", "birth": "x", "by": "",
    }  # fmt: skip
    words = [say(Fault(kind, "人员", 3, 2, "姓名", "现在写的", more)) for kind in Kind]
    assert (len(words), set(LABELS)) == (len(Kind), set(Kind))
    assert [
        one for one in words if not one.problem or not one.remedy or "%" in one.problem + one.remedy
    ] == []


def test_marked_file_when_mended_in_part_then_only_what_is_left_is_marked_again(tmp_path: Path) -> None:
    book = marked(
        a_book([a_row(UNIT="没有的支部"), a_row(NUMBER="A2", NAME="李样例", UNIT="也没有")]), tmp_path
    )
    book["人员"]["E2"] = GOOD[4]
    again = marked(book, tmp_path)["人员"]
    assert [again[at].fill.start_color.rgb for at in ("E2", "E3")] == ["00000000", RED.start_color.rgb]
    assert (again["E2"].comment, again["E3"].comment is None) == (None, False)


def test_marked_file_when_a_great_deal_was_put_right_then_lists_the_first_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MOST_MENDED", 2)
    book = marked(
        a_book([a_row(NUMBER=f"A{at}", NAME=f"{name}样例 ") for at, name in enumerate("赵钱孙李")]), tmp_path
    )
    assert [row[0] for row in book["问题清单"].iter_rows(min_row=2, values_only=True)] == [
        "已处理",
        "已处理",
        None,
    ]
    assert book["问题清单"]["G4"].value == "还有 2 处已处理，只涂了颜色，没有列在这里。"
    assert [book["人员"][f"B{row}"].fill.start_color.rgb for row in range(2, 6)] == [
        YELLOW.start_color.rgb
    ] * 4


def test_marked_file_when_the_styles_are_damaged_then_says_so_instead_of_breaking(tmp_path: Path) -> None:
    judgement = judged(a_book([a_row(UNIT="没有的支部")]), tmp_path)
    safe, damaged = tmp_path / "defused.xlsx", tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(safe) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b's="1"', b's="900"') if "sheet1" in name else content)
    with pytest.raises(Unreadable):
        mark(damaged, io.BytesIO(), judgement.faults)


@pytest.mark.parametrize(("known", "found"), [("党支部", "党总支"), ("", "样例党委")])
def test_unit_when_it_differs_from_what_is_registered_then_says_what_is_changed_and_what_is_made_anew(
    known: str, found: str
) -> None:
    words = say(Fault(Kind.KIND_CHANGES, "组织", 2, 3, "组织类型", found, {"known": known}))
    assert found in words.problem
    assert words.remedy == (
        "照登记的写。上级真的变了，请行业党委到“组织架构”里这个组织的页上改；"
        "类型真的变了，登记一个新的，再撤销这一个。"
    )
