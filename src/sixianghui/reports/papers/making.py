"""From an edition to the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import override

from sixianghui.common import time
from sixianghui.documents import public as documents
from sixianghui.reports.models import Edition
from sixianghui.reports.papers import official, page, plain, workbook
from sixianghui.reports.papers.paper import Paper, revealed
from sixianghui.reports.queries import reports as queries
from sixianghui.reports.rules.frozen import Content

#: What a report is made as, each with its type for a browser.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
KINDS = tuple(TYPES)
_MAKERS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": lambda paper: documents.as_pdf(official.document(paper)),
    "docx": lambda paper: documents.as_docx(official.document(paper)),
    "xlsx": workbook.written,
    "json": plain.written,
    "html": page.written,
}


def make(
    edition: Edition, kind: str, *, exact: bool = False, seen: Content | None = None, site: str = ""
) -> bytes:
    """The edition as one of `KINDS`, the same bytes each time. `exact`: with the numbers that only some may see.

    `seen`: its content as one reader may see it (`queries.editions.as_read`). `site` stands before addresses, without a slash at its end. Raises `KeyError` for another kind and `Conflict` for
    what is too long for a document.
    """
    maker = _MAKERS[kind]
    paper = paper_of(edition, exact=exact, seen=seen, site=site)
    with override("zh-hans"):
        return maker(paper)


def paper_of(edition: Edition, *, exact: bool = False, seen: Content | None = None, site: str = "") -> Paper:
    """What a file is made from. One query: whether it was withdrawn."""
    found: Any = queries.editions().get(pk=edition.pk)
    content = Content.from_json(found.content)
    shown = seen or (revealed(content) if exact else content.open())
    return Paper(
        ref=found.ref,
        number=found.number,
        content=content.open(),
        shown=shown,
        published_at=found.at,
        digest=found.digest,
        note=found.note,
        withdrawn_at=found.withdrawn_at,
        withdrawn_reason=found.withdrawn_reason or "",
        sample=content.sample or time.is_demo_time(),
        site=site.rstrip("/"),
    )


def name_of(edition: Edition, kind: str) -> str:
    """What the file is called when it is saved."""
    title = "".join(one for one in edition.title if one.isprintable() and one not in '\\/:*?"<>|')
    return f"{title or '报告'}（第{edition.number}版）.{kind}"
