"""Rules of signing in. Pure."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from sixianghui.common import sources

TRIES = 5
WINDOW = dt.timedelta(minutes=15)
LINK_LIFE = dt.timedelta(hours=24)
#: For so long after a proof nobody is asked again before changing a password or the second step.
FRESH = dt.timedelta(minutes=15)


#: Tries of one address over all names: so many are free within the window, then this many a minute.
TRIES_OF_ADDRESS = 30
TRIES_A_MINUTE = 3
#: How long a used code of an authenticator is remembered: longer than it holds, with a step either way.
CODE_LIFE = dt.timedelta(minutes=2)
#: How old a password of the staff may be under the profile `djbh`. Ninety days is custom, no rule says it.
PASSWORD_LIFE = dt.timedelta(days=90)
#: How often it is written down that a session is still in use.
SEEN_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Stay:
    """How long a session lasts: since it was last used, and altogether."""

    idle: dt.timedelta
    whole: dt.timedelta


#: People who hold a post in the committee's offices work at desks that others pass; members read on their own phones.
STAFF_STAY = Stay(idle=dt.timedelta(minutes=30), whole=dt.timedelta(hours=12))
MEMBER_STAY = Stay(idle=dt.timedelta(days=7), whole=dt.timedelta(days=30))
#: A person of the demo cannot simply sign in again: the link worked once.
SAMPLE_STAY = Stay(idle=dt.timedelta(hours=12), whole=dt.timedelta(hours=12))


def has_ended(stay: Stay, *, began: dt.datetime, seen: dt.datetime, now: dt.datetime) -> bool:
    """Whether a session is over. One of a time when the clock ran ahead must not last for so much longer."""
    return abs(now - seen) >= stay.idle or abs(now - began) >= stay.whole


def must_wait(failures: int) -> bool:
    """Whether one name from one address must wait: five failures within a quarter of an hour.

    Counted per name *and* address, so that a stranger cannot lock somebody out from elsewhere.
    """
    return failures >= TRIES


def address_must_wait(in_window: int, in_last_minute: int) -> bool:
    """Whether an address that fails with many names is slowed down.

    Slowed down only, and only for what fails: a whole company may sit behind one address.
    """
    return in_window >= TRIES_OF_ADDRESS and in_last_minute >= TRIES_A_MINUTE


def source_of(address: str) -> str:
    """What counts as one address; `::` for what is none."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return "::"
    return sources.source_of(address)


def is_loopback(address: str) -> bool:
    """Whether a client address is this machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether a client address lies in one of these networks. What is no address lies in none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in ipaddress.ip_network(network) for network in networks)


#: Words in a browser's name for itself → what we call it; the first that is found. Apps come before what they stand on.
_BROWSERS = (
    ("wxwork", "wecom"), ("MicroMessenger", "wechat"), ("DingTalk", "dingtalk"), ("Feishu", "feishu"), ("Lark", "feishu"),
    ("Edg", "edge"), ("Firefox", "firefox"), ("FxiOS", "firefox"), ("Chrome", "chrome"), ("CriOS", "chrome"), ("Safari", "safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "harmonyos"), ("Android", "android"), ("iPhone", "iphone"), ("iPad", "ipad"), ("Windows", "windows"),
    ("Mac OS X", "macos"), ("Linux", "linux"),
)  # fmt: skip


def browser_of(said: str) -> str:
    """The kind of browser and system as two codes, `edge/windows`: enough to recognise one's own, no more."""

    def first(kinds: tuple[tuple[str, str], ...]) -> str:
        return next((code for word, code in kinds if word in said), "other")

    return f"{first(_BROWSERS)}/{first(_SYSTEMS)}"
