"""When a fact may be struck, and how much of a number a reader is shown. Pure."""

from sixianghui.ledger.rules.disclosure import (
    SMALL,
    Disclosure,
    Showing,
    disclose,
    disclose_median,
    is_small,
    parts_may_be_told,
)
from sixianghui.ledger.rules.strikes import REASON_LENGTH, StrikeFault, strike_fault

__all__ = [
    "REASON_LENGTH",
    "SMALL",
    "Disclosure",
    "Showing",
    "StrikeFault",
    "disclose",
    "disclose_median",
    "is_small",
    "parts_may_be_told",
    "strike_fault",
]
