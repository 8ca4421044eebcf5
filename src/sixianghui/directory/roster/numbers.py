"""Numbers by which a person could be found elsewhere: identity numbers (GB 11643) and mobile numbers. Pure."""

from __future__ import annotations

import datetime as dt
import re

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_ASIDE = re.compile(r"[\s()（）\-－—]+")


def id_number(text: str) -> str:
    """An identity number in its normal form, or an empty text if the check digit or the day of birth is wrong."""
    bare = _ASIDE.sub("", text).upper()
    if not _ID.fullmatch(bare) or born(bare) is None:
        return ""
    check = _CHECKS[sum(int(digit) * weight for digit, weight in zip(bare[:17], _WEIGHTS, strict=True)) % 11]
    return bare if bare[17] == check else ""


def born(number: str) -> dt.date | None:
    """The day of birth that an identity number tells."""
    try:
        return dt.datetime.strptime(number[6:14], "%Y%m%d").date()  # noqa: DTZ007  (a day, not a moment)
    except ValueError:
        return None


def mobile(text: str) -> str:
    """A mobile number as eleven digits, or an empty text."""
    found = _MOBILE.fullmatch(_ASIDE.sub("", text))
    return found[1] if found else ""


def holds_id_number(text: str) -> bool:
    """Whether a valid identity number stands somewhere in a text."""
    return any(id_number(found[0]) for found in _ID.finditer(text))
