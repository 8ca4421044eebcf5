"""The columns as links on every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from sixianghui.channel import queries
from sixianghui.ui.public import Link


def columns() -> Iterator[Link]:
    """Each column by its short name; an English page has the name of the column's form instead."""
    english = (translation.get_language() or "").startswith("en")
    for column in queries.columns():
        yield Link(column.get_face_display() if english else column.short_title, column.url or "")
