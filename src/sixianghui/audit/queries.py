"""Reads of the chain: is it whole, and all of it as a file."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sixianghui.audit import anchors, keys, verifier
from sixianghui.audit.anchors import Anchor
from sixianghui.audit.models import MOMENT, AuditEvent
from sixianghui.audit.verifier import Verdict
from sixianghui.common import time
from sixianghui.common.errors import Conflict


class ChainBroken(Conflict):
    """The chain does not hold; `verdict` says where."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict))
        self.verdict = verdict


def rows() -> Iterator[dict[str, Any]]:
    """All rows in the order of the chain, as plain values."""
    yield from AuditEvent.objects.order_by("seq").values(*verifier.FIELDS).iterator(chunk_size=2000)


def verify(kept: Iterable[Anchor] | None = None) -> Verdict:
    """Walk the whole chain and compare it with the anchors (those in the data folder, if none are given).

    An anchor that our key did not sign counts as a row that differs: somebody put it there.
    """
    key = keys.anchor_key()
    found = list(anchors.kept() if kept is None else kept)
    forged = [anchor for anchor in found if not anchor.is_genuine(key)]
    verdict = verifier.check(rows(), [vars(anchor) for anchor in found if anchor not in forged])
    if verdict.ok and forged:
        return Verdict(verdict.total, verdict.head, forged[0].seq, "anchor")
    return verdict


def newest_holds(count: int = 500) -> bool:
    """Whether the newest rows hang together and come after the last anchor that was kept: a glance, not a proof."""
    found = list(AuditEvent.objects.order_by("-seq").values(*verifier.FIELDS)[:count])[::-1]
    if any(row["digest"] != verifier.digest(row) for row in found):
        return False
    pairs = itertools.pairwise(found)
    if any(later["previous"] != row["digest"] or later["seq"] != row["seq"] + 1 for row, later in pairs):
        return False
    last = max((anchor.seq for anchor in anchors.kept()), default=0)
    return last <= (found[-1]["seq"] if found else 0)


def newest_at() -> dt.datetime | None:
    """When the last act happened, by the domain's clock; None for an empty chain."""
    at = AuditEvent.objects.order_by("-seq").values_list("at", flat=True).first()
    return None if at is None else dt.datetime.strptime(at, MOMENT).replace(tzinfo=dt.UTC)


def anchor() -> Anchor | None:
    """Sign the present head and append it to the file; the newest one again if nothing has happened since.

    None for an empty chain. Raises `ChainBroken` when the chain does not hold: a broken one is never vouched
    for.
    """
    key = keys.anchor_key()
    with anchors.alone():
        verdict = verify()
        if not verdict.ok:
            raise ChainBroken(verdict)
        before = anchors.kept()
        if verdict.total == 0 or (before and before[-1].seq == verdict.total):
            return before[-1] if before else None
        fresh = Anchor(verdict.total, verdict.head, time.now().strftime(MOMENT)).signed(key)
        anchors.append(fresh, key)
        return fresh


def settle_anchors() -> int:
    """After a restore, and never else: lay beside what the chain as it is now cannot answer for; how many anchors.

    Those of another key (ours is in no archive) and those of rows that are no more (the files were not set back with the
    database, or were copied a moment after it): the chain would be called broken for ever. What was laid beside stays to be
    looked at, and the count goes into the chain, so that nobody hides behind a restore.
    """
    if not anchors.folder().exists():
        return 0
    key = keys.anchor_key()

    def stands(one: Anchor) -> bool:
        return one.is_genuine(key) and AuditEvent.objects.filter(seq=one.seq, digest=one.digest).exists()

    with anchors.alone():
        return anchors.lay_beside(key, stands)


def export(target: Path) -> int:
    """Write the chain to a file, one JSON object a line, as `verifier.py` reads it; how many rows were
    written.

    A file appears whole or not at all; anything that is no plain file (a pipe) is written to as it is.
    """
    plain = target.is_file() or not target.exists()
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new") if plain else target
    count = 0
    with fresh.open("w", encoding="utf-8") as file:
        for count, row in enumerate(rows(), start=1):  # noqa: B007
            file.write(json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n")
        file.flush()
        if plain:
            os.fsync(file.fileno())
    if plain:
        fresh.replace(target)
    return count
