"""Opening threads under pieces. Whoever calls has asked for permission to publish."""

from __future__ import annotations

from sixianghui.channel import queries
from sixianghui.channel.models import BasePage, ColumnPage, Piece, PieceThread, Talk
from sixianghui.channel.queries.talk import PLACE
from sixianghui.remarks import public as remarks


def open_talk(piece: Piece) -> PieceThread:
    """The thread of a piece, made when there is none yet. In the caller's transaction."""
    known = PieceThread.objects.filter(page_id=piece.pk).first()
    if known is not None:
        return known
    thread = remarks.open_thread(PLACE, moderation=_moderation(piece.column))
    return PieceThread.objects.create(page_id=piece.pk, thread=thread)


def close_talk(piece: BasePage) -> None:
    """A piece was taken back: whoever has it open learns that what was said under it has gone with it."""
    for thread in remarks.Thread.objects.filter(pk__in=queries.threads_below(piece)):
        remarks.tell_state(thread)


def follow_column(column: ColumnPage, *, below: BasePage | None = None) -> None:
    """The threads of a column's pieces, or of one that was moved there, are looked at as the column says."""
    keys = queries.threads_below(below or column)
    remarks.moderate_threads(keys, _moderation(column))


def _moderation(column: ColumnPage) -> remarks.Moderation:
    after = column.talk == Talk.AFTER
    return remarks.Moderation.AFTER if after else remarks.Moderation.BEFORE
