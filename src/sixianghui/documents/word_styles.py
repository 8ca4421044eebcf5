"""The page and the styles of a DOCX: what a clerk finds in the list of styles and goes on editing with.

Fonts are named as the standard has them, with `w:eastAsia`, which Word asks for Chinese text; the font table names what
stands in where one is not installed (仿宋_GB2312 came with older systems, 仿宋 with newer ones).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from sixianghui.documents import measures
from sixianghui.documents.flow import Face

#: What Word is told, and what it takes where that is missing.
FONTS = {
    Face.BODY: ("仿宋_GB2312", "仿宋"),
    Face.HEI: ("黑体", "SimHei"),
    Face.KAI: ("楷体_GB2312", "楷体"),
    Face.TITLE: ("方正小标宋简体", "宋体"),
}
LATIN = "Times New Roman"
RED = RGBColor(0xD7, 0x00, 0x0F)
#: Styles by the parts of the document; headings keep Word's own names, so that they are an outline.
TITLE, TO, TEXT, ISSUER, NUMBER = "公文标题", "主送机关", "公文正文", "发文机关标志", "发文字号"
ATTACHED, SIGNED, DATED, NOTE, IMPRINT, CELL = "附件说明", "署名", "成文日期", "附注", "版记", "表格文字"
ANNEX, PAGE_NUMBER, SAMPLE = "附件标识", "页码", "样例"
NARROW_CELL, TABLE_NOTE, PICTURE = "表格小字", "表注", "图"
#: Word's own, so that it makes a list of tables and charts from it.
CAPTION = "Caption"
_TWIPS = 20


def prepare(file: Document) -> None:
    """A4 with the standard's margins, 22 lines of 28 characters, and every style."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(measures.PAGE_WIDTH), Mm(measures.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(measures.TOP), Mm(measures.BOTTOM)
    section.left_margin, section.right_margin = Mm(measures.LEFT), Mm(measures.RIGHT)
    section.header_distance = Mm(16)
    # The dash stands 7 mm below the area (7.5): the footer is one line of 四号 high.
    section.footer_distance = Mm(measures.BOTTOM - measures.NUMBER_BELOW) - Pt(measures.SIZE_4_PT)
    # 22 lines fill the area (5.2.3). A grid of characters would need a negative share, with which other programs than
    # Word set each character twice as wide; 28 characters come from the spacing of the style instead.
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(measures.ROW_PT * _TWIPS)))
    section._sectPr.append(grid)
    _normal(file)
    _styles(file)
    _font_table(file)


def faced(style_or_run: Any, face: Face, size: float | None = None) -> None:
    """Set a face: Chinese characters in its own font, Latin in that of the text."""
    font = style_or_run.font
    font.name = LATIN
    fonts = style_or_run.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), FONTS[face][0])
    fonts.set(qn("w:hint"), "eastAsia")
    if size is not None:
        font.size = Pt(size)


def first_line(style: Any, characters: float) -> None:
    """So many characters in, whatever their size later becomes."""
    ind = style.element.get_or_add_pPr().get_or_add_ind()
    ind.set(qn("w:firstLineChars"), str(int(characters * 100)))
    ind.set(qn("w:firstLine"), str(int(characters * measures.SIZE_3_PT * _TWIPS)))


def _normal(file: Document) -> None:
    style = file.styles["Normal"]
    faced(style, Face.BODY, measures.SIZE_3_PT)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = 1.0
    form.widow_control = False
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(int((measures.CELL_PT - measures.SIZE_3_PT) * _TWIPS) - 1))
    style.element.get_or_add_rPr().append(spacing)
    # Chinese and Latin stand together without a gap, as in the PDF; a character is a cell of the grid.
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        style.element.get_or_add_pPr().append(_with(name, "0"))
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def _styles(file: Document) -> None:
    for name, face, size, align in _LIST:
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        style.quick_style = True
        faced(style, face, size)
        if size != measures.SIZE_3_PT:
            style.element.get_or_add_rPr().append(_with("w:spacing", "0"))
        if align:
            style.element.get_or_add_pPr().append(_with("w:jc", align))
    for level, face in ((1, Face.HEI), (2, Face.KAI), (3, Face.BODY), (4, Face.BODY)):
        style = file.styles[f"Heading {level}"]
        style.base_style = file.styles["Normal"]
        faced(style, face, measures.SIZE_3_PT)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
        first_line(style, 2)
    _caption(file)
    for name in (TEXT, NOTE):
        first_line(file.styles[name], 2)
    file.styles[ISSUER].font.color.rgb = RED
    file.styles[SIGNED].paragraph_format.keep_with_next = True
    # A table's lines are closer than the grid's.
    for name in (CELL, NARROW_CELL, TABLE_NOTE, CAPTION):
        file.styles[name].element.get_or_add_pPr().append(_with("w:snapToGrid", "0"))
    # 二号 on the grid's lines would take two of them; it takes one, as in the PDF.
    for name in (TITLE, ISSUER):
        file.styles[name].element.get_or_add_pPr().append(_with("w:snapToGrid", "0"))
    file.styles[TITLE].paragraph_format.line_spacing = Pt(measures.ROW_PT)
    file.styles[TITLE].paragraph_format.keep_with_next = True


def _caption(file: Document) -> None:
    style = file.styles[CAPTION]
    style.base_style = file.styles["Normal"]
    faced(style, Face.HEI, measures.SIZE_TABLE_PT)
    style.font.bold = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.element.get_or_add_pPr().append(_with("w:jc", "center"))
    style.element.get_or_add_rPr().append(_with("w:spacing", "0"))
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(4)


_LIST: tuple[tuple[str, Face, float, str], ...] = (
    (TITLE, Face.TITLE, measures.SIZE_2_PT, "center"),
    (TO, Face.BODY, measures.SIZE_3_PT, "left"),
    (TEXT, Face.BODY, measures.SIZE_3_PT, "both"),
    (ISSUER, Face.TITLE, measures.HEAD_LARGEST_PT, "center"),
    (NUMBER, Face.BODY, measures.SIZE_3_PT, "center"),
    (ATTACHED, Face.BODY, measures.SIZE_3_PT, "left"),
    (SIGNED, Face.BODY, measures.SIZE_3_PT, "left"),
    (DATED, Face.BODY, measures.SIZE_3_PT, "left"),
    (NOTE, Face.BODY, measures.SIZE_3_PT, "both"),
    (IMPRINT, Face.BODY, measures.SIZE_4_PT, "left"),
    (CELL, Face.BODY, measures.SIZE_TABLE_PT, "center"),
    (NARROW_CELL, Face.BODY, measures.SIZE_NARROW_PT, "center"),
    (TABLE_NOTE, Face.BODY, measures.SIZE_NARROW_PT, "left"),
    (PICTURE, Face.BODY, measures.SIZE_TABLE_PT, "center"),
    (ANNEX, Face.HEI, measures.SIZE_3_PT, "left"),
    (PAGE_NUMBER, Face.TITLE, measures.SIZE_4_PT, ""),
    (SAMPLE, Face.HEI, measures.SIZE_4_PT, "right"),
)
OURS = {name for name, *_rest in _LIST}


def _with(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _font_table(file: Document) -> None:
    """Which font stands in for which (`w:altName`)."""
    for part in _parts(file):
        if str(part.partname) == "/word/fontTable.xml":
            fonts = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
                for name, other in FONTS.values()
            )
            table = parse_xml(f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>")
            from lxml import etree

            part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _parts(file: Document) -> Iterator[Any]:
    return file.part.package.iter_parts()
