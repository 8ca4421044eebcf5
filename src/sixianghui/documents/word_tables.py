"""The parts of a DOCX that are tables or fields: a table of the text, the imprint, the head of several issuers, a page number."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt

from sixianghui.documents import measures
from sixianghui.documents import word_styles as styles
from sixianghui.documents.flow import Face, Grid
from sixianghui.documents.rules import Imprinted
from sixianghui.documents.texts import width

#: Longer cells begin at the left.
_SHORT = 12
#: A table of more columns is set smaller.
_MANY = 5
_TWIPS_WIDE = Mm(measures.AREA_WIDTH).twips
_HEAD_FACE = (
    f'<w:rPr><w:rFonts w:ascii="{styles.LATIN}" w:hAnsi="{styles.LATIN}" w:eastAsia="{styles.FONTS[Face.HEI][0]}" '
    'w:hint="eastAsia"/></w:rPr>'
)
# Written as text and read once: built cell by cell, a table of two hundred rows takes seconds.
_TABLE = (
    f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{{wide}}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
)


def border(side: str, high: float, colour: str = "000000", space: float = 0.0) -> Any:
    """One edge: `high` and `space` in millimetres. Word counts eighths of a point, and points."""
    edge = OxmlElement(f"w:{side}")
    edge.set(qn("w:val"), "single")
    edge.set(qn("w:sz"), str(max(2, round(high / measures.POINT * 8))))
    edge.set(qn("w:space"), str(round(space / measures.POINT)))
    edge.set(qn("w:color"), colour)
    return edge


def grid(file: Document, it: Grid) -> None:
    """A table as wide as the area, its head again on each page; its title above it, a note below."""
    if it.title:
        caption(file, it.title).paragraph_format.keep_with_next = True
    widths = [round(_TWIPS_WIDE * share / sum(it.shares)) for share in it.shares]
    style = file.styles[styles.NARROW_CELL if len(widths) > _MANY else styles.CELL].style_id
    lines = []
    for at, texts in enumerate((it.header, *it.rows) if it.header else it.rows):
        is_head = at == 0 and bool(it.header)
        kept = "<w:cantSplit/><w:tblHeader/>" if is_head else "<w:cantSplit/>"
        columns = zip(texts, widths, it.numeric, strict=True)
        row = "".join(_cell(text, wide, style, is_head, is_number) for text, wide, is_number in columns)
        lines.append(f"<w:tr><w:trPr>{kept}</w:trPr>{row}</w:tr>")
    file.element.body._insert_tbl(parse_xml(_TABLE.format(
        grid="".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths), wide=sum(widths), rows="".join(lines),
    )))  # fmt: skip
    if it.note:
        file.add_paragraph(it.note, style=styles.TABLE_NOTE)


def _cell(text: str, wide: int, style: str, is_head: bool, is_number: bool) -> str:
    side = "" if is_head else "right" if is_number else "left" if len(text) > _SHORT else ""
    aligned = f'<w:jc w:val="{side}"/>' if side else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{aligned}'
        f'</w:pPr><w:r>{_HEAD_FACE if is_head else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


def caption(file: Document, title: str) -> Any:
    """“表1　……” with a number that Word counts, so that a clerk may put one in between."""
    kind, number, name = title[0], title[1 : title.index("\u3000")], title[title.index("\u3000") :]
    paragraph = file.add_paragraph(kind, style=styles.CAPTION)
    field(paragraph, f"SEQ {kind} \\* ARABIC", number)
    paragraph.add_run(name)
    return paragraph


def imprint(file: Document, rows: tuple[Imprinted, ...]) -> None:
    """版记: its last line lies on the lower edge of the area (7.4.1), so the table is bound to the margin."""
    table = file.add_table(rows=0, cols=1)
    table.autofit = False
    place = OxmlElement("w:tblpPr")
    for key, value in (
        ("leftFromText", "0"), ("rightFromText", "0"), ("vertAnchor", "margin"), ("horzAnchor", "margin"),
        ("tblpXSpec", "center"), ("tblpYSpec", "bottom"),
    ):  # fmt: skip
        place.set(qn(f"w:{key}"), value)
    properties = table._tbl.tblPr
    properties.append(place)
    for wide in properties.findall(qn("w:tblW")):
        wide.set(qn("w:type"), "dxa")
        wide.set(qn("w:w"), str(Mm(measures.AREA_WIDTH).twips))
    _edges(table, {"top": measures.THICK_LINE, "bottom": measures.THICK_LINE, "insideH": measures.THIN_LINE})
    # One character is free at the left and at the right (7.4.2, 7.4.3).
    _cell_margins(table, measures.SIZE_4_PT)
    for one in rows:
        cell = table.add_row().cells[0]
        cell.width = Mm(measures.AREA_WIDTH)
        paragraph = cell.paragraphs[0]
        paragraph.style = file.styles[styles.IMPRINT]
        form = paragraph.paragraph_format
        if one.label:
            form.left_indent = Pt(3 * measures.SIZE_4_PT)
            form.first_line_indent = Pt(-3 * measures.SIZE_4_PT)
        if one.right:
            end = Mm(measures.AREA_WIDTH) - Pt(2 * measures.SIZE_4_PT)
            form.tab_stops.add_tab_stop(Length(end), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(one.label + one.text + (f"\t{one.right}" if one.right else ""))
    # A file ends with a paragraph; this one takes no room.
    last = file.add_paragraph("", style=styles.IMPRINT)
    last.paragraph_format.line_spacing = Pt(1)


def joint_head(file: Document, issuers: tuple[str, ...], word: str, size: float) -> None:
    """Several issuers, the host first, with 文件 in the middle at their right (7.2.4)."""
    table = file.add_table(rows=len(issuers), cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _cell_margins(table, 0)
    widths = (max(map(width, issuers)) * size + 3, (width(word) + 0.25) * size + 3)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Pt(wide)
        for cell in column.cells:
            cell.width = Pt(wide)
    for at, name in enumerate(issuers):
        _head_cell(table.cell(at, 0), name, size, "distribute")
    merged = table.cell(0, 1).merge(table.cell(len(issuers) - 1, 1))
    for extra in merged.paragraphs[1:]:
        merged._tc.remove(extra._p)
    _head_cell(merged, word, size)
    centred = OxmlElement("w:vAlign")
    centred.set(qn("w:val"), "center")
    merged._tc.get_or_add_tcPr().append(centred)


def page_field(paragraph: Any) -> None:
    """The number of the page, counted by Word."""
    field(paragraph, "PAGE", "1")


def field(paragraph: Any, what: str, shown: str) -> None:
    """Something that Word counts; `shown` until it does."""
    for kind, text in (("begin", ""), ("", what), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind == "shown":
            continue
        piece = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            piece.set(qn("w:fldCharType"), kind)
        else:
            piece.text = text
        run._r.append(piece)


def _cell_margins(table: Any, wide: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Pt(wide).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _head_cell(cell: Any, text: str, size: float, align: str = "right") -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = cell.part.document.styles[styles.ISSUER]
    paragraph.paragraph_format.line_spacing = Pt(size * 1.25)
    side = OxmlElement("w:jc")
    side.set(qn("w:val"), align)
    paragraph._p.get_or_add_pPr().append(side)
    paragraph.add_run(text).font.size = Pt(size)


def _edges(table: Any, sides: dict[str, float]) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            borders.append(border(side, sides[side]))
    table._tbl.tblPr.append(borders)
