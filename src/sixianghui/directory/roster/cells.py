"""From what a cell holds to what it means: text without stray spaces, a date however it was written. Pure.

Whatever is put right on the way is told, so that it can be shown. One note for each cell: the most telling.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from sixianghui.directory.roster.faults import Kind

EPOCH_1900, EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
EARLIEST = dt.date(1900, 1, 1)
#: Numbers that are taken for a day counted from the epoch: 1910 to 2100.
_SERIALS = range(3_654, 73_051)

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_WIDE_IN_DATES = re.compile("[\uff01-\uff5e\u3000]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?:\s*[-/.．。、_~]\s*(?P<m1>\d{1,2})\s*[-/.．。、_~]\s*(?P<d1>\d{1,2})"
    r"|\s*年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*[日号]?"
    r"|(?P<m3>\d{2})(?P<d3>\d{2}))"
    r"(?:[T\s]+0{1,2}:00(?::00(?:\.0+)?)?)?"
)


@dataclass(frozen=True)
class Plain:
    """A cell's text, and what was put right in it, if anything."""

    text: str
    mended: Kind | None = None


@dataclass(frozen=True)
class Day:
    """A cell's date, and either what was put right or what is wrong with it."""

    value: dt.date | None
    kind: Kind | None = None


def text_of(value: object) -> str:
    """What a cell shows, untouched: whole numbers without a decimal point, dates as 2018-06-05."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)


def printable(text: str) -> str:
    """A text without the characters that a workbook cannot hold."""
    return _UNPRINTABLE.sub("", text)


def plain(value: object, *, han: bool = False) -> Plain:
    """A text without stray spaces, with full-width digits and letters made plain.

    `han`: a name of a person or a unit, in which spaces between Chinese characters are padding.
    """
    raw = text_of(value)
    narrow = _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), raw)
    bare = _SPACES.sub(" ", _UNPRINTABLE.sub("", _ZERO_WIDTH.sub("", narrow))).strip()
    if han:
        bare = _BETWEEN_HAN.sub("", bare)
    if narrow != raw:
        return Plain(bare, Kind.FULL_WIDTH)
    return Plain(bare, Kind.SPACES if bare != raw and bare else None)


def day(value: object, *, is_1904: bool = False) -> Day:
    """The date that a cell means. Of several things put right, the first of: wide digits, spaces, how it was written."""
    if isinstance(value, dt.datetime):
        return _within(value.date())
    if isinstance(value, dt.date):
        return _within(value)
    if isinstance(value, bool | dt.time | dt.timedelta):
        return Day(None, Kind.DATE_UNCLEAR)
    if isinstance(value, int | float):
        return _from_number(value, EPOCH_1904 if is_1904 else EPOCH_1900)
    raw = text_of(value)
    narrow = _WIDE_IN_DATES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), raw)
    bare = _SPACES.sub(" ", _ZERO_WIDTH.sub("", narrow)).strip()
    if not bare:
        return Day(None)
    read = _from_text(bare, EPOCH_1904 if is_1904 else EPOCH_1900)
    if read.value is None:
        return read
    if _ZERO_WIDTH.sub("", _SPACES.sub("", narrow)) != _ZERO_WIDTH.sub("", _SPACES.sub("", raw)):
        return Day(read.value, Kind.FULL_WIDTH)
    return Day(read.value, Kind.SPACES if bare != raw else read.kind)


def _within(found: dt.date) -> Day:
    return Day(found) if found >= EARLIEST else Day(None, Kind.DATE_IMPOSSIBLE)


def _from_number(number: float, epoch: dt.date) -> Day:
    if number != number or number in (float("inf"), float("-inf")):
        return Day(None, Kind.DATE_UNCLEAR)
    whole = int(number)
    if whole == number and 19_000_101 <= whole <= 21_001_231:
        return _from_text(str(whole), epoch)
    if whole in _SERIALS and number - whole < 1:
        return Day(epoch + dt.timedelta(days=whole), Kind.DATE_SERIAL)
    return Day(None, Kind.DATE_UNCLEAR)


def _from_text(text: str, epoch: dt.date) -> Day:
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        if re.fullmatch(r"\d{4,5}", text) and int(text) in _SERIALS and not 1900 <= int(text) <= 2100:
            return Day(epoch + dt.timedelta(days=int(text)), Kind.DATE_SERIAL)
        return Day(None, Kind.DATE_UNCLEAR)
    month = found["m1"] or found["m2"] or found["m3"]
    on = found["d1"] or found["d2"] or found["d3"]
    try:
        read = dt.date(int(found["y"]), int(month), int(on))
    except ValueError:
        return Day(None, Kind.DATE_IMPOSSIBLE)
    return Day(read, Kind.DATE_TEXT) if read >= EARLIEST else Day(None, Kind.DATE_IMPOSSIBLE)
