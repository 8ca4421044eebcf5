"""What can be found by subtracting published numbers of a guarded figure from each other. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sixianghui.ledger.rules.disclosure import is_small


@dataclass(frozen=True)
class Box:
    """The rows that a published number counts: of a unit and those below (None: everywhere), of days, of one thing."""

    unit: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    thing: tuple[str, int] | None = None

    @property
    def of_the_city(self) -> bool:
        """Everybody's rows, of whatever days: how many there were is nobody's secret."""
        return self.unit is None and self.thing is None

    def holds(self, other: Box, above: Mapping[int, frozenset[int]]) -> bool:
        """Whether every row of `other` is a row of this one. `above`: of each unit, itself and those above it."""
        unit = self.unit is None or (other.unit is not None and self.unit in above.get(other.unit, ()))
        thing = self.thing is None or self.thing == other.thing
        since = self.since is None or (other.since is not None and other.since >= self.since)
        until = self.until is None or (other.until is not None and other.until <= self.until)
        return unit and thing and since and until


@dataclass(frozen=True)
class Row:
    """What rows have in common, and how many there are: whose they are, of which day, of which things."""

    above: frozenset[int]
    count: int
    day: dt.date | None = None
    things: frozenset[tuple[str, int]] = field(default_factory=frozenset)

    def within(self, box: Box) -> bool:
        """Whether a box counts them."""
        if box.unit is not None and box.unit not in self.above:
            return False
        if box.thing is not None and box.thing not in self.things:
            return False
        if box.since is not None and (self.day is None or self.day < box.since):
            return False
        return box.until is None or (self.day is not None and self.day <= box.until)


def gives_away(
    new: Box, known: Iterable[Box], rows: Iterable[Row], above: Mapping[int, frozenset[int]]
) -> bool:
    """Whether, with `new` published, a count of 1–4 is left over somewhere between the numbers that are known."""
    boxes = {new, *known}
    found = list(rows)
    for whole, parts in _nests(boxes, above):
        if whole != new and new not in parts:
            continue
        if whole.of_the_city and all(part.of_the_city for part in parts):
            continue
        left = sum(
            row.count for row in found if row.within(whole) and not any(row.within(one) for one in parts)
        )
        if is_small(left):
            return True
    return False


def _nests(boxes: set[Box], above: Mapping[int, frozenset[int]]) -> Iterator[tuple[Box, list[Box]]]:
    """Every box with the largest of those within it."""
    for whole in boxes:
        inside = [one for one in boxes if one != whole and whole.holds(one, above)]
        largest = [one for one in inside if not any(two != one and two.holds(one, above) for two in inside)]
        if largest:
            yield whole, largest
