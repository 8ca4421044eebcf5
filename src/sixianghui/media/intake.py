"""Names and words of what comes in live: keys, passphrases, why an encoder is turned away. No tables."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils.crypto import salted_hmac

#: How long a door stays open for a rehearsal, and how long a key is good for after the planned end.
ARMED, KEY_AFTER = dt.timedelta(hours=4), dt.timedelta(hours=12)
#: A feed whose ingest has not been heard of for so long has ended; sooner, another one may take its place.
GONE, STALE = dt.timedelta(seconds=30), dt.timedelta(seconds=10)
#: How often it is written down that a feed still runs.
SEEN = dt.timedelta(seconds=5)


class Why(StrEnum):
    """Why an encoder is turned away."""

    WRONG = "wrong"
    EXPIRED = "expired"
    SHUT = "shut"
    BUSY = "busy"


class TurnedAway(Exception):
    """It may not send. `feed`: the one that is in the way."""

    def __init__(self, why: Why, feed: str = "") -> None:
        super().__init__(why)
        self.why, self.feed = why, feed


@dataclass(frozen=True)
class Admitted:
    """It may send. now, air: seconds since 1970 by the clock of the house."""

    feed: str
    stream: str
    now: float
    air: float | None
    srt: str


def passphrase(ref: str, generation: int) -> str:
    """The passphrase for SRT: it follows from a secret that stays, so it is kept nowhere. 26 letters, 128 bits."""
    known = f"{ref}:{generation}"
    made = salted_hmac("sixianghui.media.srt", known, secret=settings.LASTING_KEY, algorithm="sha256")
    return base64.b32encode(made.digest()[:16]).decode("ascii").rstrip("=").lower()
