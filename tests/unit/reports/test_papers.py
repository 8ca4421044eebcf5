"""A published report as PDF, DOCX, XLSX, JSON and HTML, each read by a program that did not write it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import json

import docx
import html5lib
import openpyxl
import pypdfium2
import pytest

from sixianghui.common import time
from sixianghui.documents import public as documents
from sixianghui.reports import papers
from sixianghui.reports.models import Edition
from sixianghui.reports.papers import official, page, plain, workbook
from sixianghui.reports.papers.paper import Paper, revealed
from sixianghui.reports.rules.frozen import Content, Figures, Heading, Listing, Text
from tests.unit.reports.house import House
from tests.unit.reports.papers import NOTICES, content, paper

HOSTILE = (
    "=HYPERLINK(1)",
    "＝cmd",
    "+1-1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "\x00\x07控制\ud800",
    "\u202e倒着写\u202c",
    "#set page(width: 1pt) $x$ [[campaigns.notices]] {{ x }} {% x %}",
    "😀🏳️‍🌈",
    "a" * 10_000,
    "字" * 10_000,
)


def _pdf(made: Paper) -> str:
    file = pypdfium2.PdfDocument(documents.as_pdf(official.document(made)))
    return "".join(one.get_textpage().get_text_range() for one in file)


def _docx(made: Paper) -> docx.document.Document:
    return docx.Document(io.BytesIO(documents.as_docx(official.document(made))))


def _xlsx(made: Paper) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.written(made)))


def _texts(made: Paper) -> dict[str, str]:
    """What a reader finds in each format."""
    word = _docx(made)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    book = _xlsx(made)
    values = [str(one) for sheet in book for row in sheet.iter_rows(values_only=True) for one in row]
    return {
        "pdf": _pdf(made),
        "docx": "\n".join([*(one.text for one in word.paragraphs), *cells]),
        "xlsx": "\n".join(values),
        "json": plain.written(made).decode(),
        "html": "".join(html5lib.parse(page.written(made).decode(), namespaceHTMLElements=False).itertext()),
    }


def test_report_when_made_then_every_format_tells_its_title_numbers_and_digest() -> None:
    made = paper()
    for kind, text in _texts(made).items():
        text = text.replace("\n", "").replace("\r", "").replace("\u200b", "")
        wanted = (
            "双比双争：三个月里发生了什么",
            "样例市互联网行业党委",
            "发出通知",
            "少于5",
            "126",
            made.digest,
        )
        assert (kind, [word for word in wanted if word not in text]) == (kind, [])


def test_report_for_a_stranger_then_no_format_tells_the_exact_number() -> None:
    shown = content(
        entries=(NOTICES, dataclasses.replace(content().entries[1], exact=31_337), content().entries[2])
    )
    texts = _texts(paper(shown))
    assert {kind: ("31337" in text, "31,337" in text) for kind, text in texts.items()} == dict.fromkeys(
        papers.KINDS, (False, False)
    )
    trusted = _texts(paper(shown, shown=revealed(shown)))
    assert {kind for kind, text in trusted.items() if "31337" in text or "31,337" in text} == set(
        papers.KINDS
    )


def test_report_for_who_may_see_all_then_its_digest_is_that_of_what_everybody_sees() -> None:
    made = json.loads(plain.written(paper(shown=revealed(content()))))
    assert made["digest"] == content().digest()
    assert (made["numbers"][1]["value"], made["content"]["entries"][1]["exact"]) == (3, None)


def test_json_when_read_then_its_digest_can_be_computed_again() -> None:
    made = json.loads(plain.written(paper()))
    text = json.dumps(made["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == made["digest"]
    assert made["numbers"][0] == {
        "name": "campaigns.notices",
        "label": "发出通知",
        "value": 1234,
        "unit": "份",
        "shown": "1,234",
        "sentence": "发出去的通知，一份算一个。",
        "scope": {"campaign": 1},
        "scope_label": "双比双争",
        "definition_version": 1,
        "as_of": "2018-06-05T10:00:00+08:00",
        "digest": "ab" * 32,
        "evidence": "/figures/campaigns.notices/?campaign=1",
    }


def test_docx_when_opened_then_has_headings_tables_and_captions_to_go_on_with() -> None:
    file = _docx(paper())
    headings = [(one.style.name, one.text) for one in file.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "一、从通知到方案"),
        ("Heading 2", "（一）几个数"),
        ("Heading 1", "二、活动"),
    ]
    captions = [one.text.split("\u3000")[0] for one in file.paragraphs if one.style.name == "Caption"]
    assert captions == ["表1", "图1", "表2", "表3", "表4"]
    assert [len(one.rows) for one in file.tables] == [4, 4, 4, 29, 4]
    assert [cell.text for cell in file.tables[0].rows[1].cells] == ["发出通知", "1,234 份", "双比双争"]


def test_xlsx_when_opened_then_numbers_are_numbers_days_are_days_and_nothing_is_a_formula() -> None:
    book = _xlsx(paper())
    assert book.sheetnames == ["说明", "数字", "几个数", "每月活动", "承诺按去处", "活动清单"]
    assert [one.value for one in book["几个数"][2]] == ["发出通知", 1234, "份", "双比双争"]
    assert [one.value for one in book["几个数"][3]] == ["写下承诺", "少于5", "条", "全市"]
    first = [one.value for one in book["活动清单"][2]]
    assert first == [time.shanghai(2018, 5, 1).replace(tzinfo=None), "样例科技（示例）党支部", "第1次党课", 1]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert {(one.freeze_panes, one.print_title_rows, one.page_setup.paperSize) for one in book} == {
        ("A2", "$1:$1", 9)
    }


def test_html_when_opened_then_loads_nothing_and_opens_every_number() -> None:
    tree = html5lib.parse(
        page.written(paper(site="https://example.org")).decode(), namespaceHTMLElements=False
    )
    loaded = [one.get("src", "") for one in tree.iter("img")] + [one.get("href") for one in tree.iter("link")]
    assert [one.split(";")[0] for one in loaded] == ["data:image/svg+xml"]
    assert [one.get("alt") for one in tree.iter("img")] == [
        "每月活动，共 126 场：2018年4月 60，2018年5月 66。"
    ]
    assert {one.get("href").split("?")[0] for one in tree.iter("a")} == {
        "https://example.org/reports/2a3b4c/",
        "https://example.org/figures/campaigns.notices/",
        "https://example.org/figures/campaigns.promises/",
        "https://example.org/figures/activities.activities/",
    }
    assert list(tree.iter("script")) == []


def test_report_when_withdrawn_then_every_format_says_so_and_why() -> None:
    gone = paper(withdrawn_at=dt.datetime(2018, 7, 1, 2, tzinfo=dt.UTC), withdrawn_reason="一个数算重了")
    for kind, text in _texts(gone).items():
        assert (kind, "一个数算重了" in text.replace("\n", "").replace("\r", "")) == (kind, True)
    assert "已撤回" in _docx(gone).sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("bad", HOSTILE, ids=range(len(HOSTILE)))
def test_report_with_hostile_text_then_every_format_still_opens(bad: str) -> None:
    made = content(
        bad,
        organ=bad[:60],
        blocks=(
            Heading(bad[:60]),
            Text(((bad, 0),)),
            Figures(bad[:60], (0,)),
            Listing(bad[:60], 0, ("名称", bad[:30]), ((bad, bad),)),
        ),
        entries=(dataclasses.replace(NOTICES, label=bad, sentence=bad),),
    )
    texts = _texts(paper(_storable(made)))
    assert {kind for kind, text in texts.items() if "1,234" in text} == set(papers.KINDS)
    book = _xlsx(paper(_storable(made)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def _storable(made: Content) -> Content:
    """As it comes back from the database, which keeps JSON in UTF-8."""
    return Content.from_json(json.loads(json.dumps(made.to_json()).encode().decode().replace("\\ud800", "")))


@pytest.mark.django_db
def test_edition_when_made_then_is_each_of_the_formats_and_the_same_bytes_again(house: House) -> None:
    house.notices.sent()
    edition = house.published()
    made = {kind: papers.make(edition, kind, site="https://example.org/") for kind in papers.KINDS}
    assert {kind: content[:4] for kind, content in made.items()} == {
        "pdf": b"%PDF",
        "docx": b"PK\x03\x04",
        "xlsx": b"PK\x03\x04",
        "json": b"{\n  ",
        "html": b"<!do",
    }
    again = Edition.objects.get(pk=edition.pk)
    assert {
        kind for kind in papers.KINDS if papers.make(again, kind, site="https://example.org") != made[kind]
    } == set()
    assert json.loads(made["json"])["digest"] == edition.digest
    assert papers.name_of(edition, "pdf") == "红“芯”向党：两个月里做了什么（第1版）.pdf"
