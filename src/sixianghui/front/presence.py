"""Who watches what, and for how long. Counts only: knows no connection, no clock and nobody to tell.

A *viewer* is a number that leads to nobody (`readers.py`). However many pages one has open, it is one viewer; it stays
as long as one of them is open, and who comes back soon goes on with the same stay. What is told of a stay is a *span*.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import NamedTuple

from sixianghui.common import wire

LASTING = float(wire.SPAN_SECONDS)
BACK = float(wire.SPAN_GAP_SECONDS)
#: Viewers who have left and may still come back; when there are more, who left first will not.
MOST_AWAY = 50_000
#: The number of a stay that was over before it was one.
_NEVER = -1


class Span(NamedTuple):
    """News of a stay: it has lasted (`ended` is None), or it is over. `at`: the moment that this is the news of."""

    number: int
    topic: str
    viewer: int
    began: float
    ended: float | None
    at: float


class Stay:
    """One viewer of one topic. `pages`: open ones; `number`: once it was told of. As small as it can be."""

    __slots__ = ("began", "number", "pages", "viewer")

    def __init__(self, viewer: int, began: float) -> None:
        self.viewer = viewer
        self.began = began
        self.pages = 0
        self.number = 0


class _Audience:
    """The stays of one topic. `young`: not told of yet, as they began; `away`: since when a viewer is, as they left."""

    __slots__ = ("away", "stays", "young")

    def __init__(self) -> None:
        self.stays: dict[int, Stay] = {}
        self.young: deque[Stay] = deque()
        self.away: OrderedDict[Stay, float] = OrderedDict()


class Presence:
    """`here`: how many watch a topic now, only where anybody does. `tell` is given each span."""

    def __init__(self, tell: Callable[[Span], None]) -> None:
        self.here: dict[str, int] = {}
        self._tell = tell
        self._audiences: dict[str, _Audience] = {}
        self._number = 0

    def enter(self, topic: str, viewer: int, now: float) -> None:
        """A page of this viewer opens."""
        self.sweep(now)
        audience = self._audiences.get(topic)
        if audience is None:
            audience = self._audiences[topic] = _Audience()
        stay = audience.stays.get(viewer)
        if stay is None:
            stay = audience.stays[viewer] = Stay(viewer, now)
            audience.young.append(stay)
        stay.pages += 1
        if stay.pages == 1:
            audience.away.pop(stay, None)
            self.here[topic] = self.here.get(topic, 0) + 1
            self._tell_if_lasting(topic, stay, now, now)

    def leave(self, topic: str, viewer: int, now: float) -> None:
        """A page closes that had opened."""
        audience = self._audiences[topic]
        stay = audience.stays[viewer]
        stay.pages -= 1
        if stay.pages:
            return
        self.here[topic] -= 1
        if not self.here[topic]:
            del self.here[topic]
        audience.away[stay] = now
        if len(audience.away) > MOST_AWAY:
            self._end(topic, audience, now)

    def sweep(self, now: float) -> None:
        """Tell of what has lasted and of what is over. Costs nothing when there is neither."""
        for topic, audience in list(self._audiences.items()):
            young, away = audience.young, audience.away
            while young and young[0].began + LASTING <= now:
                stay = young.popleft()
                self._tell_if_lasting(topic, stay, away.get(stay, now), now)
            while away and next(iter(away.values())) + BACK < now:
                self._end(topic, audience, now)

    def end_all(self, now: float) -> None:
        """Nobody comes back: the front is going, and every page has closed."""
        for topic, audience in list(self._audiences.items()):
            while audience.away:
                self._end(topic, audience, now)

    def _tell_if_lasting(self, topic: str, stay: Stay, until: float, now: float) -> None:
        if not stay.number and until - stay.began >= LASTING:
            self._number += 1
            stay.number = self._number
            self._tell(Span(stay.number, topic, stay.viewer, stay.began, None, now))

    def _end(self, topic: str, audience: _Audience, now: float) -> None:
        """Who left first does not come back."""
        stay, left = audience.away.popitem(last=False)
        del audience.stays[stay.viewer]
        if not audience.stays:
            del self._audiences[topic]
        self._tell_if_lasting(topic, stay, left, now)
        if stay.number:
            self._tell(Span(stay.number, topic, stay.viewer, stay.began, left, left))
        else:
            stay.number = _NEVER
