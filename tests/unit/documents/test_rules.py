"""How a document is set before any file is made: what goes where, with no file and no font."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from sixianghui.documents import rules
from sixianghui.documents.flow import Drawing, Grid, Para, Run
from sixianghui.documents.layout import Attachment, Chart, Heading, OfficialDocument, Paragraph, Part, Table
from sixianghui.documents.rules import Annex, Imprinted, Sheet, sheet

TEXT = (Paragraph("请各支部按时报送。"),)


def notice(**changed: Any) -> OfficialDocument:
    """A short notice with nothing in it that may be left out."""
    given: dict[str, Any] = {
        "issuers": ("样例党委",),
        "title": "样例通知",
        "date": dt.date(2018, 6, 5),
        "blocks": TEXT,
    }
    return OfficialDocument(**given | changed)


def test_document_when_short_then_holds_what_it_must_and_nothing_else() -> None:
    assert sheet(notice()) == Sheet(
        issuers=("样例党委",),
        head_word="文件",
        number="",
        title=("样例通知",),
        title_text="样例通知",
        addressees="",
        flow=(Para((Run("请各支部按时报送。"),)),),
        listed=(),
        signed=("样例党委",),
        date="2018年6月5日",
        note="",
        annexes=(),
        imprint=(),
        sample=False,
        sealed=False,
        marks=(),
    )


def test_document_when_its_texts_are_untidy_then_they_are_clean() -> None:
    found = sheet(
        notice(
            issuers=("样例党委 ", "\u202e", "样例\n工委"),
            head_word=" 文件",
            number="样例〔2018〕1号\x00",
            title="样例党委|样例通知 ",
            addressees=("各支部：", "，", " 各小组，"),
            signed=(" ", "样例办\t公室"),
            note="（此件公开发布）",
            sealed=True,
        )
    )
    assert found.issuers == ("样例党委", "样例 工委")
    assert (found.head_word, found.number) == ("文件", "样例〔2018〕1号")
    assert (found.title, found.title_text) == (("样例党委", "样例通知"), "样例党委样例通知")
    assert found.addressees == "各支部，各小组："
    assert found.signed == ("样例办 公室",)
    assert (found.note, found.sealed) == ("此件公开发布", True)


def test_document_when_signed_by_nobody_then_the_issuers_sign() -> None:
    assert sheet(notice(issuers=("样例党委", "样例工委"))).signed == ("样例党委", "样例工委")
    assert sheet(notice(signed=(" ",))).signed == ("样例党委",)


@pytest.mark.parametrize(
    ("attachments", "listed", "printed"),
    [
        ((), (), []),
        ((Attachment("名单 "),), ("名单",), []),
        ((Attachment("名单", TEXT),), ("名单",), [("附件", ("名单",))]),
        ((Attachment("名单"), Attachment("样 表", TEXT)), ("名单", "样 表"), [("附件2", ("样 表",))]),
        (
            (Attachment("名单", TEXT), Attachment("样表", TEXT), Attachment("计划")),
            ("名单", "样表", "计划"),
            [("附件1", ("名单",)), ("附件2", ("样表",))],
        ),
    ],
)
def test_attachments_when_there_are_several_then_are_numbered_and_those_with_a_text_are_printed(
    attachments: tuple[Attachment, ...], listed: tuple[str, ...], printed: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = sheet(notice(attachments=attachments))
    assert found.listed == listed
    assert [(one.label, one.title) for one in found.annexes] == printed
    assert {one.flow for one in found.annexes} <= {(Para((Run("请各支部按时报送。"),)),)}


@pytest.mark.parametrize(
    ("characters", "title_lines", "issuers", "moved"),
    [
        # One line of a title and one issuer leave nine lines; each more of either takes one.
        (9 * 28, 1, 1, False),
        (9 * 28 + 1, 1, 1, True),
        (9 * 28, 1, 0, False),
        (9 * 28 + 1, 1, 0, True),
        (8 * 28, 2, 1, False),
        (8 * 28 + 1, 2, 1, True),
        (8 * 28, 1, 2, False),
        (8 * 28 + 1, 1, 2, True),
        (5 * 28, 2, 4, False),
        (5 * 28 + 1, 2, 4, True),
        # One line stays, however little room there is.
        (2 * 28, 1, 8, False),
        (2 * 28 + 1, 1, 8, True),
        (1 * 28, 1, 9, False),
        (1 * 28 + 1, 1, 9, True),
        (1 * 28, 1, 20, False),
        (1 * 28 + 1, 1, 20, True),
    ],
)
def test_addressees_when_so_many_that_no_text_fits_on_the_first_page_then_stand_in_the_imprint(
    characters: int, title_lines: int, issuers: int, moved: bool
) -> None:
    to = "组" * characters
    found = sheet(
        notice(
            addressees=(to,),
            title="|".join(("样例通知",) * title_lines),
            issuers=tuple(f"样例党委{number}" for number in range(issuers)),
        )
    )
    assert len(found.title) == title_lines
    assert found.addressees == ("" if moved else f"{to}：")
    assert found.imprint == ((Imprinted("主送：", f"{to}。"),) if moved else ())


def test_addressees_when_half_of_their_letters_are_half_as_wide_then_take_less_room() -> None:
    assert sheet(notice(addressees=("a" * 2 * 9 * 28,))).imprint == ()
    assert len(sheet(notice(addressees=("a" * (2 * 9 * 28 + 1),))).imprint) == 1


@pytest.mark.parametrize(
    ("changed", "imprint"),
    [
        ({}, []),
        ({"copies": ("样例办。",)}, [("抄送：", "样例办。", "")]),
        ({"copies": ("样例办：", " ", "样例部，")}, [("抄送：", "样例办，样例部。", "")]),
        ({"copies": (" ",), "printed_by": " "}, []),
        ({"printed_by": "样例办 "}, [("", "样例办", "2018年6月5日印发")]),
        ({"printed_on": dt.date(2018, 6, 7)}, [("", "样例党委", "2018年6月7日印发")]),
        (
            {"printed_on": dt.date(2018, 6, 7), "issuers": ("样例党委 ", "样例工委")},
            [("", "样例党委", "2018年6月7日印发")],
        ),
        (
            {"printed_by": "样例办", "printed_on": dt.date(2018, 6, 7), "copies": ("样例部",)},
            [("抄送：", "样例部。", ""), ("", "样例办", "2018年6月7日印发")],
        ),
    ],
)
def test_imprint_when_there_is_something_to_say_then_has_a_row_for_it(
    changed: dict[str, Any], imprint: list[tuple[str, str, str]]
) -> None:
    found = sheet(notice(**changed)).imprint
    assert [(one.label, one.text, one.right) for one in found] == imprint


@pytest.mark.parametrize(
    ("sample", "mark", "marks", "above"),
    [
        (False, "", (), ""),
        (False, " 已撤回 ", ("已撤回",), "已撤回"),
        (True, "", ("样例",), "样例 · 不作公文使用"),
        (True, "已撤回", ("样例", "已撤回"), "样例 · 不作公文使用 · 已撤回"),
    ],
)
def test_page_when_the_document_is_invented_or_holds_no_more_then_says_so_above(
    sample: bool, mark: str, marks: tuple[str, ...], above: str
) -> None:
    found = sheet(notice(sample=sample, mark=mark))
    assert found.sample is sample
    assert found.marks == marks
    assert rules.above(found) == above


def test_letters_when_gathered_then_every_text_is_there_once() -> None:
    whole = Sheet(
        issuers=("甲", "乙"),
        head_word="丙",
        number="丁",
        title=("戊", "己"),
        title_text="戊己",
        addressees="庚",
        flow=(
            Para((Run("辛"), Run("壬"))),
            Grid(("癸", "子"), (("丑", "寅"), ("卯", "辰")), (1, 1), title="巳", note="午"),
            Drawing("未", "<svg/>", 1.0, 1.0, "申"),
        ),
        listed=("酉",),
        signed=("戌",),
        date="亥",
        note="天",
        annexes=(Annex("地", ("玄", "黄"), (Para((Run("宇"),)),)),),
        imprint=(Imprinted("宙", "洪", "荒"),),
        sample=False,
        sealed=False,
    )
    assert "".join(sorted(rules.letters(whole))) == "".join(
        sorted("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒")
    )
    assert rules.letters(replace(whole, flow=(), annexes=(), imprint=())) == "甲乙丙丁戊己庚酉戌亥天"


def test_letters_when_of_a_whole_document_then_are_as_many_as_its_texts_have() -> None:
    document = notice(
        blocks=(
            Heading("要求"),
            Table(("名称",), (("通知",),)),
            Chart("活动", (Part("4月", 1, "1"),), alt="一次"),
        )
    )
    assert rules.letters(sheet(document)) == (
        "样例党委文件样例通知样例党委2018年6月5日一、要求名称通知图1\u3000活动一次4月1"
    )


def test_length_when_changed_then_somebody_meant_it() -> None:
    assert rules.LONGEST == 120_000


def test_letters_when_something_stands_above_or_in_a_chart_then_are_counted_too() -> None:
    found = rules.letters(
        sheet(notice(blocks=(Chart("甲", (Part("丑<丑", 1, "寅"),), alt="乙"),), mark="已撤回"))
    )
    assert found.endswith("图1\u3000甲乙丑<丑寅已撤回")


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("此件公开发布", "此件公开发布"), ("（此件公开发布）", "此件公开发布"), ("(此件公开发布)", "此件公开发布"),
        ("联系人：样例（010）", "联系人：样例（010）"), ("（联系人：样例（010））", "联系人：样例（010）"), ("（甲）和（乙）", "（甲）和（乙）"),
        ("", ""), ("（", "（"), ("（）", ""),
    ],
)  # fmt: skip
def test_note_when_in_brackets_as_a_whole_then_loses_these_and_no_others(note: str, kept: str) -> None:
    assert sheet(notice(note=note)).note == kept


def test_addressees_when_closed_by_a_full_stop_then_have_it_once_or_not_at_all() -> None:
    assert sheet(notice(addressees=("各支部。",))).addressees == "各支部："
    assert sheet(notice(copies=("各支部。", "各企业。"))).imprint[0].text == "各支部，各企业。"


def test_imprint_when_nobody_is_named_as_printer_then_has_the_first_issuer_there_is() -> None:
    on = dt.date(2018, 6, 6)
    assert sheet(notice(issuers=(" ", "样例"), printed_on=on)).imprint[-1].text == "样例"
    assert sheet(notice(issuers=(), printed_on=on)).imprint[-1].text == ""
