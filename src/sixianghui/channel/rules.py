"""Who may pass which review. Pure.

Three reviews (三审): editor, column head, chief editor. Nobody passes two of them for one article, and nobody reviews
what they wrote or sent in themselves.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """A review, in their order."""

    FIRST = 1
    SECOND = 2
    FINAL = 3


class Verdict(StrEnum):
    """What came of a review."""

    PASSED = "passed"
    RETURNED = "returned"


class ReviewFault(StrEnum):
    """Why somebody may not review this article at this level."""

    OWN = "own"
    TWICE = "twice"
    OTHER_HEAD = "other_head"


#: The longest reason, correction note or withdrawal reason.
REASON_LENGTH = 300


def review_fault(
    *, level: Level, reviewer: int, authors: frozenset[int], passed_by: frozenset[int], head: int | None
) -> ReviewFault | None:
    """What stands in the way of `reviewer` at `level`; None when nothing does.

    authors: who wrote it or sent it in. passed_by: who passed a review of it in this round.
    head: whose column it is, while they hold the post; the second review of a column with a head is theirs, unless
    they wrote it.
    """
    if reviewer in authors:
        return ReviewFault.OWN
    if reviewer in passed_by:
        return ReviewFault.TWICE
    if level is Level.SECOND and head is not None and head not in (*authors, *passed_by) and reviewer != head:
        return ReviewFault.OTHER_HEAD
    return None


#: What a reader writes about a piece.
NOTE_SHORTEST, NOTE_LONGEST = 5, 1000
CONTACT_LENGTH = 100
#: How long it is kept after somebody has dealt with it.
NOTE_KEPT = dt.timedelta(days=182)
#: How many others a piece is compared with for good, and how many of them its page shows.
LIKE_KEPT, LIKE_SHOWN = 8, 5
#: How many pieces are compared anew in a day, and with how many others each of them.
WEIGHED_A_DAY, COMPARED_WITH = 2000, 200
#: How many articles of one sender may wait for the editors at a time; more would be a pile, not an offer.
WAITING_AT_MOST = 5
#: Of an article that somebody sends in, in characters.
SHORTEST_TEXT, LONGEST_TEXT = 40, 6000


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: what empty lines, or single line breaks, part. Nothing empty is kept."""
    return [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]


#: A link by which a draft is read without an account: for how many days, how many of a piece, how many remarks.
LINK_DAYS = (1, 3, 7, 14)
MOST_LINKS, MOST_REMARKS = 20, 100
INVITED_LENGTH = 40
REMARK_SHORTEST, REMARK_LONGEST = 2, 1000
#: How long links and what was said through them are kept after the link has ended.
LINK_KEPT = dt.timedelta(days=182)


def link_stands(*, ends_at: dt.datetime, ended_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a link for reading a draft opens now."""
    return ended_at is None and now < ends_at
