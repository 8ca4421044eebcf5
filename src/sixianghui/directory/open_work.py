"""What is open on somebody's desk and goes along when a post is handed over. Rooms register; handovers ask.

Work that is addressed to a post in a unit needs nothing: whoever holds the post has it. Registered here is work that
names a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class OpenItem:
    """One open thing, as its owner would name it. `kind` and `key` are plain codes that say which it is."""

    kind: str
    key: str
    title: str


class OpenWork(Protocol):
    """A room's open work: what `person` has on the desk by this appointment, and moving it to a successor."""

    def __call__(self, appointment: Any) -> Iterable[OpenItem]: ...


Move = Callable[[Any, Any, OpenItem], None]
Hold = Callable[[Iterable[OpenItem]], None]


@dataclass(frozen=True)
class _Source:
    find: OpenWork
    hold: Hold
    move: Move


_sources: dict[str, _Source] = {}


def register_open_work(name: str, find: OpenWork, hold: Hold, move: Move) -> None:
    """Tell handovers of a kind of open work.

    find: appointment → its open items. hold: the same items, within the handover's transaction and before the audit chain is
    held: nobody else changes them until it ends. move: (appointment, successor, item), later in that transaction.
    """
    made = _Source(find, hold, move)
    if _sources.get(name, made) != made:
        raise ValueError(f"open work {name} is registered already")
    _sources[name] = made


def open_items(appointment: Any) -> list[OpenItem]:
    """Everything open by this appointment."""
    return [item for name in sorted(_sources) for item in _sources[name].find(appointment)]


def hold_all(appointment: Any) -> list[tuple[str, OpenItem]]:
    """Hold everything open by this appointment: what `move_all` is to move. What has gone meanwhile is not in it."""
    found = []
    for name in sorted(_sources):
        source = _sources[name]
        source.hold(list(source.find(appointment)))
        found += [(name, item) for item in source.find(appointment)]
    return found


def move_all(appointment: Any, successor: Any, held: Iterable[tuple[str, OpenItem]]) -> list[OpenItem]:
    """Move to the successor what is held; returns what was moved."""
    moved = []
    for name, item in held:
        _sources[name].move(appointment, successor, item)
        moved.append(item)
    return moved
