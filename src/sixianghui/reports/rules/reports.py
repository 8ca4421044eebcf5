"""Where a report stands, and who may take the next step. Pure.

Source: 《中国共产党党务公开条例（试行）》 article 15: a publication is proposed, checked, approved, carried out.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

REASON_LENGTH, SHORTEST_REASON = 300, 4
#: A template that nobody used for so long is proposed for closing (D16: what is unused, quarterly).
UNUSED_AFTER = dt.timedelta(days=182)
#: "We still need it" holds so long.
KEPT_FOR = dt.timedelta(days=365)


class State(StrEnum):
    """Where the text of a report stands. What was published stands beside it, as editions."""

    WRITING = "writing"
    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"


class Event(StrEnum):
    """What may happen to it."""

    SAVE = "save"
    SUBMIT = "submit"
    TAKE_BACK = "take back"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"


#: What may happen in which state. Whoever saves an approved text takes the approval from it, and so does whoever withdraws
#: what was published on it. Published it stays approved: it may be published again, with the numbers of another day.
NEXT: dict[tuple[State, Event], State] = {
    (State.WRITING, Event.SAVE): State.WRITING,
    (State.WRITING, Event.SUBMIT): State.WAITING,
    (State.RETURNED, Event.SAVE): State.WRITING,
    (State.RETURNED, Event.SUBMIT): State.WAITING,
    (State.WAITING, Event.TAKE_BACK): State.WRITING,
    (State.WAITING, Event.APPROVE): State.APPROVED,
    (State.WAITING, Event.RETURN): State.RETURNED,
    (State.APPROVED, Event.SAVE): State.WRITING,
    (State.APPROVED, Event.PUBLISH): State.APPROVED,
}


def may_publish_unread(*, for_everybody: bool) -> bool:
    """Whether a report may be published without anybody else having read it: only within one's own unit."""
    return not for_everybody


def unused(*, used_on: dt.date, kept_until: dt.date | None, today: dt.date) -> bool:
    """Whether a template is proposed for closing: not used for half a year, and nobody said they still need it."""
    if kept_until is not None and kept_until >= today:
        return False
    return today - used_on >= UNUSED_AFTER


def allows(state: State, event: Event) -> bool:
    """Whether this may happen now."""
    return (state, event) in NEXT
