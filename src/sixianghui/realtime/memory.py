"""The backend of one process: the last events of each topic, in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Mapping
from typing import Any

from sixianghui.realtime.backend import Backlog, Event

#: Events kept for each topic, and topics kept at all: what is older, a client fetches anew.
KEPT_EVENTS = 200
KEPT_TOPICS = 2000


class Memory:
    """Keeps what was published since this process started. The least recently used topics are forgotten first."""

    def __init__(self, events: int = KEPT_EVENTS, topics: int = KEPT_TOPICS) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._forgotten = 0
        self._events, self._topics = events, topics
        self._kept: OrderedDict[str, deque[Event]] = OrderedDict()
        self._dropped: dict[str, int] = {}

    def publish(self, topic: str, data: Mapping[str, Any]) -> Event:
        with self._lock:
            self._last += 1
            event = Event(self._last, topic, data)
            kept = self._kept.setdefault(topic, deque())
            self._kept.move_to_end(topic)
            kept.append(event)
            if len(kept) > self._events:
                self._dropped[topic] = kept.popleft().id
            if len(self._kept) > self._topics:
                gone, events = self._kept.popitem(last=False)
                self._dropped.pop(gone, None)
                self._forgotten = max(self._forgotten, events[-1].id)
            return event

    def cursor(self) -> int:
        with self._lock:
            return self._last

    def since(self, topic: str, cursor: int) -> Backlog:
        with self._lock:
            kept = self._kept.get(topic)
            oldest_lost = self._dropped.get(topic, 0) if kept is not None else self._forgotten
            # A cursor from the future is one from before this process started.
            complete = oldest_lost <= cursor <= self._last
            events = tuple(event for event in kept or () if event.id > cursor or not complete)
            return Backlog(events, complete)
