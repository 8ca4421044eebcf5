"""How much of a number a reader is shown. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

#: Counts of 1 to 4 could point at a person.
SMALL = 5


class Showing(StrEnum):
    """How a number is shown."""

    EXACT = "exact"
    PUBLISHED = "published"
    FEW = "few"
    AT_LEAST = "at least"
    WITHHELD = "withheld"
    NONE = "none"


@dataclass(frozen=True)
class Disclosure:
    """What a reader is shown: the kind, and the number that goes with it (none for `FEW`, `WITHHELD` and `NONE`)."""

    showing: Showing
    number: int | None = None


def disclose(
    value: int, *, trusted: bool, small: bool, live: bool, whole: bool, rough: bool, published: int | None
) -> Disclosure:
    """How much of `value` somebody is shown.

    `trusted`: may see every row behind it. `small`: a figure whose counts of 1–4 could point at a person.
    `live`: the figure's present value is for everybody; otherwise only what was published. `whole`: narrowed by
    nothing. `rough`: it may be said whether a small number is below five (`places.may_be_said`). `published`: the
    value last published for this very scope.

    Of a small figure only the whole, and what was published, is exact. Of a unit one learns "fewer than five" (none
    included) or "at least five", and no more.
    """
    if trusted:
        return Disclosure(Showing.EXACT, value)
    if live and (whole or not small):
        return Disclosure(Showing.EXACT, value)
    if published is not None:
        return Disclosure(Showing.PUBLISHED, published)
    if not live or not rough:
        return Disclosure(Showing.WITHHELD)
    return Disclosure(Showing.FEW) if value < SMALL else Disclosure(Showing.AT_LEAST, SMALL)


def disclose_median(
    value: int | None,
    *,
    trusted: bool,
    small: bool,
    live: bool,
    whole: bool,
    rough: bool,
    published: int | None,
    rows: int,
) -> Disclosure:
    """How much of the middle of `rows` rows somebody is shown; the rest as for `disclose`.

    A middle of fewer than five points at somebody as a count of 1–4 does, so of a unit it is told from five rows on,
    where that much may be said of the unit. `value` is None without rows.
    """
    if trusted or (live and (whole or not small or (rough and rows >= SMALL))):
        return Disclosure(Showing.NONE if value is None else Showing.EXACT, value)
    if published is not None:
        return Disclosure(Showing.PUBLISHED, published)
    return Disclosure(Showing.WITHHELD)


def is_small(count: int) -> bool:
    """Whether a count could point at a person."""
    return 0 < count < SMALL


def parts_may_be_told(parts: Collection[int]) -> bool:
    """Whether the parts of a guarded whole may be told: all of them or none, so that none is left over to subtract."""
    return not any(is_small(part) for part in parts)
