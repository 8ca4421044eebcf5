"""Counting, and the Prometheus text. A count is one attribute of one object: the hit path adds 1 to it."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

from sixianghui.common import wire


class Tally:
    """Answers of one kind with one status."""

    __slots__ = ("n",)

    def __init__(self) -> None:
        self.n = 0


class Waits:
    """How long answers took, in seconds, as a histogram. The last of `counts`: longer than the longest bound."""

    BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

    def __init__(self) -> None:
        self.counts = [0] * (len(self.BOUNDS) + 1)
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(self.BOUNDS, seconds)] += 1
        self.sum += seconds

    def lines(self, name: str, text: str) -> list[str]:
        """As Prometheus reads it: each bucket counts what is in the shorter ones too."""
        full = f"sixianghui_front_{name}"
        found = [f"# HELP {full} {text}", f"# TYPE {full} histogram"]
        for bound, count in zip((*map(str, self.BOUNDS), "+Inf"), accumulate(self.counts), strict=True):
            found.append(f'{full}_bucket{{le="{bound}"}} {count}')
        return [*found, f"{full}_sum {self.sum:.3f}", f"{full}_count {sum(self.counts)}"]


class Metrics:
    """What a front counts. Kinds: `hit`, `miss`, `app`, `file`, `static`, `stream`, `own`, `refused`."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, int], Tally] = {}
        self.app_lost = 0
        self.app_refused = 0
        self.accepted = 0
        #: From a request to the first byte of app's answer, its turn in the queue included.
        self.app_waits = Waits()

    def tally(self, kind: str, status: int) -> Tally:
        """The counter of this kind and status; the same object each time."""
        found = self._tallies.get((kind, status))
        if found is None:
            found = self._tallies[kind, status] = Tally()
        return found

    def count(self, kind: str, status: int) -> None:
        self.tally(kind, status).n += 1

    def answers(self, kind: str) -> int:
        """All answers of one kind."""
        return sum(tally.n for (name, _), tally in self._tallies.items() if name == kind)

    def requests(self) -> list[tuple[str, int, int]]:
        """(kind, status, count), sorted."""
        return sorted((kind, status, tally.n) for (kind, status), tally in self._tallies.items() if tally.n)


def exposition(
    requests: Iterable[tuple[str, int, int]],
    singles: Iterable[tuple[str, str, str, int]],
    waits: Iterable[str] = (),
) -> bytes:
    """Prometheus' text format. `singles` are (name without prefix, type, help, value), `waits` lines of a histogram."""
    lines = [
        "# HELP sixianghui_front_requests_total Answers by where they came from and status.",
        "# TYPE sixianghui_front_requests_total counter",
    ]
    lines += [
        f'sixianghui_front_requests_total{{kind="{kind}",status="{status}"}} {count}'
        for kind, status, count in requests
    ]
    for name, type_, help_, value in singles:
        full = f"sixianghui_front_{name}"
        lines += [f"# HELP {full} {help_}", f"# TYPE {full} {type_}", f"{full} {value}"]
    return ("\n".join([*lines, *waits]) + "\n").encode("utf-8")


def of_app(folder: Path) -> bytes:
    """The figures that `app` laid down in the folder of the sockets lately; nothing where it did not."""
    path = folder / wire.GAUGES
    try:
        fresh = abs(time.time() - path.stat().st_mtime) < wire.GAUGES_SECONDS
        return path.read_bytes() if fresh else b""
    except OSError:
        return b""
