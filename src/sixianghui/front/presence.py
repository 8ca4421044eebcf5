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


class Span(NamedTuple):
    """News of a stay: it has lasted (`ended` is None), or it is over. `at`: the moment that this is the news of."""

    number: int
    topic: str
    viewer: int
    began: float
    ended: float | None
    at: float


class Stay:
    """One viewer of one topic. `pages`: open ones; `left`: when the last one went; `number`: once it was told of."""

    __slots__ = ("began", "left", "number", "pages", "topic", "viewer")

    def __init__(self, topic: str, viewer: int, began: float) -> None:
        self.topic = topic
        self.viewer = viewer
        self.began = began
        self.left = began
        self.pages = 0
        self.number = 0


class Presence:
    """`here`: how many watch a topic now, only where anybody does. `tell` is given each span."""

    def __init__(self, tell: Callable[[Span], None]) -> None:
        self.here: dict[str, int] = {}
        self._tell = tell
        self._stays: dict[str, dict[int, Stay]] = {}
        #: Those that have not been told of, as they began; and those whose viewers are away, as they left.
        self._young: deque[Stay] = deque()
        self._away: OrderedDict[Stay, None] = OrderedDict()
        self._number = 0

    def enter(self, topic: str, viewer: int, now: float) -> None:
        """A page of this viewer opens."""
        self.sweep(now)
        stays = self._stays.setdefault(topic, {})
        stay = stays.get(viewer)
        if stay is None:
            stay = stays[viewer] = Stay(topic, viewer, now)
            self._young.append(stay)
        stay.pages += 1
        if stay.pages == 1:
            self._away.pop(stay, None)
            self.here[topic] = self.here.get(topic, 0) + 1
            self._tell_if_lasting(stay, now)

    def leave(self, topic: str, viewer: int, now: float) -> None:
        """A page closes that had opened."""
        stay = self._stays[topic][viewer]
        stay.pages -= 1
        if stay.pages:
            return
        stay.left = now
        self.here[topic] -= 1
        if not self.here[topic]:
            del self.here[topic]
        self._away[stay] = None
        if len(self._away) > MOST_AWAY:
            self._end(next(iter(self._away)), now)

    def sweep(self, now: float) -> None:
        """Tell of what has lasted and of what is over. Costs nothing when there is neither."""
        while self._young and self._young[0].began + LASTING <= now:
            self._tell_if_lasting(self._young.popleft(), now)
        while self._away and (stay := next(iter(self._away))).left + BACK < now:
            self._end(stay, now)

    def end_all(self, now: float) -> None:
        """Nobody comes back: the front is going, and every page has closed."""
        while self._away:
            self._end(next(iter(self._away)), now)

    def _tell_if_lasting(self, stay: Stay, now: float) -> None:
        until = now if stay.pages else stay.left
        if not stay.number and until - stay.began >= LASTING:
            self._number += 1
            stay.number = self._number
            self._tell(Span(stay.number, stay.topic, stay.viewer, stay.began, None, now))

    def _end(self, stay: Stay, now: float) -> None:
        del self._away[stay]
        stays = self._stays[stay.topic]
        del stays[stay.viewer]
        if not stays:
            del self._stays[stay.topic]
        self._tell_if_lasting(stay, now)
        if stay.number:
            self._tell(Span(stay.number, stay.topic, stay.viewer, stay.began, stay.left, stay.left))
