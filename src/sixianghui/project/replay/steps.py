"""What a scenario is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sixianghui.access.public import Account
from sixianghui.channel.public import ColumnPage
from sixianghui.directory.public import Unit
from sixianghui.media.public import Picture


@dataclass
class Stage:
    """Who and what a step may refer to, by the names the script uses."""

    people: dict[str, Account] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    columns: dict[str, ColumnPage] = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    checks: dict[int, dict[str, Any]] = field(default_factory=dict)

    def person(self, username: str) -> Account:
        """The account with this sign-in name."""
        if username not in self.people:
            self.people[username] = Account.objects.get(username=username)
        return self.people[username]

    def unit(self, slug: str) -> Unit:
        """The unit at this address."""
        if slug not in self.units:
            self.units[slug] = Unit.objects.get(slug=slug)
        return self.units[slug]


@dataclass(frozen=True)
class Step:
    """One thing that happened: a key that never changes, when, in which room, and the command that does it."""

    key: str
    room: str
    at: dt.datetime
    run: Callable[[Stage], object]


def in_order(*steps: Step) -> tuple[Step, ...]:
    """The steps of several rooms in the order of time; those of one moment stay as they are given."""
    return tuple(sorted(steps, key=lambda step: step.at))


@dataclass(frozen=True)
class Expected:
    """A figure that a source states: its name, the least and the most it may be, and the source's wording."""

    figure: str
    least: int
    most: int
    wording: str


@dataclass(frozen=True)
class Scenario:
    """A stretch of history: its steps in the order of time, the moment it ends, and what its source states."""

    name: str
    steps: Sequence[Step]
    ends_at: dt.datetime
    expected: Sequence[Expected]

    def __post_init__(self) -> None:
        keys = [step.key for step in self.steps]
        if len(keys) != len(set(keys)):
            raise ValueError("two steps of a scenario have the same key")
        if any(later.at < earlier.at for earlier, later in zip(self.steps, self.steps[1:], strict=False)):
            raise ValueError("the steps of a scenario are not in the order of time")
