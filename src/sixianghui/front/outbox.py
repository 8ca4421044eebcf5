"""Reads on their way to `app`."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sixianghui.common import wire
from sixianghui.front.batches import Batches


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody read a piece, at a moment of the loop's clock. session: of whoever is signed in; never kept."""

    piece: int
    at: float
    reader: int
    session: str = ""


class Outbox(Batches[Read]):
    """See `batches.py`."""

    path = wire.READS
    header = wire.READS_BATCH
    most = wire.MAX_READS
    kept_seconds = wire.READ_KEPT_SECONDS

    def body(self, batch: list[Read], now: float) -> bytes:
        """Of each read its piece, how many seconds ago it was, by whom, in which session."""
        rows = [(one.piece, max(0, int(now - one.at)), one.reader, one.session) for one in batch]
        return json.dumps(rows, separators=(",", ":")).encode("ascii")
