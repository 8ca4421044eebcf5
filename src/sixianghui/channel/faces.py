"""The faces of columns: each a form of its own, on the column's page and on the front page.

A face is the form, a column is data: a city may have two columns with one face, and none with another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sixianghui.channel import queries, sources
from sixianghui.channel.durations import longest
from sixianghui.channel.models import ColumnFace, ColumnPage, GuidePage, PanoramaPage, Piece
from sixianghui.channel.queries import Listing, Section
from sixianghui.common import time
from sixianghui.polls import public as polls

#: Pictures in the rail of a news column.
PICTURES = 4


@dataclass(frozen=True)
class Shown:
    """What a column's page shows: the column and one page of its list."""

    column: ColumnPage
    listing: Listing


@dataclass(frozen=True)
class Face:
    """A form. `page` and `section`: its templates on the column's page and on the front page.

    accepts: what may be asked of its page (`asking`). size: pieces on one page. by_day: a column in the order of the
    days on which things happened. on_home: pieces in its section; wide: the section goes across the front page.
    printed: its page is made to be printed. tags: cache tags of what it shows besides its pieces. on_page, at_home:
    what its templates need besides the list; `tags` among it are cache tags of what it found.
    """

    key: ColumnFace
    page: str
    section: str
    on_page: Callable[[Shown], dict[str, Any]]
    at_home: Callable[[Section], dict[str, Any]]
    accepts: frozenset[str] = frozenset({"page"})
    size: int = 20
    by_day: bool = False
    on_home: int = 3
    wide: bool = False
    printed: bool = False
    tags: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name."""
        return str(self.key.label)

    def pieces_at_home(self, section: Section) -> list[Piece]:
        """The pieces in its section of the front page."""
        chosen = section.pieces[: self.on_home]
        return sorted(chosen, key=lambda piece: piece.shown_on) if self.by_day else chosen


_faces: dict[str, Face] = {}


def register(face: Face) -> None:
    """Make a face known; the last one of a key counts."""
    _faces[face.key] = face


def face_of(column: ColumnPage) -> Face:
    """The face of a column."""
    return _faces[column.face]


def register_all() -> None:
    """The seven faces of the house."""
    for face in (_GUIDE, _COLLECTION, _LECTURES, _NEWS, _SHOWCASE, _PANORAMA, _DIALOGUE):
        register(face)


def _nothing(_of: Shown | Section) -> dict[str, Any]:
    return {}


# --- guide: numbered contents ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A guide in the contents: its number, how many steps it has, who begins, and how long its longest step takes."""

    number: int
    piece: Piece
    steps: int = 0
    first: str = ""
    longest: str = ""


@dataclass(frozen=True)
class Chapter:
    """Guides of one kind."""

    title: str
    entries: list[Entry]


def _contents(shown: Shown) -> dict[str, Any]:
    """Chapters in the order in which their first guide was written; those without a kicker come last."""
    oldest = sorted(
        shown.listing.pieces, key=lambda piece: (piece.first_published_at or time.now(), piece.pk)
    )
    order = {kicker: place for place, kicker in reversed(list(enumerate(piece.kicker for piece in oldest)))}
    oldest.sort(key=lambda piece: (not piece.kicker, order[piece.kicker]))
    entries = [_entry(number, piece) for number, piece in enumerate(oldest, 1)]
    return {
        "chapters": [
            Chapter(kicker, list(group)) for kicker, group in groupby(entries, lambda one: one.piece.kicker)
        ]
    }


def _entry(number: int, piece: Piece) -> Entry:
    if not isinstance(piece, GuidePage):
        return Entry(number, piece)
    steps = [block.value for block in piece.steps]
    first = steps[0]["who"] if steps else ""
    return Entry(number, piece, len(steps), first, longest(step["how_long"] or "" for step in steps))


_GUIDE = Face(
    key=ColumnFace.GUIDE,
    page="channel/faces/guide.html",
    section="channel/home/guide.html",
    on_page=_contents,
    at_home=_nothing,
    accepts=frozenset(),
    size=500,
    on_home=5,
    printed=True,
)


# --- collection: a line through time -----------------------------------------------------------------------------------

_COLLECTION = Face(
    key=ColumnFace.COLLECTION,
    page="channel/faces/collection.html",
    section="channel/home/collection.html",
    on_page=_nothing,
    at_home=_nothing,
    accepts=frozenset({"page", "order", "kicker"}),
    size=60,
    by_day=True,
    on_home=4,
)


# --- lectures: a programme sheet ---------------------------------------------------------------------------------------


def _programme(_of: Shown | Section) -> dict[str, Any]:
    return {"timetable": sources.timetable()}


_LECTURES = Face(
    key=ColumnFace.LECTURES,
    page="channel/faces/lectures.html",
    section="channel/home/lectures.html",
    on_page=_programme,
    at_home=_programme,
    accepts=frozenset({"page", "kicker"}),
    tags=(sources.LECTURES,),
)


# --- news: a lead, then day by day -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """What came out on one day."""

    on: dt.date
    pieces: list[Piece]


@dataclass(frozen=True)
class Month:
    """The days of one month on which something came out."""

    first: dt.date
    days: list[Day]


def _news(shown: Shown) -> dict[str, Any]:
    """The newest stands on top of the plain page; everything else day by day."""
    plain = not shown.listing.asked.query()
    top, rest = shown.listing.pieces[: int(plain)], shown.listing.pieces[int(plain) :]
    days = [Day(on, list(group)) for on, group in groupby(rest, lambda piece: piece.published_on)]
    months = groupby(days, lambda day: day.on.replace(day=1))
    pictures = queries.pictured(shown.column, PICTURES)
    return {
        "top": top[0] if top else None,
        "by_day": [Month(first, list(group)) for first, group in months],
        "pictures": pictures,
        "tags": queries.tags_listed(pictures),
    }


_NEWS = Face(
    key=ColumnFace.NEWS,
    page="channel/faces/news.html",
    section="channel/home/news.html",
    on_page=_news,
    at_home=_nothing,
    accepts=frozenset({"page", "kicker", "month"}),
)


# --- showcase: people in their own words -------------------------------------------------------------------------------

_SHOWCASE = Face(
    key=ColumnFace.SHOWCASE,
    page="channel/faces/showcase.html",
    section="channel/home/showcase.html",
    on_page=_nothing,
    at_home=_nothing,
    accepts=frozenset({"page", "kicker"}),
    size=24,
    on_home=1,
)


# --- panorama: walk around ---------------------------------------------------------------------------------------------


def _around(pieces: list[Piece], column: ColumnPage) -> dict[str, Any]:
    """The newest panorama that may be shown, and the page it stands on, however many articles have come since."""
    walk = next((piece for piece in pieces if isinstance(piece, PanoramaPage)), None)
    walk = walk or queries.newest_walk(column)
    views = [] if walk is None else walk.views()
    tags = () if walk is None else walk.places_tags()
    return {"walk": walk, "view": views[0] if views else None, "views": views, "tags": tags}


def _around_on_page(shown: Shown) -> dict[str, Any]:
    return _around(shown.listing.pieces, shown.column)


def _around_at_home(section: Section) -> dict[str, Any]:
    return _around(section.pieces, section.column)


_PANORAMA = Face(
    key=ColumnFace.PANORAMA,
    page="channel/faces/panorama.html",
    section="channel/home/panorama.html",
    on_page=_around_on_page,
    at_home=_around_at_home,
    accepts=frozenset({"page"}),
    on_home=5,
    wide=True,
)


# --- dialogue: letters, polls and voices --------------------------------------------------------------------------------------

#: Letters, open polls and voices on its page, and in its section of the front page.
ON_PAGE, AT_HOME = (12, 4, 4), (1, 1, 1)


def _said(letters: int, asked: int, voices: int) -> dict[str, Any]:
    """Letters with their answers, what is being asked, what was asked last, what readers said."""
    tags = {sources.LETTERS, sources.VOICES, polls.TAG, *sources.letters.tags, *sources.voices.tags}
    return {
        "letters": sources.slips()[:letters],
        "open_polls": polls.open_polls(asked),
        "closed_poll": next(iter(polls.closed_polls(1)), None),
        "voices": sources.heard(voices),
        "tags": tags,
    }


_DIALOGUE = Face(
    key=ColumnFace.DIALOGUE,
    page="channel/faces/dialogue.html",
    section="channel/home/dialogue.html",
    on_page=lambda _of: _said(*ON_PAGE),
    at_home=lambda _of: _said(*AT_HOME),
    accepts=frozenset({"page", "kicker"}),
    on_home=2,
)
