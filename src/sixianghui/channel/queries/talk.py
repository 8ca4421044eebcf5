"""Where readers talk about pieces: which piece a thread belongs to, and the thread of a piece."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from sixianghui.access.public import Person
from sixianghui.channel.models import BasePage, ColumnPage, Piece, PieceThread, Talk
from sixianghui.channel.queries.outlets import pieces_out
from sixianghui.channel.sources import Voice
from sixianghui.common import time
from sixianghui.remarks import public as remarks

#: The name of the place where threads of pieces hang.
PLACE = "piece"
#: So many times as many remarks are looked at as are shown: some hang where not everybody may read.
_LOOKED_AT = 5


def _pieces_of(threads: Iterable[remarks.Thread]) -> QuerySet[PieceThread]:
    """Those of these threads whose piece everybody may read, in a column where readers may talk."""
    found = PieceThread.objects.filter(thread__in=list(threads), page__in=pieces_out().public())
    for path in ColumnPage.objects.filter(talk=Talk.OFF).values_list("path", flat=True):
        found = found.exclude(page__path__startswith=path)
    return found.select_related("page")


def where_threads_hang(threads: list[remarks.Thread]) -> dict[int, remarks.Where]:
    """The piece of each thread; nothing for one that was taken back, shut, or whose column has no talk."""
    return {one.thread_id: remarks.Where(one.page.title, one.page.url or "/") for one in _pieces_of(threads)}


def may_see_thread(_person: Person, thread: remarks.Thread) -> bool:
    """Whoever may read the piece, and that is everybody while it is out."""
    return _pieces_of([thread]).exists()


def thread_of(piece: Piece) -> remarks.Thread | None:
    """The thread under a piece that is out, or nothing where readers may not talk."""
    if not piece.live or piece.column.talk == Talk.OFF:
        return None
    found = PieceThread.objects.filter(page_id=piece.pk).select_related("thread__unit").first()
    return None if found is None else found.thread


def threads_below(page: BasePage) -> list[int]:
    """The keys of the threads of a piece, or of every piece in a column."""
    return list(PieceThread.objects.filter(page__path__startswith=page.path).values_list("thread", flat=True))


def said_lately(most: int = 12) -> list[Voice]:
    """What readers said lately under pieces, and was let through; the newest first."""
    rows = remarks.latest(time.now(), most=most * _LOOKED_AT)
    hung = remarks.find([row.thread for row in rows])
    found = [
        Voice(row.text, row.author.name, at.title, at.url, row.at)
        for row in rows
        if (at := hung.get(row.thread_id)) is not None and at.open
    ]
    return found[:most]
