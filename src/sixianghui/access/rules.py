"""Rules of signing in. Pure."""

from __future__ import annotations

import datetime as dt
import ipaddress

TRIES = 5
WINDOW = dt.timedelta(minutes=15)
LINK_LIFE = dt.timedelta(hours=24)
#: For so long after a proof nobody is asked again before changing a password or the second step.
FRESH = dt.timedelta(minutes=5)


def must_wait(failures: int) -> bool:
    """Whether one name from one address must wait: five failures within a quarter of an hour.

    Counted per name *and* address, so that a stranger cannot lock somebody out from elsewhere.
    """
    return failures >= TRIES


def is_loopback(address: str) -> bool:
    """Whether a client address is this machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)
