"""Charts and numbered tables, as drawing, as PDF and as DOCX."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import docx
import pypdfium2
from docx.oxml.ns import qn

from sixianghui.documents import charts
from sixianghui.documents.public import Chart, Part, Table, as_docx, as_pdf
from tests.unit.documents.papers import paper

SVG = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    "每月活动", (Part("4月", 60, "60"), Part("5月", 30, "30")), over_time=True, alt="四月 60，五月 30"
)
TABLE = Table(("名称", "数"), (("通知", "1,234 份"),), title="几个数", numeric=(1,), note="另有 3 行")


def _rects(svg: str) -> list[tuple[float, float]]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [(float(one.get("width", 0)), float(one.get("height", 0))) for one in found]


def test_columns_when_drawn_then_are_as_high_as_their_numbers() -> None:
    drawn = charts.draw([("4月", 60, "60"), ("5月", 30, "30"), ("6月", 0, "0")], over_time=True)
    (_wide, first), (_other, second) = _rects(drawn.svg)
    assert first == 2 * second


def test_bars_when_a_part_may_not_be_told_then_it_has_words_and_no_bar() -> None:
    drawn = charts.draw([("岗位", 30, "30"), ("社区", None, "少于5")], over_time=False)
    texts = [one.text for one in ElementTree.fromstring(drawn.svg).iter(f"{SVG}text")]
    assert texts == ["岗位", "30", "社区", "少于5"]
    assert len(_rects(drawn.svg)) == 1


def test_chart_when_a_name_is_markup_then_it_is_text() -> None:
    drawn = charts.draw([("<b>&", 1, '"')], over_time=False)
    assert [one.text for one in ElementTree.fromstring(drawn.svg).iter(f"{SVG}text")] == ["<b>&", '"']


def test_chart_when_there_is_nothing_then_is_empty_and_not_broken() -> None:
    for over_time in (True, False):
        assert _rects(charts.draw([], over_time).svg) == []


def test_pdf_with_a_chart_then_is_drawn_with_the_fonts_that_ship_and_no_picture() -> None:
    file = pypdfium2.PdfDocument(as_pdf(paper(blocks=(CHART, TABLE))))
    text = "".join(page.get_textpage().get_text_range() for page in file)
    kinds = {one.type for page in file for one in page.get_objects()}
    assert [word in text for word in ("图1\u3000每月活动", "表1\u3000几个数", "1,234 份", "另有 3 行")] == [
        True
    ] * 4
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_docx_with_a_chart_then_has_a_picture_with_words_and_captions_that_word_numbers() -> None:
    file = docx.Document(io.BytesIO(as_docx(paper(blocks=(CHART, TABLE)))))
    captions = [one for one in file.paragraphs if one.style.name == "Caption"]
    assert [one.text for one in captions] == ["图1\u3000每月活动", "表1\u3000几个数"]
    fields = [one.text for caption in captions for one in caption._p.iter(qn("w:instrText"))]
    assert fields == ["SEQ 图 \\* ARABIC", "SEQ 表 \\* ARABIC"]
    (about,) = file.element.body.iter(qn("wp:docPr"))
    assert about.get("descr") == "四月 60，五月 30"
    number = file.tables[0].rows[1].cells[1].paragraphs[0]
    assert (number.text, number.alignment) == ("1,234 份", 2)
