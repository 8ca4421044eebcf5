"""Numbers that belong to people: identity cards, bank cards, telephones. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from sixianghui.channel.proofing.text import Around, Finding, Kind, Passage, Severity, at

_LONG = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){14,18}(?:[ -]?[Xx])?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z.\-])[(（]?0\d{2,3}[)）]?[ \-—－]\s?\d{7,8}(?![0-9A-Za-z])")
_WIDE = {ord("０") + n: ord("0") + n for n in range(10)}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity(digits: str) -> bool:
    """Whether eighteen characters pass for a citizen's number: a birthday that exists and the right last sign."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", digits):
        return False
    try:
        born = dt.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(sign) * weight for sign, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return born.year >= 1900 and "10X98765432"[total % 11] == digits[17]


def is_card(digits: str) -> bool:
    """Whether a number passes for a bank card's: sixteen to nineteen digits with the right sum."""
    if not 16 <= len(digits) <= 19 or not digits.isdigit() or digits[0] not in "3456":
        return False
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 3


def find(passages: Sequence[Passage], _around: Around) -> Iterator[Finding]:
    """Every number that looks like somebody's."""
    for passage in passages:
        text = passage.text.translate(_WIDE)
        for found in _LONG.finditer(text):
            digits = re.sub(r"[ -]", "", found.group()).upper()
            if is_identity(digits):
                yield at(passage, Kind.IDENTITY, Severity.MUST, *found.span())
            elif is_card(digits):
                yield at(passage, Kind.CARD, Severity.MUST, *found.span())
        for found in _MOBILE.finditer(text):
            yield at(passage, Kind.MOBILE, Severity.MUST, *found.span())
        for found in _LANDLINE.finditer(text):
            yield at(passage, Kind.LANDLINE, Severity.HINT, *found.span())
