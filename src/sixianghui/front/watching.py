"""What `app` is told of who watches, and what it tells of the viewers at other fronts."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sixianghui.common import wire
from sixianghui.front.batches import Batches
from sixianghui.front.presence import Presence, Span
from sixianghui.front.readers import Readers

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine

#: How long what `app` said of the other fronts holds.
OTHERS_SECONDS = 10.0


class Watching(Batches[Span]):
    """All that a front knows of viewers. `dropped` counts by reason what could not be told; `wanted_here` says whether
    anybody at this front is told of numbers.
    """

    path = wire.WATCHING
    header = wire.WATCHING_BATCH
    most = wire.MAX_SPANS
    kept_seconds = wire.SPAN_KEPT_SECONDS
    wanted = 64 * 1024

    def __init__(self, engine: Engine, wanted_here: Callable[[], bool]) -> None:
        self._wanted_here = wanted_here
        self.dropped: Counter[str] = Counter()
        super().__init__(engine, self.dropped)
        self.presence = Presence(self.put)
        #: The clock at the last sweep: near enough for whole seconds, and one object for all who come meanwhile.
        self._tick = engine.now()
        self._readers = Readers(engine.config.control_socket.parent)
        self._reported: dict[str, int] = {}
        self._reported_at = float("-inf")
        self._others: dict[str, int] = {}
        self._others_at = float("-inf")

    def number(self, topic: str) -> int | None:
        """How many watch this, at all fronts; None while nobody knows, since `app` has not said of the others for a while."""
        if self._engine.now() - self._others_at >= OTHERS_SECONDS:
            return None
        return self.presence.here.get(topic, 0) + self._others.get(topic, 0)

    # ---- viewers

    def enter(self, topics: Sequence[str], token: str) -> int | None:
        """A viewer's stream begins; what the viewer is called, None if it cannot be said."""
        try:
            viewer = self._readers.viewer(token)
        except OSError:
            self.dropped["no key"] += 1
            return None
        for topic in topics:
            self.presence.enter(topic, viewer, self._tick)
        return viewer

    def leave(self, topics: Sequence[str], viewer: int) -> None:
        """A viewer's stream is over."""
        for topic in topics:
            self.presence.leave(topic, viewer, self._tick)

    def sweep(self, now: float) -> None:
        self._tick = now
        self.presence.sweep(now)
        super().sweep(now)

    # ---- to app and back

    def due(self, now: float) -> bool:
        if len(self) or self._reported != self.presence.here:
            return True
        # Who is told of the others' viewers needs them also where nobody watches.
        return now - self._reported_at >= wire.WATCHING_SECONDS and (
            bool(self._reported) or self._wanted_here()
        )

    def body(self, batch: list[Span], now: float) -> bytes:
        def ago(moment: float) -> int:
            return max(0, int(now - moment))

        over = {one.number for one in batch if one.ended is not None}
        rows = [
            (one.number, one.topic, one.viewer, ago(one.began), None if one.ended is None else ago(one.ended))
            for one in batch
            if one.ended is not None or one.number not in over
        ]
        self._reported, self._reported_at = dict(self.presence.here), now
        return json.dumps({"spans": rows, "now": self._reported}, separators=(",", ":")).encode("ascii")

    def answered(self, body: bytes) -> None:
        with contextlib.suppress(ValueError, AttributeError, TypeError):
            totals = {str(topic): int(total) for topic, total in json.loads(body).items()}
            self._others = {
                topic: max(0, total - self._reported.get(topic, 0)) for topic, total in totals.items()
            }
            self._others_at = self._engine.now()
