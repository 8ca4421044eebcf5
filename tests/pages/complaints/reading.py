"""Reading a page, and a form as somebody would send it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import time_machine
from django.utils.html import strip_tags

from sixianghui.complaints import slips


def words(response: Any) -> str:
    """The text of the main part of a page, in one line."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", strip_tags(html[html.index("<main") : html.index("</main>")]))


def an_old_slip() -> str:
    """The slip of a form that was opened a while ago."""
    with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1), tick=False):
        return slips.new_slip()


def a_form(text: str, **more: str) -> dict[str, str]:
    """What a reader's browser sends for a suggestion."""
    return {"text": text, "choice": "suggestion", "slip": an_old_slip(), **more}
