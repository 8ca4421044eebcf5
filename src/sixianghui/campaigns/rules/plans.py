"""Rules of plans: what may happen to one and when, and who may decide on it. Pure.

A plan's state is never stored: it follows from its hand-ins and their outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

#: How long what is written may be, and how many lines a plan may have. A plan is a page, not a book.
TEXT_LENGTH, REASON_LENGTH, ADVICE_LENGTH, RETURN_LENGTH = 200, 200, 500, 500
GOAL_LENGTH, MODEL_LENGTH = 200, 80
MOST_LINES = 40
#: A reason for returning a plan: short of this it says nothing that one could mend.
RETURN_AT_LEAST = 5


class State(StrEnum):
    """What a plan is now. After an approval or agreement it may be changed and handed in again; that one stands meanwhile."""

    DRAFT = "draft"
    WAITING = "waiting"
    TAKEN_BACK = "taken_back"
    RETURNED = "returned"
    APPROVED = "approved"
    AGREED = "agreed"

    @property
    def is_settled(self) -> bool:
        """Whether the last that was handed in was approved or agreed to."""
        return self in {State.APPROVED, State.AGREED}


class Event(StrEnum):
    """What may be done to a plan."""

    EDIT = "edit"
    HAND_IN = "hand_in"
    TAKE_BACK = "take_back"
    RETURN = "return"
    APPROVE = "approve"
    AGREE = "agree"


#: Every step there is; what is not here does not happen.
STEPS: dict[tuple[State, Event], State] = {
    **{
        (state, Event.EDIT): state
        for state in (State.DRAFT, State.TAKEN_BACK, State.RETURNED, State.APPROVED, State.AGREED)
    },
    **{
        (state, Event.HAND_IN): State.WAITING
        for state in (State.DRAFT, State.TAKEN_BACK, State.RETURNED, State.APPROVED, State.AGREED)
    },
    (State.WAITING, Event.TAKE_BACK): State.TAKEN_BACK,
    (State.WAITING, Event.RETURN): State.RETURNED,
    (State.WAITING, Event.APPROVE): State.APPROVED,
    (State.WAITING, Event.AGREE): State.AGREED,
}

#: A closed campaign takes no new plans; what waits may still be settled, so that it does not wait for ever. It is not
#: returned or taken back: nobody could mend it and hand it in again.
_AFTER_CLOSING = frozenset({Event.APPROVE, Event.AGREE})


class Fault(StrEnum):
    """Why something cannot be done to a plan now."""

    RECALLED = "recalled"
    CLOSED = "closed"
    WAITING = "waiting"
    NOT_WAITING = "not_waiting"


def state_of(result: str | None, *, waits: bool) -> State:
    """The state that follows from the last hand-in: whether it waits, else how it ended; `None`: there was none."""
    if waits:
        return State.WAITING
    return State.DRAFT if result is None else State(result)


def fault(state: State, event: Event, *, recalled: bool = False, closed: bool = False) -> Fault | None:
    """Why `event` may not happen to a plan in `state`; None when it may."""
    if recalled:
        return Fault.RECALLED
    if closed and event not in _AFTER_CLOSING:
        return Fault.CLOSED
    if (state, event) in STEPS:
        return None
    return Fault.WAITING if state is State.WAITING else Fault.NOT_WAITING


class Barred(StrEnum):
    """Why somebody may not decide on a plan."""

    OWN_UNIT = "own_unit"
    WROTE_IT = "wrote_it"
    NO_LINE = "no_line"


def barred(
    event: Event, *, units: Iterable[int], unit: int, wrote: bool, approves: bool, agrees: bool
) -> Barred | None:
    """Why somebody may not settle a plan of `unit` so. `units`: those in which they hold any post.

    Nobody decides on a plan of their own unit, or on one they wrote at. Subordination approves; guidance agrees and no
    more: who may approve does not merely agree. Either may return.
    """
    if unit in units:
        return Barred.OWN_UNIT
    if wrote:
        return Barred.WROTE_IT
    allowed = {
        Event.APPROVE: approves,
        Event.AGREE: agrees and not approves,
        Event.RETURN: approves or agrees,
    }
    return None if allowed[event] else Barred.NO_LINE
