"""Opening a thread: only the room that keys down to it does, which has asked for permission."""

from __future__ import annotations

from sixianghui.directory.public import Unit
from sixianghui.remarks.models import Kind, Moderation, Thread


def open_thread(
    place: str,
    *,
    kind: Kind = Kind.COMMENTS,
    moderation: Moderation = Moderation.BEFORE,
    unit: Unit | None = None,
) -> Thread:
    """A new thread at a registered place; `unit` moderates it. In the caller's transaction."""
    return Thread.objects.create(place=place, kind=kind, moderation=moderation, unit=unit)
