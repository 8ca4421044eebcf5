"""What a plan says: its lines and goals, what they cover of the notice, what changed from one hand-in to the next. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Line:
    """A line as it was written. `items`: the items of the notice it answers. `month`: its first day, as a date's text."""

    ref: str
    stance: str
    text: str = ""
    reason: str = ""
    carrier: int | None = None
    carrier_name: str = ""
    kind: str = ""
    kind_name: str = ""
    month: str = ""
    audience: str = ""
    items: tuple[int, ...] = ()

    @property
    def first_day(self) -> dt.date | None:
        """The first day of its month."""
        return dt.date.fromisoformat(self.month) if self.month else None


@dataclass(frozen=True)
class Goal:
    """A goal as it was written. `model`: by whom or what it measures itself."""

    ref: str
    audience: str
    text: str
    model: str = ""


@dataclass(frozen=True)
class Content:
    """Everything a plan says at one moment."""

    lines: tuple[Line, ...] = ()
    goals: tuple[Goal, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is frozen when it is handed in."""
        return asdict(self)

    @property
    def digest(self) -> str:
        """SHA-256 over the content in one canonical form."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def line(self, ref: str) -> Line | None:
        """The line of that ref."""
        return next((line for line in self.lines if line.ref == ref), None)


def content_of(kept: dict[str, Any]) -> Content:
    """The content that was frozen as JSON."""
    lines = tuple(Line(**{**one, "items": tuple(one["items"])}) for one in kept.get("lines", ()))
    return Content(lines, tuple(Goal(**one) for one in kept.get("goals", ())))


class LineFault(StrEnum):
    """Why a line cannot be kept as it is."""

    NO_TEXT = "no_text"
    NO_REASON = "no_reason"
    NO_POINT = "no_point"


def line_fault(stance: str, *, text: str, reason: str, items: Sequence[int]) -> LineFault | None:
    """Why a line says nothing: “not applicable” needs the point and a reason, every other line needs words."""
    if stance == "not_applicable":
        if not items:
            return LineFault.NO_POINT
        return None if reason.strip() else LineFault.NO_REASON
    return None if text.strip() else LineFault.NO_TEXT


def settled_stance(stance: str, items: Sequence[int]) -> str:
    """A line that answers a point covers it, whatever it was called; one that answers none is an idea of the unit's own."""
    if stance == "not_applicable":
        return stance
    return "covers" if items else "own"


# --- coverage --------------------------------------------------------------------------------------------------------


class Answered(StrEnum):
    """How a point of the notice is answered by a plan."""

    COVERED = "covered"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"


@dataclass(frozen=True)
class Coverage:
    """A plan beside its notice: how each point is answered, and the unit's own ideas."""

    items: dict[int, tuple[Line, ...]]
    own: tuple[Line, ...] = ()

    def answer(self, point: int) -> Answered:
        """How a point is answered. Something planned for it outweighs a reason why not."""
        stances = {line.stance for line in self.items.get(point, ())}
        if stances - {"not_applicable"}:
            return Answered.COVERED
        return Answered.NOT_APPLICABLE if stances else Answered.OPEN

    def count(self, answer: Answered) -> int:
        """How many items are answered so."""
        return sum(self.answer(point) is answer for point in self.items)

    @property
    def covered(self) -> int:
        return self.count(Answered.COVERED)

    @property
    def not_applicable(self) -> int:
        return self.count(Answered.NOT_APPLICABLE)

    @property
    def open(self) -> int:
        return self.count(Answered.OPEN)


def coverage(items: Iterable[int], lines: Iterable[Line]) -> Coverage:
    """Lay the lines beside the items of the notice that ask for a plan. A line may answer several."""
    answers: dict[int, list[Line]] = {point: [] for point in items}
    own = []
    for line in lines:
        found = [point for point in line.items if point in answers]
        for point in found:
            answers[point].append(line)
        if not found:
            own.append(line)
    return Coverage({point: tuple(lines) for point, lines in answers.items()}, tuple(own))


# --- what changed between two hand-ins -------------------------------------------------------------------------------


class How(StrEnum):
    """What became of a line or goal from one hand-in to the next."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One line or goal that differs. `before` and `after` are None where there was none, or is none any more."""

    ref: str
    how: How
    before: Line | Goal | None
    after: Line | Goal | None
    fields: tuple[str, ...] = field(default=())


def changes(before: Content, after: Content) -> list[Change]:
    """What differs, in the order of the later one; what was taken out comes last."""
    found: list[Change] = []
    for was, now in ((before.lines, after.lines), (before.goals, after.goals)):
        old: dict[str, Line | Goal] = {one.ref: one for one in was}
        new: dict[str, Line | Goal] = {one.ref: one for one in now}
        found += [_change(ref, old.get(ref), one) for ref, one in new.items() if old.get(ref) != one]
        found += [_change(ref, one, None) for ref, one in old.items() if ref not in new]
    return sorted(found, key=lambda change: change.how is How.REMOVED)


def _change(ref: str, before: Line | Goal | None, after: Line | Goal | None) -> Change:
    if before is None or after is None:
        return Change(ref, How.ADDED if before is None else How.REMOVED, before, after)
    old, new = asdict(before), asdict(after)
    return Change(ref, How.CHANGED, before, after, tuple(name for name in new if old.get(name) != new[name]))


# --- proposals -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposal:
    """A line that the form begins with, to be taken or left. `source`: last plan, notice or habit."""

    ref: str
    source: str
    line: Line


#: How many proposals the form begins with at least, and how many beyond the items of the notice at most.
LEAST_PROPOSED, MOST_BESIDE = 3, 3


def proposed_ref(plan: str, source: str, key: str) -> str:
    """The ref under which a proposal of a plan is taken: always the same, so that one that was left stays away."""
    return hashlib.sha256(f"{plan} {source} {key}".encode()).hexdigest()[:20]


def month_of(day: dt.date) -> dt.date:
    """The first day of a day's month."""
    return day.replace(day=1)


def months(begins: dt.date, ends: dt.date, most: int = 18) -> list[dt.date]:
    """The first days of the months from one day to another."""
    found: list[dt.date] = []
    month = month_of(begins)
    while month <= ends and len(found) < most:
        found.append(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return found
