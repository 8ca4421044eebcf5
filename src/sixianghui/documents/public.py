"""What other rooms may use: official documents as files, and the fonts that ship."""

from sixianghui.documents.charts import draw
from sixianghui.documents.fonts import Font, font_path
from sixianghui.documents.layout import (
    Attachment,
    Block,
    Chart,
    Heading,
    Numbered,
    OfficialDocument,
    Paragraph,
    Part,
    Table,
)
from sixianghui.documents.pdf import as_pdf, unprintable
from sixianghui.documents.texts import mark as heading_mark


def chart_svg(chart: Chart) -> str:
    """The drawing of a chart as SVG, the same as in a PDF."""
    return draw([(one.label, one.number, one.shown) for one in chart.parts], chart.over_time).svg


def as_docx(document: OfficialDocument) -> bytes:
    """The document as DOCX, the same bytes each time. Raises `Conflict` when it is too long."""
    # python-docx takes a fifth of a second to import; only who downloads a document waits for it.
    from sixianghui.documents import word

    return word.build(document)


__all__ = [
    "Attachment",
    "Block",
    "Chart",
    "Font",
    "Heading",
    "Numbered",
    "OfficialDocument",
    "Paragraph",
    "Part",
    "Table",
    "as_docx",
    "as_pdf",
    "chart_svg",
    "font_path",
    "heading_mark",
    "unprintable",
]
