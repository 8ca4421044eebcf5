"""Rules of the room. Pure."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

#: An answer is promised within this many days. Source: GB/T 35273-2020 8.7 c (thirty days or the legal term); we halve it.
ANSWER_DAYS = 15
#: How long a finished copy of "my data" can be fetched.
COPY_LIFE = dt.timedelta(days=7)
#: Assessments and processing records are kept at least this long. Source: 个人信息保护法 Art. 56.
KEPT_YEARS = 3
#: A breach that is larger than small is reported within this time. Source: 网络安全事件报告管理办法 (2025).
REPORT_WITHIN = dt.timedelta(hours=4)
#: So long after their end requests are kept, as are looks at hidden values and consents taken back. Three years are never more.
KEPT = dt.timedelta(days=3 * 365 + 1)
SHORTEST, LONGEST = 4, 1000


class TextFault(StrEnum):
    """What is wrong with words someone wrote."""

    TOO_SHORT = "too short"
    TOO_LONG = "too long"


def text_fault(text: str, *, shortest: int = SHORTEST) -> TextFault | None:
    """Whether the words say something and are not a book."""
    length = len(text.strip())
    if length < shortest:
        return TextFault.TOO_SHORT
    return TextFault.TOO_LONG if length > LONGEST else None


def answer_due(asked: dt.date) -> dt.date:
    """The day by which an answer is promised."""
    return asked + dt.timedelta(days=ANSWER_DAYS)


def kept_until(made: dt.date) -> dt.date:
    """The first day on which a record may be thrown away. 29 February becomes 1 March, so that no day is lost."""
    try:
        return made.replace(year=made.year + KEPT_YEARS)
    except ValueError:
        return dt.date(made.year + KEPT_YEARS, 3, 1)
