"""Reads of the front page: its first story, the next ones, and each column's latest, in few queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Value, Window
from django.db.models.functions import Length, RowNumber, Substr

from sixianghui.channel.models import BasePage, ColumnPage, HomePage, Piece
from sixianghui.channel.queries.faces import load, tags_listed

#: How many of each column's latest pieces are looked at, and how many stories stand beside the first one.
LATEST = 8
SECOND = 3
#: A column gives a story to the top of the page only while it keeps this many for its own section.
KEPT = 3


@dataclass(frozen=True)
class Lead:
    """The first story. Without a piece behind it, it leads nowhere."""

    label: str
    title: str
    text: str
    piece: Piece | None = None

    @property
    def at(self) -> dt.datetime | None:
        """When it came out."""
        return None if self.piece is None else self.piece.first_published_at


@dataclass(frozen=True)
class Section:
    """A column on the front page: how many pieces are out in it, and its latest that stand nowhere else on the page."""

    column: ColumnPage
    total: int
    pieces: list[Piece]


@dataclass(frozen=True)
class FrontPage:
    """What the front page shows of the channel. `tags`: cache tags of what stands beside the pieces it chose from."""

    lead: Lead | None
    second: list[Piece]
    sections: list[Section] = field(default_factory=list)
    tags: frozenset[str] = frozenset()


def front_page(home: HomePage) -> FrontPage:
    """The front page as it stands now."""
    columns = list(ColumnPage.objects.child_of(home).live().order_by("path"))
    by_path = {column.path: column for column in columns}
    under = BasePage.objects.live().filter(path__startswith=home.path, depth=home.depth + 2)
    under = under.annotate(parent=Substr("path", Value(1), Length("path") - BasePage.steplen))
    totals: Counter[str] = Counter(dict(under.values_list("parent").annotate(many=Count("pk")).order_by()))
    latest = Window(
        RowNumber(), partition_by=F("parent"), order_by=[F("first_published_at").desc(), F("pk").desc()]
    )
    rows = (
        under.filter(parent__in=by_path)
        .annotate(place=latest)
        .filter(place__lte=LATEST)
        .order_by("-first_published_at", "-pk")
    )
    keys = list(rows.values_list("pk", flat=True))
    if home.lead_piece_id is not None and home.lead_piece_id not in keys:
        keys.append(home.lead_piece_id)
    pieces = load(keys, {column.pk: column for column in columns})
    lead = _lead(home, pieces)
    used = {lead.piece.pk} if lead is not None and lead.piece is not None else set()
    second = _second([piece for piece in pieces if _shown(piece, by_path) and piece.pk not in used])
    used |= {piece.pk for piece in second}
    left: dict[Any, list[Piece]] = {path: [] for path in by_path}
    for piece in pieces:
        if _shown(piece, by_path) and piece.pk not in used:
            left[_parent(piece)].append(piece)
    return FrontPage(
        lead,
        second,
        [Section(column, totals[path], left[path]) for path, column in by_path.items()],
        tags_listed(pieces),
    )


def _lead(home: HomePage, pieces: list[Piece]) -> Lead | None:
    """The piece that was chosen, in the words that were chosen for it; else those words; else the newest piece with a
    picture. A chosen piece that was taken back takes its words with it."""
    if home.lead_piece_id is not None:
        chosen = next((piece for piece in pieces if piece.pk == home.lead_piece_id and piece.live), None)
        if chosen is not None:
            return Lead(
                home.lead_label or chosen.kicker,
                home.lead_title or chosen.title,
                home.lead_text or chosen.summary,
                chosen,
            )
    elif home.lead_title:
        return Lead(home.lead_label, home.lead_title, home.lead_text)
    newest = next((piece for piece in pieces if piece.live and piece.lead_picture_id is not None), None)
    newest = newest or next((piece for piece in pieces if piece.live), None)
    return None if newest is None else Lead(newest.kicker, newest.title, newest.summary, newest)


def _second(pieces: list[Piece]) -> list[Piece]:
    """The latest with a picture, each from another column that can spare it."""
    spare = Counter(_parent(piece) for piece in pieces)
    chosen: dict[Any, Piece] = {}
    for piece in pieces:
        path = _parent(piece)
        if len(chosen) < SECOND and path not in chosen and piece.lead_picture_id and spare[path] > KEPT:
            chosen[path] = piece
    return list(chosen.values())


def _shown(piece: Piece, by_path: dict[Any, ColumnPage]) -> bool:
    return bool(piece.live) and _parent(piece) in by_path


def _parent(piece: Piece) -> str:
    return str(piece.path[: -piece.steplen])
