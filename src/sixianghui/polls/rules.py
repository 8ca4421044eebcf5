"""Rules of polls: what may be asked and for how long, what state a poll is in, what its result may show. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

QUESTION_LENGTH = 80
WHY_LENGTH = 300
USE_LENGTH = 120
OPTION_LENGTH = 40
LEAST_OPTIONS, MOST_OPTIONS = 2, 8
REASON_LENGTH = 120
OUTCOME_LENGTH = 300
#: What came of a poll may be told in several steps, but it is no diary.
MOST_OUTCOMES = 5
#: How long a poll may stay open at most, in days.
LONGEST = 60
#: With fewer answers nobody is told what was chosen: it could point at somebody.
FEW = 5
#: Characters that are read in half a minute, without hurry.
_READ = 150


class State(StrEnum):
    """Where a poll stands."""

    DRAFT = "draft"
    OPEN = "open"
    COUNTING = "counting"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


def state(*, published: bool, withdrawn: bool, closed: bool, closes_on: dt.date, today: dt.date) -> State:
    """The state that follows from the facts and the day. Between its last day and being counted a poll takes no more."""
    if withdrawn:
        return State.WITHDRAWN
    if closed:
        return State.CLOSED
    if not published:
        return State.DRAFT
    return State.OPEN if today <= closes_on else State.COUNTING


class Fault(StrEnum):
    """Why a poll cannot be asked so."""

    NO_QUESTION = "no question"
    NO_USE = "no use"
    OPTIONS = "options"
    LONG_OPTION = "long option"
    SAME_OPTIONS = "same options"
    MOST = "most"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Words:
    """What a poll asks. `why`: a few lines; `use`: what the answers are for; `most`: how many options one may choose."""

    question: str
    options: tuple[str, ...]
    use: str
    closes_on: dt.date
    why: str = ""
    most: int = 1


def fault_of(words: Words, *, today: dt.date) -> Fault | None:
    """What is wrong with a poll that is to be asked today, or None."""
    if not words.question.strip():
        return Fault.NO_QUESTION
    if not words.use.strip():
        return Fault.NO_USE
    if not LEAST_OPTIONS <= len(words.options) <= MOST_OPTIONS or not all(map(str.strip, words.options)):
        return Fault.OPTIONS
    if any(len(option) > OPTION_LENGTH for option in words.options):
        return Fault.LONG_OPTION
    if len(set(words.options)) < len(words.options):
        return Fault.SAME_OPTIONS
    if not 1 <= words.most <= len(words.options):
        return Fault.MOST
    if words.closes_on <= today:
        return Fault.SOON
    return Fault.LATE if words.closes_on > today + dt.timedelta(days=LONGEST) else None


def half_minutes(*texts: str) -> int:
    """How many half minutes reading and choosing take; at least one."""
    return max(1, -(-sum(map(len, texts)) // _READ))


def chosen_well(chosen: Sequence[int], *, options: int, most: int) -> bool:
    """Whether these numbers of options, counted from one, make an answer."""
    return 1 <= len(set(chosen)) == len(chosen) <= most and all(1 <= one <= options for one in chosen)


@dataclass(frozen=True)
class Bar:
    """One option in a result: how many chose it, the share of those who answered in percent, its length of 1000."""

    text: str
    count: int
    percent: int
    length: int
    first: bool = False


def bars(options: Sequence[str], counts: Sequence[int], answers: int) -> tuple[Bar, ...]:
    """The result in the order of the options; nothing when too few answered."""
    if answers < FEW or len(counts) != len(options):
        return ()
    most = max(counts)
    return tuple(
        Bar(
            text,
            count,
            percent=(200 * count + answers) // (2 * answers),
            length=round(1000 * count / most) if most else 0,
            first=count == most > 0,
        )
        for text, count in zip(options, counts, strict=True)
    )
