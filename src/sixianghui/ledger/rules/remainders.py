"""What can be found by subtracting published numbers of a guarded figure from each other. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sixianghui.ledger.rules.disclosure import is_small

#: In how many ways parts that overlap are taken off one whole: each way more may double the work.
MOST_WAYS = 2_000


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
    counted = {box: frozenset(at for at, row in enumerate(found) if row.within(box)) for box in boxes}
    for whole, parts in _nests(boxes, above):
        for ways, taken in enumerate(_takings(parts, counted)):
            if ways > MOST_WAYS:
                return True  # what cannot be tried through is not published
            if whole != new and new not in taken:
                continue
            if whole.of_the_city and all(part.of_the_city for part in taken):
                continue
            left = counted[whole].difference(*(counted[part] for part in taken))
            if is_small(sum(found[at].count for at in left)):
                return True
    return False


def _takings(parts: list[Box], counted: Mapping[Box, frozenset[int]]) -> Iterator[tuple[Box, ...]]:
    """What can be taken off a whole: all its parts, and where some count the same rows, as many as have none in common.

    Their numbers can only be added up when no row is in two of them, so each greatest set of such parts is one way.
    Fewer of them leave more, which is small only where the others count nothing.
    """
    yield tuple(parts)
    apart = {one: {two for two in parts if two != one and not counted[one] & counted[two]} for one in parts}
    if all(len(others) == len(parts) - 1 for others in apart.values()):
        return
    yield from _greatest((), set(parts), set(), apart)


def _greatest(
    chosen: tuple[Box, ...], open_: set[Box], done: set[Box], apart: Mapping[Box, set[Box]]
) -> Iterator[tuple[Box, ...]]:
    """The greatest sets of boxes that are all apart from each other (Bron and Kerbosch, 1973)."""
    if not open_ and not done:
        yield chosen
        return
    pivot = max(open_ | done, key=lambda one: len(apart[one] & open_))
    for one in sorted(open_ - apart[pivot], key=repr):
        yield from _greatest((*chosen, one), open_ & apart[one], done & apart[one], apart)
        open_ = open_ - {one}
        done = done | {one}


def _nests(boxes: set[Box], above: Mapping[int, frozenset[int]]) -> Iterator[tuple[Box, list[Box]]]:
    """Every box with the largest of those within it."""
    for whole in boxes:
        inside = [one for one in boxes if one != whole and whole.holds(one, above)]
        largest = [one for one in inside if not any(two != one and two.holds(one, above) for two in inside)]
        if largest:
            yield whole, largest
