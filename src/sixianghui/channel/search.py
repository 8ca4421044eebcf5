"""How search finds the channel's pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sixianghui.search.public import pages_source, register_source


def register() -> None:
    """Tell `search`."""
    register_source(pages_source("pages", _("频道"), text_of=text_of))


def text_of(page: Any) -> str:
    """What a page tells under its title: its summary, or a column's promise."""
    return str(page.summary or getattr(page, "promise", ""))
