"""The DOCX: its page, its styles, what stands in it."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Length
from lxml import etree

from sixianghui.documents.public import Attachment, Heading, OfficialDocument, Paragraph, as_docx
from sixianghui.documents.word_file import _ORDER
from tests.unit.documents.papers import TEXT, paper, plain
from tests.unit.documents.test_pdf import HOSTILE


def opened(document: OfficialDocument) -> docx.document.Document:
    return docx.Document(io.BytesIO(as_docx(document)))


def test_page_when_made_then_has_the_margins_of_the_standard_and_22_lines_of_28() -> None:
    section = opened(paper()).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(one.mm, 1) for one in sizes] == [210.0, 297.0, 37.0, 28.0]
    area = Length(section.page_width - section.left_margin - section.right_margin)
    high = Length(section.page_height - section.top_margin - section.bottom_margin)
    assert (round(area.mm), round(high.mm)) == (156, 225)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert high.twips // int(grid.get(qn("w:linePitch"))) == 22
    normal = opened(paper()).styles["Normal"].element.rPr
    pitch = 16 * 20 + int(normal.find(qn("w:spacing")).get(qn("w:val")))
    assert area.twips // pitch == 28


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("公文标题", "方正小标宋简体", 22), ("发文机关标志", "方正小标宋简体", 48), ("公文正文", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16), ("Heading 2", "楷体_GB2312", 16), ("Heading 3", "仿宋_GB2312", 16), ("版记", "仿宋_GB2312", 14),
    ],
)  # fmt: skip
def test_style_when_made_then_names_the_font_for_chinese_text(style: str, font: str, points: int) -> None:
    found = opened(paper()).styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size.pt == points


def test_fonts_when_not_installed_then_the_file_names_what_stands_in() -> None:
    table = zipfile.ZipFile(io.BytesIO(as_docx(paper()))).read("word/fontTable.xml").decode()
    for name, other in (("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体"), ("方正小标宋简体", "宋体")):
        assert f'<w:font w:name="{name}"><w:altName w:val="{other}"/>' in table


def test_text_when_made_then_stands_in_the_styles_in_the_order_of_the_standard() -> None:
    found = [(one.style.name, one.text) for one in opened(paper()).paragraphs if one.text]
    assert found == [
        ("附件标识", "样例"),
        ("发文机关标志", "样例市互联网行业党委文件"),
        ("发文字号", "样例〔2018〕1号"),
        ("公文标题", "样例市互联网行业党委\n关于在全市互联网企业党组织中\n开展“双比双争”主题活动的通知"),
        ("主送机关", "各互联网企业党组织，各联合党支部："),
        ("公文正文", TEXT),
        ("Heading 1", "一、主要内容"),
        ("公文正文", "（一）开展“亮身份、作承诺”活动。请在2018年4月10日前报送计划。"),
        ("Heading 2", "（二）交流做法"),
        ("公文正文", "1.做了什么"),
        ("公文正文", "2.有什么效果"),
        ("Heading 1", "二、工作要求"),
        ("公文正文", TEXT),
        ("附件说明", "附件：1.活动计划表（样式）"),
        ("附件说明", "2.企业党组织名单"),
        ("署名", "样例市互联网行业党委"),
        ("成文日期", "2018年3月19日"),
        ("附件标识", "附件1"),
        ("公文标题", "活动计划表（样式）"),
        ("公文正文", "由党组织自己填写。"),
    ]
    cells = [[cell.text for cell in row.cells] for table in opened(paper()).tables for row in table.rows]
    assert cells[:3] == [["载体", "截止日期"], ["亮身份", "4月10日"], ["主题党日", "6月30日"]]
    assert cells[3:] == [
        ["抄送：样例市委组织部，市委网信办。"],
        ["样例市互联网行业党委办公室\t2018年3月20日印发"],
    ]


def test_red_line_when_made_then_is_under_the_number_at_4_mm() -> None:
    number = next(one for one in opened(paper()).paragraphs if one.style.name == "发文字号")
    line = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (line.get(qn("w:color")), line.get(qn("w:space"))) == ("D7000F", "11")


def test_page_number_when_made_then_is_counted_by_word_and_changes_sides() -> None:
    file = opened(paper())
    assert file.settings.odd_and_even_pages_header_footer
    for footer, side in ((file.sections[0].footer, "right"), (file.sections[0].even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert [one.text for one in paragraph.iter(qn("w:instrText"))] == ["PAGE"]


@pytest.mark.parametrize("sample", [True, False])
def test_header_when_a_sample_then_says_so_on_every_page_and_else_is_empty(sample: bool) -> None:
    section = opened(paper(sample=sample)).sections[0]
    said = {header.paragraphs[0].text for header in (section.header, section.even_page_header)}
    assert said == ({"样例 · 不作公文使用"} if sample else {""})


@pytest.mark.parametrize("name", HOSTILE)
def test_text_when_hostile_then_the_file_opens_and_holds_it_as_text(name: str) -> None:
    text = HOSTILE[name]
    file = opened(
        paper(title=text, issuers=(text[:40],), blocks=(Heading(text, 2), Paragraph(text)), note=text,
              attachments=(Attachment(text, (Paragraph(text),)),), copies=(text,))
    )  # fmt: skip
    whole = "".join(one.text for one in file.paragraphs)
    if name == "markup":
        assert text in whole
    if name == "turned around":
        assert "甲乙丙丁戊己" in whole
    assert not {"\u202e", "\u2066", "\x00", "\ufffe"} & set(whole)


def test_properties_when_written_then_stand_in_the_order_of_the_schema() -> None:
    """Word asks to mend a file whose properties stand otherwise."""
    archive = zipfile.ZipFile(io.BytesIO(as_docx(paper(issuers=("甲委员会", "乙委员会"), sealed=True))))
    seen = 0
    for name in archive.namelist():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        for kind, names in _ORDER.items():
            order = [qn(f"w:{one}") for one in names.split()]
            for element in etree.fromstring(archive.read(name)).iter(qn(f"w:{kind}")):
                places = [order.index(child.tag) for child in element]
                assert places == sorted(places), (name, kind)
                seen += len(places)
    assert seen > 200


def test_file_when_made_then_names_no_person_or_machine_and_is_the_same_each_time() -> None:
    made = as_docx(paper())
    assert made == as_docx(paper())
    about = docx.Document(io.BytesIO(made)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("样例市互联网行业党委", "", "")
    assert (about.title, about.created.year) == (
        "样例市互联网行业党委关于在全市互联网企业党组织中开展“双比双争”主题活动的通知",
        2018,
    )
    assert len(made) < 40_000


def test_signature_when_made_then_keeps_the_end_of_the_text_with_it() -> None:
    last = [one for one in opened(plain(TEXT)).paragraphs if one.text or one.style.name == "主送机关"]
    kept = {one.text: one.paragraph_format.keep_with_next for one in last}
    assert kept[TEXT] is True
    assert kept["样例市互联网行业党委"] is True
