"""Rules of complaints: the promised day, whose desk a letter comes to, what state it is in, receipt codes. Pure."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sixianghui.common.workdays import Reckoned, add_working_days

#: Working days until the answer. The house's own promise; there is no rule that sets it.
PROMISED = 7
SHORTEST, LONGEST = 5, 2000
CONTACT_LENGTH = 100
#: Someone who passed a letter on by mistake may take it back for so long, while nobody has answered.
TAKE_BACK = dt.timedelta(minutes=10)
#: How long after its end the words of a letter are kept.
KEPT = dt.timedelta(days=2 * 365)
#: A form that comes back sooner was filled in by a machine.
SECONDS_TO_WRITE = 2

#: Letters and digits that cannot be taken for one another, aloud or on paper.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 16


class State(StrEnum):
    """What has become of a letter."""

    RECEIVED = "received"
    PASSED_ON = "passed on"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self in {State.RECEIVED, State.PASSED_ON}


def state(*, answered: bool, withdrawn: bool, passed_on: bool) -> State:
    """The state that follows from the facts that stand."""
    if withdrawn:
        return State.WITHDRAWN
    if answered:
        return State.ANSWERED
    return State.PASSED_ON if passed_on else State.RECEIVED


def promise(received: dt.date) -> Reckoned:
    """The day by which a letter received on `received` is answered."""
    return add_working_days(received, PROMISED)


def days_late(promised: dt.date, today: dt.date) -> int:
    """By how many days the organisation has missed its promise; nothing while there is time."""
    return max(0, (today - promised).days)


@dataclass(frozen=True)
class Desk:
    """Someone who may answer, in which unit and by which post, and how many letters lie there already."""

    account: int
    unit: int
    post: str
    waiting: int = 0


def pick(desks: Iterable[Desk], barred: frozenset[int]) -> Desk | None:
    """The desk a letter comes to: the one with the fewest waiting, never one of `barred`.

    Barred are the writer and, for “this asks too much”, whoever sent the request.
    """
    free = [desk for desk in desks if desk.account not in barred]
    return min(free, key=lambda desk: (desk.waiting, desk.account), default=None)


def code_of(octets: bytes) -> str:
    """A receipt code for people to copy: ABCD-EFGH-JKMN-PQRS, 79 bits of `octets` (32 of them)."""
    number = int.from_bytes(octets, "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "-".join("".join(letters[start : start + 4]) for start in range(0, CODE_LENGTH, 4))


def plain_code(typed: str) -> str:
    """A code as it was meant, however it was typed: full-width, small letters, spaces, other dashes."""
    wide = unicodedata.normalize("NFKC", typed).upper()
    return "".join(letter for letter in wide if letter.isalnum())
