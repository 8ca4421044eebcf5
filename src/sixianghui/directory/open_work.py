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
_sources: dict[str, tuple[OpenWork, Move]] = {}


def register_open_work(name: str, find: OpenWork, move: Move) -> None:
    """Tell handovers of a kind of open work.

    find: appointment → its open items. move: (appointment, successor, item), inside the handover's transaction.
    """
    if _sources.get(name, (find, move)) != (find, move):
        raise ValueError(f"open work {name} is registered already")
    _sources[name] = (find, move)


def open_items(appointment: Any) -> list[OpenItem]:
    """Everything open by this appointment."""
    return [item for name in sorted(_sources) for item in _sources[name][0](appointment)]


def move_all(appointment: Any, successor: Any) -> list[OpenItem]:
    """Move everything to the successor; returns what was moved."""
    moved = []
    for name in sorted(_sources):
        find, move = _sources[name]
        for item in list(find(appointment)):
            move(appointment, successor, item)
            moved.append(item)
    return moved
