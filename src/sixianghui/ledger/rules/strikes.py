"""When a fact may be struck. Pure."""

from __future__ import annotations

from enum import StrEnum

REASON_LENGTH = 200


class StrikeFault(StrEnum):
    """Why a fact may not be struck."""

    NO_REASON = "no reason"
    LONG_REASON = "reason too long"
    STRUCK_BEFORE = "struck before"


def strike_fault(*, stands: bool, reason: str) -> StrikeFault | None:
    """What stands in the way of striking a fact for `reason`; None when nothing does."""
    if not stands:
        return StrikeFault.STRUCK_BEFORE
    if not reason.strip():
        return StrikeFault.NO_REASON
    return StrikeFault.LONG_REASON if len(reason.strip()) > REASON_LENGTH else None
