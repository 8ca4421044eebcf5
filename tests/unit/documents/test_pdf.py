"""The rendered PDF, measured against GB/T 9704-2012 (articles in brackets)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.common.errors import Conflict
from sixianghui.documents import pdf, typesetting
from sixianghui.documents.public import Attachment, Heading, Paragraph, as_pdf, unprintable
from tests.unit.documents.papers import TEXT, Page, pages, paper, plain

#: No punctuation: each line holds as many characters as fit.
HAN = "样例" * 1400


@pytest.fixture(scope="module")
def full() -> list[Page]:
    """A text of only Chinese characters over several pages."""
    return pages(plain(HAN, copies=(), printed_by="", printed_on=None))


@pytest.fixture(scope="module")
def notice() -> list[Page]:
    """A notice with everything in it."""
    return pages(paper())


def test_page_when_set_then_is_a4_with_the_margins_of_the_standard(full: list[Page]) -> None:
    """(5.1, 5.2.1) 37 ± 1 above, 28 ± 1 at the binding, an area of 156 × 225."""
    page = full[1]
    assert (round(page.width), round(page.height)) == (210, 297)
    inside = page.inside()
    left, right = min(one.left for one in inside), max(one.right for one in inside)
    top, bottom = min(one.top for one in inside), max(one.bottom for one in inside)
    assert abs(left - 28) < 1
    assert abs(top - 37) < 1
    assert abs((right - left) - 156) < 1
    assert abs((bottom - top) - 225) < 1


def test_page_when_full_then_has_22_lines_of_28_characters(full: list[Page]) -> None:
    """(5.2.3)"""
    lines = full[1].lines()
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


def test_red_line_when_set_then_is_as_wide_as_the_area_and_4_mm_below_the_number(notice: list[Page]) -> None:
    """(7.2.7)"""
    first = notice[0]
    (red,) = first.rules
    number = [one for one in first.letters if one.text in "〔〕"]
    assert abs(red[0] - 28) < 0.5
    assert abs(red[2] - 184) < 0.5
    # From the lower edge of the number's line: a bracket's ink ends about half a millimetre above it.
    assert 3.5 < (red[1] + red[3]) / 2 - max(one.bottom for one in number) < 5


def test_head_when_set_then_begins_35_mm_below_the_edge_of_the_area(notice: list[Page]) -> None:
    """(7.2.4)"""
    large = [one for one in notice[0].letters if one.bottom - one.top > 9]
    assert abs(min(one.top for one in large) - (37 + 35)) < 1.5
    assert "".join(one.text for one in large).endswith("文件")


def test_page_number_when_odd_then_stands_right_and_when_even_left(notice: list[Page]) -> None:
    """(7.5) one character from the edge; the dash 7 mm below the area."""
    for at, page in enumerate(notice, start=1):
        foot = [one for one in page.letters if one.top > 262.5]
        assert "".join(one.text for one in foot) == f"—{at}—"
        assert abs(min(one.top for one in foot if one.text == "—") - 269) < 0.5
        if at % 2:
            assert abs(max(one.right for one in foot) - (184 - 14 * 25.4 / 72)) < 1
        else:
            assert abs(min(one.left for one in foot) - (28 + 14 * 25.4 / 72)) < 1


def test_sample_when_it_is_one_then_each_page_says_so_and_else_none() -> None:
    long = plain(TEXT * 20)
    assert all("样例·不作公文使用" in page.text for page in pages(long))
    real = pages(
        plain(
            TEXT * 20,
            sample=False,
            issuers=("行业党委",),
            number="",
            title="通知",
            copies=(),
            printed_by="办公室",
        )
    )
    assert not any("样例" in page.text for page in real)


def test_imprint_when_set_then_its_last_line_lies_on_the_edge_of_the_area(notice: list[Page]) -> None:
    """(7.4.1) outer lines thick and as wide as the area; (7.4.3) the date at the right."""
    lines = sorted(one for one in notice[-1].rules if one[2] - one[0] > 150)
    ys = sorted((one[1] + one[3]) / 2 for one in lines)
    assert len(ys) == 3
    assert abs(ys[-1] - 262) < 0.5
    assert all(abs(one[0] - 28) < 0.5 and abs(one[2] - 184) < 0.5 for one in lines)
    assert notice[-1].lines()[-2:] == [
        "抄送：样例市委组织部，市委网信办。",
        "样例市互联网行业党委办公室2018年3月20日印发",
    ]


def test_text_when_extracted_then_reads_as_written(notice: list[Page]) -> None:
    """(7.3) title, addressees, numbers of the headings, attachments, signature."""
    lines = notice[0].lines()
    at = lines.index("样例市互联网行业党委")
    assert lines[at : at + 5] == [
        "样例市互联网行业党委",
        "关于在全市互联网企业党组织中",
        "开展“双比双争”主题活动的通知",
        "各互联网企业党组织，各联合党支部：",
        TEXT[:26],
    ]
    whole = "".join("".join(page.lines()) for page in notice)
    for piece in ("一、主要内容", "（一）开展“亮身份、作承诺”活动。请在", "（二）交流做法1.做了什么2.有什么效果", "二、工作要求",
                  "附件：1.活动计划表（样式）2.企业党组织名单样例市互联网行业党委2018年3月19日附件1活动计划表"):  # fmt: skip
        assert piece in whole


def test_signature_when_without_a_seal_then_stands_as_7_3_5_2_says(notice: list[Page]) -> None:
    page = next(one for one in notice if "2018年3月19日" in one.lines())
    cell = 156 / 28
    signed = max((one for one in page.inside() if one.text == "委"), key=lambda one: one.top)
    date = next(one for one in page.inside() if one.top > signed.bottom and one.text == "2")
    first = min(one.left for one in page.inside() if abs(one.top - signed.top) < 1)
    assert abs(signed.right - (184 - 2 * cell)) < 1
    assert abs(date.left - (first + 2 * cell)) < 1


def test_fonts_when_written_then_all_are_embedded(notice: list[Page]) -> None:
    fonts = {font for page in notice for font in page.fonts}
    assert {name.split("+")[-1] for name, _in in fonts} == {
        "NotoSerifSC-Regular", "NotoSerifSC-SemiBold", "NotoSansSC-Regular",
    }  # fmt: skip
    assert all(embedded for _name, embedded in fonts)


def _alone(lines: int, **changed: Any) -> bool:
    """Whether the signature of a text of so many lines stands on a page without a line of it."""
    made = pages(plain("样例" * (14 * lines - 8), **changed))
    page = next(one for one in made if "2018年3月19日" in one.lines())
    return not any(set(line) == set("样例") for line in page.lines())


def test_signature_when_the_text_fills_a_page_then_never_stands_alone() -> None:
    """(7.3.5.5) “此页无正文” is avoided by another distance of lines."""
    assert [lines for lines in range(1, 50) if _alone(lines)] == []
    assert [
        lines for lines in range(1, 12) if _alone(lines, signed=("甲委员会", "乙委员会", "丙委员会"))
    ] == []


def test_signature_when_lines_keep_their_distance_then_stands_alone_at_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: with 22 lines always, some length of text leaves it alone."""
    monkeypatch.setattr(typesetting.typeset, "__defaults__", (((22, 0),),))
    assert any(_alone(lines) for lines in range(3, 26))


def test_addressees_when_too_many_for_the_first_page_then_stand_in_the_imprint() -> None:
    """(7.3.2, 7.4.2) the first page has to show text."""
    many = tuple(f"样例科技第{number}有限公司党支部" for number in range(1, 60))
    made = pages(paper(addressees=many))
    assert TEXT[:20] in "".join(made[0].lines())
    whole = "".join(line for page in made for line in page.lines())
    assert whole.index(TEXT[-20:]) < whole.index("主送：样例科技第1有限公司党支部，") < whole.index("抄送：")


def test_characters_when_no_font_holds_them_then_are_named_and_printed_as_the_printers_mark() -> None:
    strange = plain("龘𠮷喆😀⾃己")
    assert unprintable(strange) == ("龘", "𠮷", "😀")
    assert "〓〓喆〓自己" in pages(strange)[0].text


def test_paragraph_when_a_page_ends_then_goes_on_overleaf_and_the_page_is_full() -> None:
    long = Heading("甲" * 8, 2, "样例" * 200)
    made = pages(
        plain("", blocks=(Paragraph("样例" * 60), long, long), copies=(), printed_by="", printed_on=None)
    )
    # The lowest line of the first page is the lowest of the area.
    assert abs(max(one.bottom for one in made[0].inside()) - 262) < 1


def test_heading_when_it_would_be_the_last_line_then_goes_with_what_it_heads() -> None:
    for lines in range(6, 14):
        made = pages(
            plain("", blocks=(Paragraph("样例" * (14 * lines - 8)), Heading("甲" * 8), Paragraph(HAN)))
        )
        assert all("甲" not in page.lines()[-1] for page in made[:-1])


HOSTILE = {
    "markup": "#set page(width: 1cm) #image(\"/etc/passwd\") $x$ *a* _b_ `c` <d> @e \\ {{ }} = f // g",
    "controls": "甲\x00\x01\x08\x1f\x7f\ufffe\ud800乙",
    "turned around": "甲\u202e乙\u2066丙\u2069\u200f丁\u200b戊\ufeff己",
    "emoji": "👨‍👩‍👧‍👦🇨🇳❤️",
    "one endless word": "w" * 5000,
    "only marks": "，" * 2000,
    "only spaces": " \t\u3000\n" * 50,
    "combining": "a" + "\u0301" * 500,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_text_when_hostile_then_is_text_and_nothing_breaks(name: str) -> None:
    text = HOSTILE[name]
    made = pages(
        paper(
            title=text,
            number=text[:30],
            issuers=(text[:40],),
            addressees=(text,),
            note=text,
            copies=(text[:300],),
            blocks=(Paragraph(text), Heading(text, 2), Heading("x", 9, text)),
            attachments=(Attachment(text),),
        )
    )
    assert {(round(one.width), round(one.height)) for one in made} == {(210, 297)}
    if name == "markup":
        assert '#setpage(width:1cm)#image("/etc/passwd")$x$*a*_b_`c`<d>@e\\{{}}=f//g' in "".join(
            page.text for page in made
        )


def test_document_when_set_twice_then_the_bytes_are_the_same() -> None:
    assert as_pdf(paper()) == as_pdf(paper())
    assert as_pdf(paper()) != as_pdf(paper(date=dt.date(2018, 3, 20)))


def test_document_when_endless_then_a_sentence_says_so() -> None:
    with pytest.raises(Conflict):
        as_pdf(plain("样例" * 200_000))


def test_document_when_long_then_a_process_of_its_own_sets_it_to_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = as_pdf(paper())
    monkeypatch.setattr(pdf, "APART", 10)
    assert as_pdf(paper()) == here


def test_document_when_setting_fails_then_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting.typeset, "__defaults__", ((("no number", 0),),))
    with pytest.raises(Conflict, match="DOCX"):
        as_pdf(paper())


def test_issuers_when_several_then_each_stands_on_one_line_as_wide_as_the_longest() -> None:
    """(7.2.4) the host first, 文件 at their right."""
    names = ("中共样例省委组织部", "样例省互联网信息办公室", "样例省通信管理局")
    first = pages(paper(issuers=names))[0]
    red = [one for one in first.letters if one.bottom - one.top > 5.6 and 70 < one.top < 130]
    lines: dict[float, list[str]] = {}
    for one in red:
        lines.setdefault(round(one.base), []).append(one.text)
    written = ["".join(line) for line in lines.values()]
    assert sorted("".join(written)) == sorted("".join(names) + "文件")
    assert abs(max(one.right for one in red) - min(one.left for one in red) - 156) < 2


def test_imprint_when_the_page_is_full_then_stands_at_the_foot_of_the_next_page() -> None:
    """(7.4.1)"""
    made = pages(plain("样例" * (14 * 7 - 8), title="通知"))
    assert made[-1].lines()[-1].endswith("印发")
    lowest = max((one[1] + one[3]) / 2 for one in made[-1].rules)
    assert abs(lowest - 262) < 0.5
