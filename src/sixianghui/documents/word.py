"""A document as DOCX, with real styles, a real page grid and real page numbers, for a clerk to go on editing."""

from __future__ import annotations

from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sixianghui.common.time import shanghai
from sixianghui.documents import measures, rules, word_file, word_pictures, word_tables
from sixianghui.documents import word_styles as styles
from sixianghui.documents.flow import Drawing, Face, Grid, Piece
from sixianghui.documents.layout import OfficialDocument
from sixianghui.documents.rules import Annex, Sheet
from sixianghui.documents.texts import width

_CELL = measures.CELL_PT


def build(document: OfficialDocument) -> bytes:
    """The document as DOCX, the same bytes each time."""
    sheet = rules.sheet(document)
    file = docx.Document()
    for one in list(file.element.body)[:-1]:
        file.element.body.remove(one)
    styles.prepare(file)
    _properties(file, document, sheet)
    _page_furniture(file, sheet)
    _head(file, sheet)
    _blank(file, 2)
    _title(file, sheet.title)
    _blank(file)
    if sheet.addressees:
        _add(file, sheet.addressees, styles.TO)
    _flow(file, sheet.flow)
    _listed(file, sheet.listed)
    _blank(file)
    _signature(file, sheet)
    if sheet.note:
        _add(file, f"（{sheet.note}）", styles.NOTE)
    for annex in sheet.annexes:
        _annex(file, annex)
    if sheet.imprint:
        word_tables.imprint(file, sheet.imprint)
    return word_file.written(file, styles.OURS)


def _add(file: Document, text: str, style: str) -> Any:
    return file.add_paragraph(text, style=style)


def _blank(file: Document, lines: int = 1) -> None:
    for _line in range(lines):
        _add(file, "", styles.TO)


def _head(file: Document, sheet: Sheet) -> None:
    """样例 in the first line, the issuers 35 mm below the edge of the area, the number, the red line (7.2)."""
    row = measures.ROW_PT
    first = _add(file, " · ".join(sheet.marks), styles.ANNEX)
    first.paragraph_format.line_spacing = Pt(row)
    size = head_size(sheet)
    before = measures.HEAD_TOP / measures.POINT - row
    if len(sheet.issuers) == 1:
        name = _add(file, sheet.issuers[0] + sheet.head_word, styles.ISSUER)
        name.runs[0].font.size = Pt(size)
        name.paragraph_format.space_before = Pt(before)
        name.paragraph_format.line_spacing = Pt(size * 1.2)
    else:
        first.paragraph_format.space_after = Pt(before)
        word_tables.joint_head(file, sheet.issuers, sheet.head_word, size)
    _blank(file, 2)
    number = _add(file, sheet.number, styles.NUMBER)
    borders = OxmlElement("w:pBdr")
    borders.append(
        word_tables.border("bottom", measures.RED_LINE, str(styles.RED), measures.LINE_BELOW_NUMBER)
    )
    number._p.get_or_add_pPr().append(borders)


def head_size(sheet: Sheet) -> float:
    """As large as one line of the area allows, and not larger than becomes it."""
    letters = max(map(width, sheet.issuers)) + width(sheet.head_word) + (0.5 if len(sheet.issuers) > 1 else 0)
    fitting = measures.AREA_WIDTH / measures.POINT / max(1.0, letters)
    return round(min(measures.HEAD_LARGEST_PT, fitting, 150 / len(sheet.issuers) + 20) * 2 - 0.5) / 2


def _title(file: Document, lines: tuple[str, ...]) -> None:
    """One paragraph with a line for each: a clerk moves a break, not a paragraph."""
    title = _add(file, "", styles.TITLE)
    for at, line in enumerate(lines):
        run = title.add_run(line)
        if at + 1 < len(lines):
            run.add_break(WD_BREAK.LINE)


def _flow(file: Document, flow: tuple[Piece, ...]) -> None:
    for one in flow:
        if isinstance(one, Grid):
            word_tables.grid(file, one)
            continue
        if isinstance(one, Drawing):
            word_pictures.drawing(file, one)
            continue
        paragraph = _add(file, "", f"Heading {one.level}" if one.level else styles.TEXT)
        for run in one.runs:
            added = paragraph.add_run(run.text)
            if not one.level and run.face is not Face.BODY:
                styles.faced(added, run.face)


def _listed(file: Document, listed: tuple[str, ...]) -> None:
    """附件：two characters in; what goes on stands under the name's first character (7.3.4)."""
    if not listed:
        return
    _blank(file)
    for at, one in enumerate(listed):
        mark = f"{at + 1}." if len(listed) > 1 else ""
        paragraph = _add(file, ("附件：" if at == 0 else "") + mark + one, styles.ATTACHED)
        hanging = 3 + width(mark)
        paragraph.paragraph_format.left_indent = Pt((2 + hanging) * _CELL)
        paragraph.paragraph_format.first_line_indent = Pt(
            -hanging * _CELL if at == 0 else -width(mark) * _CELL
        )


def _signature(file: Document, sheet: Sheet) -> None:
    """Where 7.3.5 puts them; see `official.typ`, which does the same."""
    date, first = width(sheet.date), width(sheet.signed[0]) if sheet.signed else 0.0
    if sheet.sealed:
        start = measures.CELLS - 4 - date
        indents = [start + (date - width(one)) / 2 for one in sheet.signed]
        dated = start
    else:
        dated = measures.CELLS - 2 - date if date > first else measures.CELLS - first
        indents = [dated - 2 for _one in sheet.signed]
    for one, indent in zip(sheet.signed, indents, strict=True):
        room = measures.CELLS - width(one)
        _add(file, one, styles.SIGNED).paragraph_format.left_indent = Pt(max(0.0, min(indent, room)) * _CELL)
    _add(file, sheet.date, styles.DATED).paragraph_format.left_indent = Pt(max(0.0, dated) * _CELL)
    _keep_together(file, len(sheet.signed) + 2)


def _keep_together(file: Document, last: int) -> None:
    """The signature never stands alone on a page: what is before it stays with it (7.3.5.5)."""
    for paragraph in file.paragraphs[-last - 1 : -1]:
        paragraph.paragraph_format.keep_with_next = True
    for paragraph in file.paragraphs[-last - 1 :]:
        paragraph.paragraph_format.widow_control = True


def _annex(file: Document, annex: Annex) -> None:
    """On a page of its own: 附件1 in the first line, its title in the third (7.3.7)."""
    label = _add(file, annex.label, styles.ANNEX)
    label.paragraph_format.page_break_before = True
    _blank(file)
    _title(file, annex.title)
    _blank(file)
    _flow(file, annex.flow)


def _page_furniture(file: Document, sheet: Sheet) -> None:
    """— 1 — at the right on odd pages, at the left on even ones, one character from the edge (7.5); 样例 above."""
    file.settings.odd_and_even_pages_header_footer = True
    section = file.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.style = file.styles[styles.PAGE_NUMBER]
        form = paragraph.paragraph_format
        form.right_indent = form.left_indent = Pt(measures.SIZE_4_PT)
        align = OxmlElement("w:jc")
        align.set(qn("w:val"), side)
        paragraph._p.get_or_add_pPr().append(align)
        paragraph.add_run("— ")
        word_tables.page_field(paragraph)
        paragraph.add_run(" —")
    if above := rules.above(sheet):
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].style = file.styles[styles.SAMPLE]
            header.paragraphs[0].add_run(above)
    section.header_distance = Mm(18)


def _properties(file: Document, document: OfficialDocument, sheet: Sheet) -> None:
    """What the file says of itself: the title and the issuers, and no machine or person."""
    day = shanghai(document.date.year, document.date.month, document.date.day, 12)
    about = file.core_properties
    about.title, about.author = sheet.title_text[:250], "、".join(sheet.issuers)[:250]
    about.last_modified_by, about.comments, about.language = "", "", "zh-CN"
    about.created = about.modified = day.replace(tzinfo=None)
