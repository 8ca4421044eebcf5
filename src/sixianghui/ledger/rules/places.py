"""Of which units it may be said whether a guarded number is below five. Pure.

Counts nest: a unit's number is its own rows and the numbers of those below it, and the whole is known. Upper bounds add
up: six units with "fewer than five" under a whole of 24 are six fours. So in every family of units one is left out, and
no family's sum has an upper bound. Which one depends on nothing but what everybody knows, the tree and what was
published: that a number is left out tells nothing about it. Why nothing of 1–4 comes out then is shown by trying every
tree of four units (`tests/unit/ledger/test_places.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A unit's place in the tree. `sample`: invented, in no number."""

    parent: int | None
    sample: bool = False


Tree = Mapping[int, Place]


@dataclass(frozen=True)
class Units(Mapping[int, Place]):
    """A tree of ten thousand: two collections of numbers, whose places are made as they are asked for. As many things kept
    for each page would have Python look through all it holds for what may be thrown away, every eighth page."""

    superiors: Mapping[int, int | None]
    invented: frozenset[int] = frozenset()

    def __getitem__(self, unit: int) -> Place:
        return Place(self.superiors[unit], unit in self.invented)

    def __contains__(self, unit: object) -> bool:
        return unit in self.superiors

    def __iter__(self) -> Iterator[int]:
        return iter(self.superiors)

    def __len__(self) -> int:
        return len(self.superiors)


def above(unit: int, tree: Tree) -> Iterator[int]:
    """The unit and those above it, from below."""
    here: int | None = unit
    while here is not None and here in tree:
        yield here
        here = tree[here].parent


def may_be_said(unit: int, tree: Tree, *, exact: Collection[int], parts: Collection[int]) -> bool:
    """Whether it may be said of `unit` that its number is below five, or not.

    `exact`: the units whose whole number was published. `parts`: those of which something narrower was (some days, one
    thing). Where something within a unit was published, "fewer than five" would be too close to what is left.
    """
    touched = {one for part in parts for one in above(part, tree)}
    touched |= {one for known in exact for one in above(known, tree) if one != known}
    if unit not in tree or unit in exact or unit in touched:
        return False
    parent = tree[unit].parent
    family = [one for one, place in tree.items() if place.parent == parent and one not in exact]
    if len(family) == 1:  # what it says is in the number above it; that one is exact, or says nothing
        return parent is None or parent in exact
    return unit != min(family, key=lambda one: (one in touched, tree[one].sample, one))
