"""What is true of lectures without a database: states, sizes, what counts as a viewing. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

LECTURER_LENGTH = 60
LINE_LENGTH = 200
INTRO_LENGTH = 2000
TITLE_LENGTH = 80
REASON_LENGTH = 200
NOTICE_LENGTH = 300
LINK_LENGTH = 300
#: Points of an agenda, things to take along: more are read by nobody.
MOST_ITEMS = 30
MOST_MATERIALS = 20
#: A hall larger than this is a slip of the finger.
MOST_SEATS = 5000
#: Heads one person may ask seats for, and heads noted at the door at once.
MOST_HEADS = 20
MOST_AT_ONCE = 200
#: Before its time a lecture may go on air by so much; a rehearsal is something else.
EARLY = dt.timedelta(hours=2)
#: A publish key holds for so long after the planned end.
KEY_LASTS = dt.timedelta(hours=12)
#: After its end the room takes comments and questions for so long.
LINGERS = dt.timedelta(minutes=30)
#: Seconds that a viewer may be away and still be at the same viewing.
AGAIN = 30 * 60
#: Seconds without a word from a front until its viewers are taken for gone.
SILENT = 30
#: Seconds for which a question that was taken up is shown as being answered.
ANSWERING = 180
#: The code on the door changes after so many seconds; the one before still holds, because people walk.
DOOR_SECONDS = 60
DOOR_OLD = 2
#: Once scanned, its button may be pressed for so many seconds: signing in takes a while.
TICKET_SECONDS = 15 * 60
#: Days after a lecture until it is forgotten who asked for seats; months until single stays on line are.
SEATS_KEPT = 30
STAYS_KEPT = 13
#: So long before its recording goes, whoever organises a lecture is told; for so many months more it may be kept.
WARNED = dt.timedelta(days=30)
KEPT_LONGER = (6, 12, 24, 36)


class State(StrEnum):
    """Where a lecture stands."""

    COMING = "coming"
    LIVE = "live"
    ENDED = "ended"
    CALLED_OFF = "called off"


def state(*, began: bool, ended: bool, called_off: bool) -> State:
    """The state that follows from the facts that stand. What began took place, whatever was said before."""
    if ended:
        return State.ENDED
    if began:
        return State.LIVE
    return State.CALLED_OFF if called_off else State.COMING


def minutes(began: dt.datetime, ended: dt.datetime) -> int:
    """How long a lecture took, in whole minutes, a half rounded up; at least one."""
    return max(1, int((ended - began).total_seconds() + 30) // 60)


# ---- seats ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Party:
    """Somebody asked for seats for `heads`; parties are served in the order of `number`."""

    number: int
    heads: int


def seated_now(free: int, waiting: Sequence[Party]) -> list[Party]:
    """Which of those who wait get seats when `free` are free: in order; a party that does not fit lets smaller ones pass."""
    found = []
    for party in sorted(waiting, key=lambda one: one.number):
        if party.heads <= free:
            found.append(party)
            free -= party.heads
    return found


def next_seats(taken: Iterable[int], heads: int) -> list[int]:
    """The lowest numbers that are free."""
    known = set(taken)
    found: list[int] = []
    number = 1
    while len(found) < heads:
        if number not in known:
            found.append(number)
        number += 1
    return found


# ---- the door ---------------------------------------------------------------------------------------------------


def scans(state: State, starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether the code on the door holds: from two hours before until the end."""
    if state is State.LIVE:
        return True
    return state is State.COMING and starts_at - EARLY <= now <= ends_at


def notes(state: State, starts_at: dt.datetime, now: dt.datetime, *, held: bool) -> bool:
    """Whether the desk writes down who comes: until the activity is recorded."""
    return state in {State.COMING, State.LIVE} and not held and starts_at - EARLY <= now


def mends(state: State, *, held: bool) -> bool:
    """Whether the desk may still put its heads right: the end recorded as many as came through the door."""
    return state is State.ENDED and held


def windows(now: dt.datetime) -> list[int]:
    """The windows of time whose codes hold now, the present one first."""
    present = int(now.timestamp()) // DOOR_SECONDS
    return [present - one for one in range(DOOR_OLD)]


# ---- viewings ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stay:
    """A viewer was in the room from `began` to `ended`, in seconds since 1970; `ended` is None while they are."""

    viewer: int
    began: int
    ended: int | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What the stays of a lecture come to. peak_at: seconds since 1970; None without anybody."""

    viewings: int = 0
    viewers: int = 0
    peak: int = 0
    peak_at: int | None = None
    seconds: int = 0


def summed(stays: Iterable[Stay], now: int) -> Sums:
    """Add up stays: viewings (a new one after half an hour away), viewers, the most at one time, and seconds spent.

    stays: one viewer after the other, each one's by their beginning. They are taken one at a time, so that a hundred
    thousand need no more room than the seconds of the lecture. A viewer who is there twice at once is one viewer:
    overlapping stays are taken as one. Raises `ValueError` for any other order.
    """
    viewings = viewers = seconds = 0
    came: Counter[int] = Counter()
    left: Counter[int] = Counter()
    before: Stay | None = None
    begin = end = 0
    for one in stays:
        if before is not None and (one.viewer, one.began) < (before.viewer, before.began):
            raise ValueError(f"{one} comes after {before}")
        until = max(one.began, one.ended or now)
        is_same = before is not None and before.viewer == one.viewer
        if is_same and one.began <= end:
            end = max(end, until)
        else:
            if before is not None:
                left[end] += 1
                seconds += end - begin
            viewers += not is_same
            viewings += not is_same or one.began - end >= AGAIN
            came[one.began] += 1
            begin, end = one.began, until
        before = one
    if before is not None:
        left[end] += 1
        seconds += end - begin
    peak, peak_at, here = 0, None, 0
    for at in sorted(came.keys() | left.keys()):
        here += came[at]
        if here > peak:
            peak, peak_at = here, at
        here -= left[at]
    return Sums(viewings, viewers, peak, peak_at, seconds)


# ---- questions --------------------------------------------------------------------------------------------------


class Asked(StrEnum):
    """What has become of a question in the lecture."""

    OPEN = "open"
    NOW = "now"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Taken:
    """A question was taken up `seconds` after the beginning; `done`: its answer is over."""

    at: dt.datetime
    seconds: int
    done: bool = False


def asked(taken: Taken | None, *, last: bool, live: bool, now: dt.datetime) -> Asked:
    """What has become of a question. Only the one taken up last is being answered, and not for longer than it shows."""
    if taken is None:
        return Asked.OPEN
    fresh = now - taken.at < dt.timedelta(seconds=ANSWERING)
    return Asked.NOW if live and last and fresh and not taken.done else Asked.ANSWERED


def rank(state: Asked, wishes: int, written: dt.datetime, seconds: int) -> tuple[int, int, float]:
    """Where a question stands: what is being answered, the most wanted, what was answered by its moment."""
    if state is Asked.OPEN:
        return 1, -wishes, written.timestamp()
    return (0 if state is Asked.NOW else 2), seconds, written.timestamp()


def seconds_in(began: dt.datetime, moment: dt.datetime) -> int:
    """How far a moment is into the lecture."""
    return max(0, int((moment - began).total_seconds()))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of its month where there is no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    for less in range(4):
        try:
            return dt.date(year, month + 1, day.day - less)
        except ValueError:
            continue
    raise ValueError(day)  # no month is that short


def kept_last(until: dt.date, warned: dt.date | None) -> dt.date:
    """The last day of a recording: never within thirty days of being told, though the rule was made shorter meanwhile."""
    return until if warned is None else max(until, warned + WARNED - dt.timedelta(days=1))


def is_warned(until: dt.date, warned: dt.date | None) -> bool:
    """Whether it was told in time that a recording goes after that day; what was told of an earlier end is forgotten."""
    return warned is not None and warned >= until - WARNED


def seconds_of(text: str) -> int | None:
    """The seconds that somebody wrote as 1:02:15, 2:15 or 135; None for anything else."""
    parts = text.strip().replace("：", ":").split(":")
    if not 1 <= len(parts) <= 3 or not all(
        part.isascii() and part.isdecimal() and len(part) <= 5 for part in parts
    ):
        return None
    numbers = [int(part) for part in parts]
    if any(number > 59 for number in numbers[1:]):
        return None
    total = 0
    for number in numbers:
        total = total * 60 + number
    return total


def clock(seconds: int) -> str:
    """1:02:15."""
    hours, rest = divmod(max(0, seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"
