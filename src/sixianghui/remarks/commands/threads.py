"""Opening threads and running many alike: only the room that keys down to it does, which has asked for permission.
Taking the file of one."""

from __future__ import annotations

from collections.abc import Iterable

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.directory.public import Unit
from sixianghui.remarks.actions import Action
from sixianghui.remarks.commands import telling
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


def moderate_threads(keys: Iterable[int], moderation: Moderation) -> int:
    """Have these threads looked at before or after; returns how many changed. What was let through stays so."""
    changed: int = (
        Thread.objects.filter(pk__in=list(keys)).exclude(moderation=moderation).update(moderation=moderation)
    )
    return changed


def hold_threads(keys: Iterable[int]) -> None:
    """Within a transaction, before the audit chain is held: nobody writes in these threads until it ends."""
    held = Thread.objects.filter(pk__in=list(keys)).order_by("pk").select_for_update(no_key=True)
    list(held.values_list("pk"))


def close_threads(keys: Iterable[int]) -> int:
    """Have these threads take nothing new; returns how many changed. What was said can still be read."""
    changed = list(
        Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(keys), closed=False)
    )
    for thread in changed:
        thread.closed = True
        thread.save(update_fields=["closed"])
        telling.tell_state(thread)
    return len(changed)


def note_export(thread: Thread, kind: str, *, by: Account) -> None:
    """Say in the chain that somebody takes all of a thread as a file. Raises `Refused`."""
    require(by, Action.MODERATE, thread)
    audit.record("remark:export", actor=by, thing=thread, detail={"kind": kind})
