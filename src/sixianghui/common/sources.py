"""From where something comes, for counting how often: an IPv6 customer has a network of 2⁶⁴ addresses. Pure."""

from __future__ import annotations

import ipaddress


def source_of(place: str) -> str:
    """What counts as one place: an IPv4 address, the /64 of an IPv6 address; what is no address (`account 7`) is itself."""
    try:
        found = ipaddress.ip_address(place)
    except ValueError:
        return place
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.IPv6Network((int(found), 64), strict=False).network_address)
