"""Counting, and the Prometheus text. A count is one attribute of one object: the hit path adds 1 to it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from sixianghui.common import wire


class Tally:
    """Answers of one kind with one status."""

    __slots__ = ("n",)

    def __init__(self) -> None:
        self.n = 0


class Metrics:
    """What a front counts. Kinds: `hit`, `miss`, `app`, `file`, `static`, `stream`, `own`, `refused`."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, int], Tally] = {}
        self.app_lost = 0
        self.app_refused = 0
        self.accepted = 0

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
    requests: Iterable[tuple[str, int, int]], singles: Iterable[tuple[str, str, str, int]]
) -> bytes:
    """Prometheus' text format. `singles` are (name without prefix, type, help, value)."""
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
    return ("\n".join(lines) + "\n").encode("utf-8")


def of_app(folder: Path) -> bytes:
    """The figures that `app` laid down in the folder of the sockets lately; nothing where it did not."""
    path = folder / wire.GAUGES
    try:
        fresh = time.time() - path.stat().st_mtime < wire.GAUGES_SECONDS
        return path.read_bytes() if fresh else b""
    except OSError:
        return b""
