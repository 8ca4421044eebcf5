"""No count of 1–4 can be found from what is said of units, whoever adds and subtracts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from sixianghui.ledger.rules import disclose, is_small
from sixianghui.ledger.rules.places import Place, Units, above, may_be_said
from sixianghui.ledger.rules.remainders import Box, Row, gives_away
from tests.unit.ledger.attacker import Town, Truth, found_out

EVERY = range(17)
#: Where sums of fours and of fives fall.
TELLING = (3, 5, 8, 9, 12)


def looks(town: Town, says: Callable[[int, int], object]) -> Callable[[Truth], object]:
    """What a truth looks like: the published numbers, and what is said of the other units."""
    below = {unit: town.below(unit) for unit in range(len(town.parents))}

    def shown(truth: Truth) -> object:
        values = {unit: sum(truth[one] for one in units) for unit, units in below.items()}
        return tuple(value if unit in town.published else says(unit, value) for unit, value in values.items())

    return shown


def as_ruled(town: Town) -> Callable[[int, int], object]:
    """What is said of a unit by the rules of the house."""
    rough = {unit: may_be_said(unit, town.tree, exact=town.published, parts=()) for unit in town.tree}

    def says(unit: int, value: int) -> object:
        return disclose(
            value, trusted=False, small=True, live=True, whole=False, rough=rough[unit], published=None
        )

    return says


def may_be_published(town: Town, order: list[int] | None = None) -> Callable[[Truth], bool]:
    """Whether the publications of a town would have been let through, one after the other."""
    up = {unit: frozenset(above(unit, town.tree)) for unit in town.tree}
    boxes = [Box(unit) for unit in (sorted(town.published) if order is None else order)]

    def through(truth: Truth) -> bool:
        rows = [Row(up.get(unit, frozenset()), count) for unit, count in enumerate(truth) if count]
        return not any(gives_away(box, [Box(), *boxes[:place]], rows, up) for place, box in enumerate(boxes))

    return through


def towns(size: int) -> list[Town]:
    """Every tree of so many units, with nothing, one or two numbers published."""
    every = itertools.product(*([None, *range(unit)] for unit in range(size)))
    return [
        Town(parents, frozenset(published))
        for parents in every
        for number in range(min(size, 3))
        for published in itertools.combinations(range(size), number)
    ]


def attack(
    size: int, wholes: Iterable[int], says: Callable[[Town], Callable[[int, int], object]]
) -> list[Any]:
    found = []
    for town, whole, knows_more in itertools.product(towns(size), wholes, (False, True)):
        through = may_be_published(town)
        truths = [one for one in town.truths(whole, knows_more=knows_more) if through(one)]
        found += [(town, whole, fault) for fault in found_out(town, truths, looks(town, says(town)))]
    return found


def test_every_town_of_three_units_when_everything_is_tried_then_nothing_small_comes_out() -> None:
    assert attack(1, EVERY, as_ruled) + attack(2, EVERY, as_ruled) + attack(3, TELLING, as_ruled) == []


@pytest.mark.deep
def test_every_town_of_four_units_when_everything_is_tried_then_nothing_small_comes_out() -> None:
    assert attack(3, EVERY, as_ruled) + attack(4, TELLING, as_ruled) == []


def in_fives(_town: Town) -> Callable[[int, int], object]:
    """The rule before: nothing is exact, and a number is a multiple of five or below five."""
    return lambda _unit, value: 0 if value == 0 else "few" if value < 5 else value // 5


def in_two(_town: Town) -> Callable[[int, int], object]:
    """Below five or not, said of every unit."""
    return lambda _unit, value: value < 5


@pytest.mark.parametrize("careless", [in_fives, in_two, lambda _town: lambda _unit, value: is_small(value)])
def test_every_town_when_the_rule_is_careless_then_something_comes_out(careless: Any) -> None:
    assert attack(2, TELLING, careless)


def test_town_when_it_publishes_without_asking_then_something_comes_out() -> None:
    town = Town((None, None, 0), frozenset({1}))
    truths = list(town.truths(10, knows_more=False))
    assert found_out(town, truths, looks(town, as_ruled(town)))


FAMILY = {1: Place(None), 2: Place(1), 3: Place(1), 4: Place(1, sample=True), 5: Place(3)}


@pytest.mark.parametrize(
    ("exact", "parts", "said"),
    [
        ((), (), {1, 3, 4}),  # the oldest of a family is left out, and with it the only one below another
        ((2,), (), {4}),  # above a published number nothing is said; then that is the one left out
        ((), (2,), {3, 4} - {3}),
        ((3,), (), {4, 5}),  # an only one below a published number says what that one says
        ((1,), (), {3, 4}),
    ],
)
def test_unit_when_others_are_published_then_something_is_said_of_it_or_not(
    exact: tuple[int, ...], parts: tuple[int, ...], said: set[int]
) -> None:
    assert {unit for unit in FAMILY if may_be_said(unit, FAMILY, exact=exact, parts=parts)} == said


def test_unit_that_there_is_not_then_nothing_is_said_of_it() -> None:
    assert may_be_said(9, FAMILY, exact=(), parts=()) is False


def test_tree_of_two_collections_then_is_the_same_tree() -> None:
    for town in towns(4):
        tree = {unit: Place(place.parent, unit % 2 == 1) for unit, place in town.tree.items()}
        small = Units(
            {unit: place.parent for unit, place in tree.items()}, frozenset(unit for unit in tree if unit % 2)
        )
        assert dict(small) == tree
        assert 99 not in small
        for unit in (*tree, 99):
            said = [may_be_said(unit, one, exact=town.published, parts=()) for one in (tree, small)]
            assert said[0] == said[1]


def test_place_when_nothing_else_is_said_then_is_no_invented_one() -> None:
    assert Place(1).sample is False
    assert Place(1, sample=True) != Place(1)


def test_units_when_looked_at_as_a_tree_then_give_the_places_they_were_made_of() -> None:
    tree = Units({1: None, 2: 1, 3: 2}, frozenset({3}))
    assert (tree[1], tree[2], tree[3]) == (Place(None), Place(1), Place(2, sample=True))
    assert (list(tree), len(tree), 3 in tree, 4 in tree) == ([1, 2, 3], 3, True, False)
    assert (list(above(3, tree)), list(above(4, tree))) == ([3, 2, 1], [])


def test_family_when_its_oldest_is_invented_then_the_oldest_real_one_is_left_out() -> None:
    tree = {1: Place(None), 2: Place(1, sample=True), 3: Place(1), 4: Place(1)}
    assert {unit for unit in tree if may_be_said(unit, tree, exact=(), parts=())} == {1, 2, 4}
