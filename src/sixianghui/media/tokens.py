"""Tokens for the pieces of a stream that is not for everybody: signed, good for a few minutes, the same for whoever asks then.

Its playlists are asked of the reader's session each time and name the token; pieces may then be kept and sent by `front`, by
nginx or by others without asking again. What a token opens are pieces of its stream whose random names one was told.
"""

from __future__ import annotations

import re
import time

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

#: A token is good for at least so many seconds and for less than twice as many.
SECONDS = 300
FIELD = "t"
#: As we write them; nothing else is read.
_SHAPE = re.compile(r"([0-9a-f]{8,10})-([0-9a-f]{32})\Z")


def token_for(ref: str) -> str:
    """A token of this moment. By the real clock, like sessions."""
    until = (int(time.time()) // SECONDS + 2) * SECONDS
    return f"{until:x}-{_signed(ref, until)}"


def seconds_left(ref: str, token: str) -> int:
    """For how long it is still good; 0 for one that is over, of another stream, or none of ours."""
    found = _SHAPE.match(token)
    if found is None:
        return 0
    until = int(found[1], 16)
    if not constant_time_compare(found[2], _signed(ref, until)):
        return 0
    return max(0, min(2 * SECONDS, until - int(time.time())))


def _signed(ref: str, until: int) -> str:
    known = f"{ref}:{until}"
    made = salted_hmac("sixianghui.media.pieces", known, secret=settings.LASTING_KEY, algorithm="sha256")
    return made.hexdigest()[:32]
