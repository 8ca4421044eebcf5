"""Charts in a DOCX: pictures with a text for who does not see them, and a caption that Word numbers."""

from __future__ import annotations

import io

from docx.document import Document
from docx.shared import Pt

from sixianghui.documents import glyphs, word_tables
from sixianghui.documents import word_styles as styles
from sixianghui.documents.flow import Drawing


def drawing(file: Document, it: Drawing) -> None:
    """The chart as a picture as wide as the area. Word shows no SVG in older versions, so that it is a PNG."""
    # Typst takes a tenth of a second to import; only who downloads a document with a chart waits for it.
    from sixianghui.documents.typesetting import picture

    paragraph = file.add_paragraph("", style=styles.PICTURE)
    paragraph.paragraph_format.keep_with_next = True
    shown = paragraph.add_run().add_picture(io.BytesIO(picture(glyphs.printable(it.svg))), width=Pt(it.width))
    about = shown._inline.docPr
    about.set("descr", it.alt)
    about.set("title", it.title)
    word_tables.caption(file, it.title)
