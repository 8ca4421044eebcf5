"""Where a notice stands, what may be sent, and how it is numbered. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sixianghui.campaigns.rules.burden import is_a_reason, same_question

#: A notice that asks more than this many things is several notices.
MOST_ITEMS = 20
SHORTEST_WORDS = 4
#: Staff see who may need help: so many at a time, never more.
MOST_TO_HELP = 3
#: How long after its day a plan that nobody writes is brought up: then it is left in peace, as lines of past months are.
BROUGHT_UP = dt.timedelta(weeks=8)


class State(StrEnum):
    """What has become of a notice."""

    DRAFT = "draft"
    SENT = "sent"
    RECALLED = "recalled"


def state(*, sent: bool, recalled: bool) -> State:
    """The state that follows from the facts that stand."""
    if recalled:
        return State.RECALLED
    return State.SENT if sent else State.DRAFT


def due(first: dt.date | None, changes: Iterable[dt.date | None]) -> dt.date | None:
    """Until when plans are asked for: what was sent first, or what the last correction that names a day says."""
    found = first
    for change in changes:
        found = change or found
    return found


def is_answered(held: Collection[int], wanted: Iterable[int]) -> bool:
    """Whether what the platform holds of a unit leaves it nothing to write, of points that are to be done or answered.

    Where nothing is held nothing is answered: what is only to be known may ask for a plan all the same, by its day.
    """
    return bool(held) and set(wanted) <= set(held)


def is_left(last: dt.date | None, today: dt.date) -> bool:
    """Whether a plan for which nothing has come up since that day is not brought up any more."""
    return last is not None and today - last > BROUGHT_UP


def urgency(due: dt.date | None, today: dt.date) -> tuple[bool, int]:
    """What comes first of what waits: days to come, the nearest first, then no day; last those gone by, the latest first."""
    days = ((due or dt.date.max) - today).days
    return days < 0, abs(days)


def number(code: str, year: int, sequence: int) -> str:
    """A document number: 样例〔2018〕3号. Source: GB/T 9704-2012 7.2.5: the year in six-cornered brackets, the
    sequence without 第 and without leading zeros."""
    return f"{code}〔{year}〕{sequence}号"


class Fault(StrEnum):
    """Why a notice may not be sent as it is."""

    NO_ITEMS = "asks nothing"
    NO_UNITS = "goes to nobody"
    NO_WHY = "does not say why"
    NO_MINUTES = "does not say how long it takes"
    SAME_HOLDING = "asks twice for what is held"
    SAME_QUESTION = "asks the same twice"
    OPEN_ELSEWHERE = "is still open elsewhere"
    DUE_PAST = "is due before it is sent"
    NO_DAY = "does not say by when to answer"
    NO_REASON = "does not say why over the budget"


@dataclass(frozen=True)
class Question:
    """A point of a notice as these rules see it. `ask`: a value of `Ask`; what is only to be known takes no time."""

    key: int
    title: str
    ask: str
    why: str
    minutes: int
    holding: str = ""
    due_on: dt.date | None = None

    @property
    def wants_something(self) -> bool:
        """Whether somebody has to do or write something."""
        return self.ask != "know"


@dataclass(frozen=True)
class Found:
    """A fault, the point that has it (None: the notice as a whole), and what else it names."""

    fault: Fault
    key: int | None = None
    other: str = ""


def faults(
    questions: Iterable[Question],
    *,
    units: int,
    today: dt.date,
    plan_due_on: dt.date | None,
    open_elsewhere: Mapping[str, str],
) -> list[Found]:
    """What stands in the way of sending, in the order of the notice. What is to be done is answered in a plan, so that
    a notice that wants something says until when; `plan_due_on` None is for what is only to be known.

    `open_elsewhere`: questions that other notices still ask of some of the same units, by `same_question`, each with
    the title of its notice. Asking for the same thing twice is refused (D7).
    """
    asked = list(questions)
    found: list[Found] = []
    if not asked:
        found.append(Found(Fault.NO_ITEMS))
    holdings: set[str] = set()
    said: dict[str, str] = {}
    for one in asked:
        if not one.why.strip():
            found.append(Found(Fault.NO_WHY, one.key))
        if one.wants_something and not one.minutes:
            found.append(Found(Fault.NO_MINUTES, one.key))
        if one.due_on is not None and one.due_on < today:
            found.append(Found(Fault.DUE_PAST, one.key))
        if one.holding and one.holding in holdings:
            found.append(Found(Fault.SAME_HOLDING, one.key))
        holdings.add(one.holding)
        same = same_question(one.title)
        if same in said:
            found.append(Found(Fault.SAME_QUESTION, one.key, said[same]))
        elif same in open_elsewhere and one.wants_something:
            found.append(Found(Fault.OPEN_ELSEWHERE, one.key, open_elsewhere[same]))
        said.setdefault(same, one.title)
    if plan_due_on is None:
        found += [Found(Fault.NO_DAY)] if any(one.wants_something for one in asked) else []
    elif plan_due_on < today:
        found.append(Found(Fault.DUE_PAST))
    if not units:
        found.append(Found(Fault.NO_UNITS))
    return found


def reason_fault(*, over: bool, reason: str) -> Fault | None:
    """Whether a reason for going over the budget is missing."""
    return Fault.NO_REASON if over and not is_a_reason(reason) else None
