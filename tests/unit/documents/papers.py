"""Documents for tests, and a measured page: where its characters and lines are, in millimetres from its upper left corner."""

from __future__ import annotations

import ctypes
import datetime as dt
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from sixianghui.documents.public import (
    Attachment,
    Heading,
    Numbered,
    OfficialDocument,
    Paragraph,
    Table,
    as_pdf,
)

TEXT = (
    "为推动全市互联网企业党组织和广大党员在改革发展稳定中比作为、争先锋，比贡献、争优秀，根据上级有关部门的安排，"
    "现就在全市互联网企业党组织中开展主题活动有关事项通知如下。"
)
MM = 25.4 / 72


def paper(**changed: Any) -> OfficialDocument:
    """A notice with everything in it."""
    given: dict[str, Any] = {
        "issuers": ("样例市互联网行业党委",),
        "number": "样例〔2018〕1号",
        "title": "样例市互联网行业党委关于在全市互联网企业党组织中开展“双比双争”主题活动的通知",
        "date": dt.date(2018, 3, 19),
        "addressees": ("各互联网企业党组织", "各联合党支部"),
        "blocks": (
            Paragraph(TEXT),
            Heading("主要内容"),
            Heading("开展“亮身份、作承诺”活动", 2, "请在2018年4月10日前报送计划。"),
            Heading("交流做法", 2),
            Numbered(("做了什么", "有什么效果")),
            Table(("载体", "截止日期"), (("亮身份", "4月10日"), ("主题党日", "6月30日"))),
            Heading("工作要求"),
            Paragraph(TEXT),
        ),
        "attachments": (
            Attachment("活动计划表（样式）", (Paragraph("由党组织自己填写。"),)),
            Attachment("企业党组织名单"),
        ),
        "copies": ("样例市委组织部", "市委网信办"),
        "printed_by": "样例市互联网行业党委办公室",
        "printed_on": dt.date(2018, 3, 20),
        "sample": True,
    }
    return OfficialDocument(**given | changed)


def plain(text: str, **changed: Any) -> OfficialDocument:
    """A notice of one long text, without attachments."""
    return paper(**{"blocks": (Paragraph(text),), "attachments": (), **changed})


@dataclass(frozen=True)
class Letter:
    """A character and the box of its ink."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float


@dataclass(frozen=True)
class Page:
    """A page as it was rendered."""

    width: float
    height: float
    letters: tuple[Letter, ...]
    rules: tuple[tuple[float, float, float, float], ...]
    fonts: frozenset[tuple[str, bool]]

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.letters)

    def inside(self) -> list[Letter]:
        """The letters of the area, without page number and mark."""
        return [one for one in self.letters if one.top > 36 and one.bottom < 262.5]

    def lines(self) -> list[str]:
        """The lines of the area, from above: what stands on one base line."""
        found: dict[float, list[Letter]] = {}
        for one in self.inside():
            found.setdefault(round(one.base, 1), []).append(one)
        return [
            "".join(one.text for one in sorted(found[base], key=lambda one: one.left))
            for base in sorted(found)
        ]


def pages(document: OfficialDocument) -> list[Page]:
    """A document set as PDF and measured."""
    file = pypdfium2.PdfDocument(as_pdf(document))
    return [_page(one) for one in file]


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    letters = []
    for at in range(text.count_chars()):
        shown = text.get_text_range(at, 1)
        if shown.strip():
            left, bottom, right, top = text.get_charbox(at)
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(text.raw, at, x, y)
            down = [(height - one) * MM for one in (top, bottom, y.value)]
            letters.append(Letter(shown, left * MM, down[0], right * MM, *down[1:]))
    rules = []
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = one.get_bounds()
        rules.append((left * MM, (height - top) * MM, right * MM, (height - bottom) * MM))
    fonts = {_font(one) for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5)}
    return Page(width * MM, height * MM, tuple(letters), tuple(rules), frozenset(fonts))


def _font(piece: pypdfium2.PdfObject) -> tuple[str, bool]:
    font = pdfium.FPDFTextObj_GetFont(piece.raw)
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, name, 200)
    return name.value.decode(), pdfium.FPDFFont_GetIsEmbedded(font) == 1
