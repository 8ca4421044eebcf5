"""The Chinese fonts that ship in the package, for documents and drawn pictures; pages use the reader's own."""

from __future__ import annotations

from enum import StrEnum
from importlib import resources
from pathlib import Path


class Font(StrEnum):
    """A font that ships: Noto Serif SC SemiBold for titles, its Regular for the text of documents, Noto Sans SC
    Regular for headings and drawn pictures.
    """

    SERIF = "serif.ttf"
    BODY = "body.ttf"
    SANS = "sans.ttf"


def font_path(font: Font) -> Path:
    """Where the file of a font is."""
    return Path(str(resources.files(__name__) / font.value))
