"""How much of a number a reader is shown. Pure."""

from sixianghui.ledger.rules.disclosure import (
    SMALL,
    Disclosure,
    Showing,
    disclose,
    disclose_median,
    is_small,
    parts_may_be_told,
)

__all__ = [
    "SMALL",
    "Disclosure",
    "Showing",
    "disclose",
    "disclose_median",
    "is_small",
    "parts_may_be_told",
]
