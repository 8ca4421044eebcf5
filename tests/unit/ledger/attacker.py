"""Somebody who sees all that a stranger may see, knows the rules, and tries every count that could be behind it.

The truth is how many rows each unit has of its own; last come the rows of no unit. Everything is tried on small trees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sixianghui.ledger.rules.places import Place

Truth = tuple[int, ...]
Show = Callable[[int, int], object]


@dataclass(frozen=True)
class Town:
    """Units by their parents (the parent of unit `n` stands before it), and those whose number was published."""

    parents: tuple[int | None, ...]
    published: frozenset[int] = frozenset()

    @property
    def tree(self) -> dict[int, Place]:
        return {unit: Place(parent) for unit, parent in enumerate(self.parents)}

    def below(self, unit: int | None) -> frozenset[int]:
        """The places in a truth that count for a unit; None: all."""
        size = len(self.parents)
        if unit is None:
            return frozenset(range(size + 1))
        found = {unit}
        for one in range(unit + 1, size):
            if self.parents[one] in found:
                found.add(one)
        return frozenset(found)

    def truths(self, whole: int, *, knows_more: bool) -> Iterator[Truth]:
        """Every truth that makes this whole. `knows_more`: that only the lowest units have rows."""
        inner = {parent for parent in self.parents if parent is not None} | {len(self.parents)}
        for truth in _split(whole, len(self.parents) + 1):
            if not knows_more or not any(truth[one] for one in inner):
                yield truth


def _split(total: int, parts: int) -> Iterator[Truth]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _split(total - first, parts - 1):
            yield (first, *rest)


def found_out(town: Town, truths: list[Truth], show: Callable[[Truth], object]) -> list[tuple[object, int]]:
    """What the attacker is sure of though nobody said it: how many rows of 1–4 some units, or what is left of them, have.

    `show`: all that a truth looks like from outside. Truths that look the same cannot be told apart.
    """
    alike: dict[object, list[Truth]] = defaultdict(list)
    for truth in truths:
        alike[show(truth)].append(truth)
    return [fault for looks, group in alike.items() for fault in _sure(town, looks, group)]


def _sure(town: Town, looks: object, group: list[Truth]) -> Iterator[tuple[object, int]]:
    size = len(town.parents) + 1
    some = [one for one in range(size) if any(truth[one] for truth in group)]
    said = [town.below(unit) & frozenset(some) for unit in (None, *town.published)]
    for mask in range(1, 1 << len(some)):
        units = frozenset(one for place, one in enumerate(some) if mask >> place & 1)
        count = _count(group[0], units)
        if not 1 <= count <= 4 or any(_count(truth, units) != count for truth in group):
            continue
        told = frozenset().union(*(one for one in said if one <= units and _count(group[0], one) <= 4))
        if units - told:
            yield looks, count


def _count(truth: Truth, units: frozenset[int]) -> int:
    return sum(truth[one] for one in units)
