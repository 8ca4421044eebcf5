"""When a fact may be struck, and how much of a number a reader is shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

REASON_LENGTH = 200
#: Counts of 1 to 4 could point at a person.
SMALL = 5


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


class Showing(StrEnum):
    """How a number is shown."""

    EXACT = "exact"
    PUBLISHED = "published"
    FEW = "few"
    AT_LEAST = "at least"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Disclosure:
    """What a reader is shown: the kind, and the number that goes with it (none for `FEW` and `WITHHELD`)."""

    showing: Showing
    number: int | None = None


def disclose(
    value: int, *, trusted: bool, small: bool, live: bool, whole: bool, dated: bool, published: int | None
) -> Disclosure:
    """How much of `value` somebody is shown.

    `trusted`: may see every row behind it. `small`: a figure whose counts of 1–4 could point at a person.
    `live`: the figure's present value is for everybody; otherwise only what was published. `whole`: neither
    narrowed to a unit nor to days; `dated`: narrowed to days. `published`: the value last published for this
    very scope.

    Of a small figure only the whole, and what was published, is exact. A unit's number is a multiple of five
    or "fewer than five", and days are not offered: so no two scopes can be subtracted to find 1–4, and no
    window of days can be slid across a threshold.
    """
    if trusted:
        return Disclosure(Showing.EXACT, value)
    guarded = small and not whole
    if live and not guarded:
        return Disclosure(Showing.EXACT, value)
    if published is not None:
        return Disclosure(Showing.PUBLISHED, published)
    if not live or dated:
        return Disclosure(Showing.WITHHELD)
    if value == 0:
        return Disclosure(Showing.EXACT, 0)
    if value < SMALL:
        return Disclosure(Showing.FEW)
    return Disclosure(Showing.AT_LEAST, value // SMALL * SMALL)
