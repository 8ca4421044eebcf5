"""The codes on the door: what a QR code carries, and what lets somebody press the button after scanning one.

A code is a keyed digest of the lecture and of the minute in which it was drawn; nothing is stored. The key is one that
stays, so what was printed holds until the end. Whoever has scanned one gets a ticket, which holds a little longer.
"""

from __future__ import annotations

import base64

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from sixianghui.common import time
from sixianghui.lectures import rules
from sixianghui.lectures.models import Arrival, Lecture

_OCTETS = 10
_PAPER = "paper"


def code(lecture: Lecture) -> str:
    """The code that is on the organiser's screen now."""
    return _code(lecture, str(rules.windows(time.now())[0]))


def paper_code(lecture: Lecture) -> str:
    """The code on the printed page."""
    return _code(lecture, _PAPER)


def way_of(lecture: Lecture, given: str) -> Arrival.Way | None:
    """Where a code that holds was scanned; None for one that is old, of another lecture, or nobody's."""
    if constant_time_compare(given, paper_code(lecture)):
        return Arrival.Way.PAPER
    held = [constant_time_compare(given, _code(lecture, str(one))) for one in rules.windows(time.now())]
    return Arrival.Way.CODE if any(held) else None


def ticket(lecture: Lecture, way: Arrival.Way) -> str:
    """What whoever scanned a code carries until they press the button."""
    at = str(int(time.now().timestamp()))
    return f"{way}.{at}.{_code(lecture, f'{way} {at}')}"


def ticket_way(lecture: Lecture, given: str) -> Arrival.Way | None:
    """Where the code behind a ticket that still holds was scanned."""
    way, _dot, rest = given.partition(".")
    at, _dot, digest = rest.partition(".")
    if (
        way not in {Arrival.Way.CODE, Arrival.Way.PAPER}
        or not (at.isascii() and at.isdigit())
        or len(at) > 12
    ):
        return None
    if not constant_time_compare(digest, _code(lecture, f"{way} {at}")):
        return None
    age = int(time.now().timestamp()) - int(at)
    return Arrival.Way(way) if 0 <= age <= rules.TICKET_SECONDS else None


def key_of(lecture: Lecture, kind: str, name: object) -> str:
    """What an arrival is known again by within one lecture: a keyed digest of a browser, an account, a line of a list.

    The lecture's salt is in it and is forgotten with the registrations: from then on not even whoever has the keys can try
    accounts one by one.
    """
    known = f"{lecture.ref}:{lecture.salt}:{kind}:{name}"
    return salted_hmac("lectures.arrival", known, secret=settings.LASTING_KEY, algorithm="sha256").hexdigest()


def _code(lecture: Lecture, what: str) -> str:
    known = f"{lecture.ref}:{what}"
    digest = salted_hmac("lectures.door", known, secret=settings.LASTING_KEY, algorithm="sha256").digest()
    return base64.b32encode(digest[:_OCTETS]).decode().lower()
