"""What a notice costs the branches: minutes × units, what is held already, the month's budget. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: Minutes that the committee may ask of one branch in one month, until it sets its own: a part-time secretary has
#: one hour a month for all of it.
USUAL_BUDGET = 60
#: The shortest reason for asking more than the budget allows; addressees read it.
SHORTEST_REASON = 10
#: A point that takes longer than this is no point but a project.
LONGEST_POINT = 240


@dataclass(frozen=True)
class Asked:
    """One point as the meter sees it. `holding`: the name of what the platform may hold already, or nothing."""

    key: int
    minutes: int
    holding: str = ""


@dataclass(frozen=True)
class Cost:
    """What a notice asks of one unit: minutes, and which points (their keys) are answered already and hidden."""

    unit: int
    minutes: int
    held: tuple[int, ...]
    used: int

    @property
    def month(self) -> int:
        """The unit's minutes of this month with this notice."""
        return self.used + self.minutes


@dataclass(frozen=True)
class Meter:
    """The burden of a notice before it is sent."""

    costs: tuple[Cost, ...]
    budget: int

    @property
    def units(self) -> int:
        """How many units it goes to."""
        return len(self.costs)

    @property
    def total(self) -> int:
        """Minutes of all units together."""
        return sum(cost.minutes for cost in self.costs)

    @property
    def most(self) -> int:
        """Minutes of the unit that has the most to do."""
        return max((cost.minutes for cost in self.costs), default=0)

    @property
    def saved(self) -> int:
        """How many answers nobody has to write, because the platform holds them."""
        return sum(len(cost.held) for cost in self.costs)

    @property
    def over(self) -> tuple[Cost, ...]:
        """The units whose month it would overdraw. What asks nothing overdraws nothing."""
        return tuple(cost for cost in self.costs if cost.minutes and cost.month > self.budget)

    @property
    def fullest(self) -> int:
        """Minutes of this month, with this notice, of the unit that has the most."""
        return max((cost.month for cost in self.costs), default=0)


def meter(
    items: Iterable[Asked],
    units: Iterable[int],
    held: Mapping[str, Mapping[int, str]],
    used: Mapping[int, int],
    budget: int,
) -> Meter:
    """What `items` cost each of `units`. `held`: by holding, the value for each unit of which there is one."""
    asked = tuple(items)
    costs = []
    for unit in units:
        known = tuple(one.key for one in asked if unit in held.get(one.holding, {}))
        minutes = sum(one.minutes for one in asked if one.key not in known)
        costs.append(Cost(unit, minutes, known, used.get(unit, 0)))
    return Meter(tuple(costs), budget)


def needs_reason(found: Meter) -> bool:
    """Whether somebody has to write why it asks more than the budget allows."""
    return bool(found.over)


def is_a_reason(text: str) -> bool:
    """Whether a reason says something: at least ten characters that are no gaps."""
    return len(re.sub(r"\s", "", text)) >= SHORTEST_REASON


def same_question(text: str) -> str:
    """What makes two questions the same: their letters and digits, however they are typed and punctuated."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first day of the month in which `day` lies, and that of the next."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1)
