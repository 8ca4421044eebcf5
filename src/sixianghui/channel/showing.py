"""What the front page and the columns' pages show: reads, faces and sources put together for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from sixianghui.channel import queries, sources
from sixianghui.channel.asking import Asked
from sixianghui.channel.faces import Face, Shown, face_of
from sixianghui.channel.models import ColumnPage, HomePage, Piece
from sixianghui.common import time

#: Narrow sections in one row of the front page; a wide one stands between two rows.
ROW = 3


@dataclass(frozen=True)
class Part:
    """A column's section of the front page, ready for its template."""

    face: Face
    column: ColumnPage
    total: int
    pieces: list[Piece]
    more: dict[str, Any]


def front_page(home: HomePage) -> dict[str, Any]:
    """The first story, those beside it, each column in its form, and what comes next. `tags`: whose change it shows."""
    page = queries.front_page(home)
    parts = []
    for section in page.sections:
        face = face_of(section.column)
        parts.append(
            Part(face, section.column, section.total, face.pieces_at_home(section), face.at_home(section))
        )
    narrow, wide = [one for one in parts if not one.face.wide], [one for one in parts if one.face.wide]
    rows = [[("row", narrow[:ROW])], [("wide", [one]) for one in wide], [("row", narrow[ROW:])]]
    live, coming = sources.occasions(time.now())
    return {
        "tags": page.tags.union(*(part.more.get("tags", ()) for part in parts)),
        "lead": page.lead,
        "second": page.second,
        "bands": [band for row in rows for band in row if band[1]],
        "columns": parts,
        "live": live,
        "coming": coming,
        "progress": sources.progress.all(),
    }


def column(page: ColumnPage, asked: Asked) -> dict[str, Any]:
    """One page of a column's list and what its face needs; `tags`: whose change it shows. Raises `Http404` when there
    is no such page."""
    face = face_of(page)
    listing = queries.listing(page, asked, size=face.size, by_day=face.by_day)
    if listing is None:
        raise Http404
    made = face.on_page(Shown(page, listing))
    tags = frozenset({*face.tags, *listing.tags, *made.get("tags", ())})
    return {"face": face, "listing": listing, **made, "tags": tags}


def template_of(page: ColumnPage) -> str:
    """The template of a column's page."""
    return face_of(page).page


def accepted_by(page: ColumnPage) -> frozenset[str]:
    """What may be asked of a column's page."""
    return face_of(page).accepts
