"""The last events of each topic, for those who come back. Never silent about what it has forgotten."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

#: Events kept for each topic, topics kept at all, bytes kept in all.
KEPT_EVENTS = 200
KEPT_TOPICS = 2000
KEPT_BYTES = 32 * 1024 * 1024


class Event(NamedTuple):
    """What is sent, as it is sent. `topic` is None for what everybody gets; `always`: also who knows its number."""

    number: int
    topic: str | None
    frame: bytes
    always: bool = False


@dataclass(slots=True)
class _Kept:
    """Events of one topic, and the number of the last one that is not among them any more."""

    lost: int
    events: deque[Event] = field(default_factory=deque)
    size: int = 0


class Backlog:
    """The topics that were silent longest are forgotten first."""

    def __init__(self, events: int = KEPT_EVENTS, topics: int = KEPT_TOPICS, size: int = KEPT_BYTES) -> None:
        self._most_events, self._most_topics, self._most_bytes = events, topics, size
        self.begin(0)

    def begin(self, number: int) -> None:
        """Know nothing of what was up to this number."""
        self._forgotten = self._last = number
        self._topics: OrderedDict[str, _Kept] = OrderedDict()
        self.size = 0

    def keep(self, event: Event) -> None:
        """Remember an event; its number is larger than all before."""
        self._last = event.number
        topic = event.topic or ""
        kept = self._topics.get(topic)
        if kept is None:
            kept = self._topics[topic] = _Kept(self._forgotten)
        self._topics.move_to_end(topic)
        kept.events.append(event)
        self._grow(kept, len(event.frame))
        while len(kept.events) > self._most_events:
            gone = kept.events.popleft()
            kept.lost = gone.number
            self._grow(kept, -len(gone.frame))
        while len(self._topics) > self._most_topics or (self.size > self._most_bytes and self._topics):
            _, gone_topic = self._topics.popitem(last=False)
            self._forgotten = max(self._forgotten, gone_topic.events[-1].number)
            self.size -= gone_topic.size

    def _grow(self, kept: _Kept, size: int) -> None:
        kept.size += size
        self.size += size

    def since(self, topics: Iterable[str], cursor: int, upto: int) -> list[Event] | None:
        """What was said on these topics after `cursor` and up to `upto`, in order; None: some of it is forgotten."""
        if cursor > self._last:
            return None  # a number of another life
        found: list[Event] = []
        for topic in topics:
            kept = self._topics.get(topic)
            if cursor < (self._forgotten if kept is None else kept.lost):
                return None
            for event in reversed(kept.events if kept is not None else ()):
                if event.number <= cursor:
                    break
                if event.number <= upto:
                    found.append(event)
        found.sort()
        return found
