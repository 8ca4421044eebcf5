"""Reads of what readers wrote about pieces."""

from __future__ import annotations

import datetime as dt

from sixianghui.channel.models import ArticleNote, BasePage
from sixianghui.channel.queries.outlets import pieces_out
from sixianghui.channel.rules import NOTE_KEPT


def piece_out(number: int) -> BasePage | None:
    """A piece that is out, by its number."""
    return pieces_out().filter(pk=number).first() if 0 < number < 2**31 else None


def notes_waiting() -> list[ArticleNote]:
    """What nobody has dealt with, the oldest first."""
    return list(
        ArticleNote.objects.filter(settled_at__isnull=True).select_related("page").order_by("at", "pk")
    )


def notes_settled() -> list[ArticleNote]:
    """What was dealt with lately."""
    settled = ArticleNote.objects.filter(settled_at__isnull=False).select_related("page", "settled_by")
    return list(settled.order_by("-settled_at", "-pk")[:30])


def note_called(ref: str) -> ArticleNote | None:
    """One of them."""
    return ArticleNote.objects.filter(ref=ref).select_related("page").first()


def oldest_note_waiting() -> dt.datetime | None:
    """Since when one waits."""
    return (
        ArticleNote.objects.filter(settled_at__isnull=True)
        .order_by("at")
        .values_list("at", flat=True)
        .first()
    )


def notes_to_forget(now: dt.datetime) -> list[int]:
    """Those that were dealt with long ago."""
    return list(ArticleNote.objects.filter(settled_at__lt=now - NOTE_KEPT).values_list("pk", flat=True))
