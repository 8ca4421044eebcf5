"""Rules of complaints: the promised day, whose desk a letter comes to, what state it is in, who may read an answer,
receipt codes. Pure."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sixianghui.common.workdays import Reckoned, add_working_days, working_days_between

#: Working days until the answer. The house's own promise; there is no rule that sets it.
PROMISED = 7
SHORTEST, LONGEST = 5, 2000
CONTACT_LENGTH = 100
#: The title of a question, and the name that stands with it where everybody reads it.
TITLE_SHORTEST, TITLE_LONGEST = 4, 40
NAME_LENGTH = 20
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


def working_days_left(promised: dt.date, today: dt.date) -> int:
    """How many working days there are until the promised day; below nought, how many have passed since."""
    return working_days_between(today, promised).days


class Turn(StrEnum):
    """What became of a text that was prepared for everybody."""

    RELEASED = "released"
    RETURNED = "returned"
    DROPPED = "dropped"
    TAKEN_DOWN = "taken_down"


class Publicity(StrEnum):
    """Who may read a question and its answer, and how far that is."""

    PRIVATE = "private"
    WISHED = "wished"
    PREPARED = "prepared"
    RETURNED = "returned"
    RELEASED = "released"

    @property
    def to_prepare(self) -> bool:
        """Whether whoever answered has yet to prepare the public text."""
        return self in {Publicity.WISHED, Publicity.RETURNED}


def publicity(*, wished: bool, prepared: bool, turn: Turn | None) -> Publicity:
    """What follows from the writer's wish, and from what became (`turn`) of the newest preparation, if there is one."""
    if turn is Turn.RELEASED:
        return Publicity.RELEASED
    if not wished:
        return Publicity.PRIVATE
    if not prepared or turn in {Turn.TAKEN_DOWN, Turn.DROPPED}:
        return Publicity.WISHED
    return Publicity.RETURNED if turn is Turn.RETURNED else Publicity.PREPARED


def may_release(*, who: int, prepared_by: int | None, answered_by: int | None, writer: int | None) -> bool:
    """Whether this account may release a text: never whoever prepared it, gave the answer, or wrote the letter."""
    return who not in {prepared_by, answered_by, writer}


@dataclass(frozen=True)
class Asking:
    """What a question has beside its words: a title, whether everybody may read the answer, and under what name."""

    title: str
    public: bool = False
    shown_as: str = ""


@dataclass(frozen=True)
class Told:
    """A question and its answer as everybody is to read them."""

    title: str
    question: str
    answer: str


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
