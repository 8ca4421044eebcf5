"""What other rooms may use: official documents as files, and the fonts that ship."""

from sixianghui.documents.fonts import Font, font_path
from sixianghui.documents.layout import (
    Attachment,
    Block,
    Heading,
    Numbered,
    OfficialDocument,
    Paragraph,
    Table,
)
from sixianghui.documents.pdf import as_pdf, unprintable


def as_docx(document: OfficialDocument) -> bytes:
    """The document as DOCX, the same bytes each time. Raises `Conflict` when it is too long."""
    # python-docx takes a fifth of a second to import; only who downloads a document waits for it.
    from sixianghui.documents import word

    return word.build(document)


__all__ = [
    "Attachment",
    "Block",
    "Font",
    "Heading",
    "Numbered",
    "OfficialDocument",
    "Paragraph",
    "Table",
    "as_docx",
    "as_pdf",
    "font_path",
    "unprintable",
]
