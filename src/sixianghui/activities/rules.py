"""What is true of activities without a database: states, quorums, sizes. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

TITLE_LENGTH = 60
PLACE_LENGTH = 60
TOLD_LENGTH = 600
LINE_LENGTH = 200
REASON_LENGTH = 200
#: More people than this are a slip of the finger.
MOST_PRESENT = 100_000
#: An activity that has not begun when it is recorded is not recorded: a quarter of an hour is forgiven.
EARLY = dt.timedelta(minutes=15)
#: Nothing is announced further ahead, and nothing lasts longer.
FARTHEST = dt.timedelta(days=2 * 366)
LONGEST = dt.timedelta(days=31)


class State(StrEnum):
    """What has become of an activity."""

    COMING = "coming"
    HELD = "held"
    CALLED_OFF = "called off"


def state(*, held: bool, called_off: bool) -> State:
    """The state that follows from the facts that stand. What took place took place, whatever was said before."""
    if held:
        return State.HELD
    return State.CALLED_OFF if called_off else State.COMING


@dataclass(frozen=True)
class Quorum:
    """A share of those entitled that has to be present: `above` / `below`, or more than that when `more`."""

    above: int
    below: int
    more: bool = False

    def least(self, entitled: int) -> int:
        """How many of `entitled` have to be present."""
        share = entitled * self.above
        return share // self.below + 1 if self.more else -(-share // self.below)

    def stands(self, entitled: int, present: int) -> bool:
        """Whether enough of those entitled are present."""
        return present >= self.least(entitled)


class Fault(StrEnum):
    """Why an activity cannot be announced or recorded as it is."""

    NO_TITLE = "no title"
    TOO_FAR = "too far ahead"
    NOT_BEGUN = "not begun"
    ENDS_BEFORE = "ends before it begins"
    TOO_LONG = "too long"
    NOT_COUNTED = "not counted"
    NOBODY = "nobody present"
    TOO_MANY = "too many present"
    MORE_THAN_ENTITLED = "more than entitled"
    MORE_THAN_PRESENT = "more voters than people"


def times_fault(
    starts_at: dt.datetime, ends_at: dt.datetime | None, *, now: dt.datetime, held: bool
) -> Fault | None:
    """What is wrong with the times. `held`: it is said to have taken place."""
    if held and starts_at > now + EARLY:
        return Fault.NOT_BEGUN
    if starts_at > now + FARTHEST:
        return Fault.TOO_FAR
    if ends_at is not None:
        if ends_at <= starts_at:
            return Fault.ENDS_BEFORE
        if ends_at - starts_at > LONGEST:
            return Fault.TOO_LONG
    return None


def numbers_fault(present: int | None, entitled: int | None, voting: int | None) -> Fault | None:
    """What is wrong with the numbers: present (None: nobody counted), entitled to vote, and present of those entitled."""
    if present is None:
        return Fault.NOT_COUNTED if voting is not None else None
    if present < 1:
        return Fault.NOBODY
    if present > MOST_PRESENT:
        return Fault.TOO_MANY
    if voting is not None and voting > present:
        return Fault.MORE_THAN_PRESENT
    if entitled is not None and voting is not None and voting > entitled:
        return Fault.MORE_THAN_ENTITLED
    return None


def names_kept_until(day: dt.date) -> dt.date:
    """Until when the names of those present are kept: the end of the next year, when a year's votes and training are
    accounted for."""
    return dt.date(day.year + 1, 12, 31)


def is_due(last: dt.date, months: int, today: dt.date) -> bool:
    """Whether something that normally comes once in so many months has not come for as long: by calendar months, so
    that the fifth of one and the twenty-fifth of the next are no gap."""
    return (today.year - last.year) * 12 + today.month - last.month > months
