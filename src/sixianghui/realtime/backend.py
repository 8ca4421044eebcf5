"""What every backend promises; `tests/adapters/realtime` holds each of them to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Event:
    """Something that was published. Ids grow with time over all topics of a backend; they have gaps within one."""

    id: int
    topic: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Backlog:
    """What happened on a topic after a cursor. Not `complete`: some of it is forgotten; fetch the page anew."""

    events: tuple[Event, ...]
    complete: bool


class Backend(Protocol):
    """Carries events between the processes that publish and those that hold connections."""

    def publish(self, topic: str, data: Mapping[str, Any]) -> Event:
        """Keep an event and hand it on. `data` is what JSON can carry."""
        ...

    def cursor(self) -> int:
        """The id of the last event of all topics; 0 when there was none. A page is rendered with it."""
        ...

    def since(self, topic: str, cursor: int) -> Backlog:
        """What was published on `topic` after `cursor`, oldest first."""
        ...
