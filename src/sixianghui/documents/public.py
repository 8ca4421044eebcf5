"""What other rooms may use: official documents as files, and the fonts that ship."""

from sixianghui.documents.fonts import Font, font_path
from sixianghui.documents.layout import (
    Attachment,
    Block,
    Heading,
    OfficialDocument,
    Paragraph,
    Points,
    Table,
)
from sixianghui.documents.pdf import as_pdf, unprintable

__all__ = [
    "Attachment",
    "Block",
    "Font",
    "Heading",
    "OfficialDocument",
    "Paragraph",
    "Points",
    "Table",
    "as_pdf",
    "font_path",
    "unprintable",
]
