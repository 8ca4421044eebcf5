"""What the boxes of published numbers hold, and what is left over between them."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.ledger.rules.remainders import Box, Row, gives_away

#: 1 above 2 above 3; 4 stands alone.
ABOVE = {1: frozenset({1}), 2: frozenset({1, 2}), 3: frozenset({1, 2, 3}), 4: frozenset({4})}
PLAN, VOTE = ("campaign", 7), ("poll", 7)


def day(number: int) -> dt.date:
    return dt.date(2018, 6, number)


SPAN = Box(since=day(5), until=day(10))


@pytest.mark.parametrize(
    ("box", "of_the_city"),
    [
        (Box(), True),
        (SPAN, True),
        (Box(1), False),
        (Box(thing=PLAN), False),
        (Box(1, thing=PLAN), False),
    ],
)
def test_box_when_of_no_unit_and_no_thing_then_is_of_the_city(box: Box, of_the_city: bool) -> None:
    assert box.of_the_city is of_the_city


@pytest.mark.parametrize(
    ("box", "other", "holds"),
    [
        (Box(), Box(), True),
        (Box(), Box(3, day(5), day(10), PLAN), True),
        (Box(1), Box(1), True),
        (Box(1), Box(3), True),
        (Box(3), Box(1), False),
        (Box(1), Box(4), False),
        (Box(1), Box(), False),
        (Box(1), Box(9), False),
        (Box(thing=PLAN), Box(thing=PLAN), True),
        (Box(thing=PLAN), Box(1, thing=PLAN), True),
        (Box(thing=PLAN), Box(thing=VOTE), False),
        (Box(thing=PLAN), Box(), False),
        (Box(since=day(5)), Box(), False),
        (Box(since=day(5)), Box(since=day(4)), False),
        (Box(since=day(5)), Box(since=day(5)), True),
        (Box(since=day(5)), Box(since=day(6)), True),
        (Box(since=day(5)), Box(until=day(6)), False),
        (Box(until=day(5)), Box(), False),
        (Box(until=day(5)), Box(until=day(6)), False),
        (Box(until=day(5)), Box(until=day(5)), True),
        (Box(until=day(5)), Box(until=day(4)), True),
        (Box(until=day(5)), Box(since=day(4)), False),
        (SPAN, Box(since=day(6), until=day(9)), True),
        (SPAN, Box(since=day(4), until=day(9)), False),
        (SPAN, Box(since=day(6), until=day(11)), False),
        (Box(1, day(5), day(10), PLAN), Box(2, day(5), day(10), PLAN), True),
        (Box(1, day(5), day(10), PLAN), Box(4, day(5), day(10), PLAN), False),
        (Box(1, day(5), day(10), PLAN), Box(2, day(5), day(10), VOTE), False),
    ],
)
def test_box_when_every_row_of_another_is_one_of_its_own_then_holds_it(
    box: Box, other: Box, holds: bool
) -> None:
    assert box.holds(other, ABOVE) is holds


def row(unit: int, count: int = 1, on: int | None = None, *things: tuple[str, int]) -> Row:
    return Row(ABOVE[unit], count, None if on is None else day(on), frozenset(things))


@pytest.mark.parametrize(
    ("one", "box", "within"),
    [
        (row(3), Box(), True),
        (row(3), Box(1), True),
        (row(3), Box(3), True),
        (row(1), Box(3), False),
        (row(4), Box(1), False),
        (row(3, 1, None, PLAN, VOTE), Box(thing=PLAN), True),
        (row(3, 1, None, VOTE), Box(thing=PLAN), False),
        (row(3), Box(thing=PLAN), False),
        (row(3, 1, 4), Box(since=day(5)), False),
        (row(3, 1, 5), Box(since=day(5)), True),
        (row(3, 1, 6), Box(since=day(5)), True),
        (row(3), Box(since=day(5)), False),
        (row(3, 1, 4), Box(until=day(5)), True),
        (row(3, 1, 5), Box(until=day(5)), True),
        (row(3, 1, 6), Box(until=day(5)), False),
        (row(3), Box(until=day(5)), False),
        (row(3, 1, 7, PLAN), Box(2, day(5), day(10), PLAN), True),
        (row(4, 1, 7, PLAN), Box(2, day(5), day(10), PLAN), False),
    ],
)
def test_rows_when_of_the_unit_the_days_and_the_thing_of_a_box_then_are_within_it(
    one: Row, box: Box, within: bool
) -> None:
    assert one.within(box) is within


@pytest.mark.parametrize(("left", "gives"), [(0, False), (1, True), (4, True), (5, False), (6, False)])
def test_number_when_one_to_four_are_left_over_then_gives_them_away(left: int, gives: bool) -> None:
    rows = [row(2, 9), row(1, left), row(4, 3)]
    assert gives_away(Box(1), [Box(2)], rows, ABOVE) is gives
    assert gives_away(Box(2), [Box(1)], rows, ABOVE) is gives
    assert gives_away(Box(2), [Box(2), Box(1)], iter(rows), ABOVE) is gives


@pytest.mark.parametrize(
    ("new", "known", "gives"),
    [
        (Box(1), (), False),  # a small number of one's own is one's own to tell
        (Box(3), (), False),
        (Box(4), (Box(1),), False),  # beside each other
        (Box(2), (Box(1),), False),  # 5 are left
        (Box(3), (Box(1),), False),  # 8
        (Box(3), (Box(2),), True),  # 3
        (Box(3), (Box(1), Box(2)), True),
        (Box(1), (Box(2), Box(3)), False),  # 3 are left below, but that was known before
        (Box(4), (Box(2), Box(3)), False),
        (Box(), (Box(4),), False),  # 10
        (Box(), (Box(1), Box(4)), False),  # none
        (Box(), (Box(1),), False),  # 6
        (Box(), (Box(2), Box(4)), False),  # 5
        (Box(4), (Box(), Box(2)), False),
    ],
)
def test_number_when_others_are_known_then_what_is_left_of_the_next_larger_one_counts(
    new: Box, known: tuple[Box, ...], gives: bool
) -> None:
    assert gives_away(new, known, [row(1, 5), row(2, 3), row(3, 2), row(4, 6)], ABOVE) is gives


def test_number_when_several_lie_within_a_larger_one_then_all_of_them_are_taken_off() -> None:
    rows = [row(1, 9), row(4, 9), Row(frozenset(), 3)]
    assert gives_away(Box(1), [Box(), Box(4)], rows, ABOVE) is True
    assert gives_away(Box(1), [Box()], rows, ABOVE) is False


def test_days_when_of_the_city_then_may_be_told_whatever_is_left() -> None:
    rows = [row(1, 9, 6), row(1, 2, 12)]
    assert gives_away(SPAN, [Box()], rows, ABOVE) is False
    assert gives_away(Box(1, day(5), day(10)), [Box(1)], rows, ABOVE) is True
    assert gives_away(Box(1, day(5), day(10)), [Box()], rows, ABOVE) is True
    assert gives_away(SPAN, [Box(), Box(1)], rows, ABOVE) is False


def test_city_when_one_of_its_parts_is_of_a_unit_then_what_is_left_counts() -> None:
    rows = [row(1, 9, 6), row(4, 9, 12), row(4, 3, 20)]
    assert gives_away(SPAN, [Box(), Box(4, day(12), day(12))], rows, ABOVE) is True
    assert gives_away(SPAN, [Box()], rows, ABOVE) is False


def test_thing_when_the_rest_of_a_unit_would_be_small_then_gives_it_away() -> None:
    rows = [row(1, 9, None, PLAN), row(2, 4, None, VOTE), row(4, 5, None, PLAN)]
    assert gives_away(Box(1, thing=PLAN), [Box(1)], rows, ABOVE) is True
    assert gives_away(Box(1, thing=PLAN), [Box(thing=PLAN)], rows, ABOVE) is False
    assert gives_away(Box(thing=PLAN), [Box()], rows, ABOVE) is True


def test_box_and_rows_when_nothing_more_is_said_then_are_everywhere_always_and_of_everything() -> None:
    assert Box() == Box(unit=None, since=None, until=None, thing=None)
    assert Row(frozenset(), 3) == Row(frozenset(), 3, day=None, things=frozenset())


@pytest.mark.parametrize(
    ("new", "known", "gives"),
    [
        # 15 and 12: days that overlap cannot be taken off together, but each alone.
        (Box(1, day(1), day(15)), [Box(1, day(1), day(10)), Box(1, day(5), day(15))], True),
        # What was given away before is not laid at the new one's door.
        (Box(1, day(5), day(15)), [Box(1, day(1), day(15)), Box(1, day(1), day(10))], False),
        (Box(1, day(1), day(15)), [Box(1, day(5), day(15))], False),
        (Box(1, day(1), day(10)), [Box(1, day(5), day(15))], False),
    ],
)
def test_remainder_when_known_days_overlap_then_is_found_by_one_of_them_alone(
    new: Box, known: list[Box], gives: bool
) -> None:
    rows = [
        Row(frozenset({1}), 6, day(1)), Row(frozenset({1}), 6, day(7)), Row(frozenset({1}), 3, day(12)),
    ]  # fmt: skip
    assert gives_away(new, known, rows, ABOVE) is gives


def test_remainder_when_a_thing_and_days_overlap_then_is_found_by_the_thing_alone() -> None:
    things = frozenset({PLAN})
    rows = [
        Row(frozenset({1}), 6, day(12), things), Row(frozenset({1}), 6, day(2), things), Row(frozenset({1}), 3, day(3)),
    ]  # fmt: skip
    known = [Box(), Box(1), Box(1, until=day(10))]
    assert gives_away(Box(1, thing=PLAN), known, rows, ABOVE) is True
    rows[2] = Row(frozenset({1}), 5, day(3))
    assert (
        gives_away(Box(1, thing=PLAN), known, rows, ABOVE) is False
    )  # the control: five are nobody's secret


def test_number_when_there_are_too_many_ways_to_take_parts_off_then_is_held_to_give_away() -> None:
    rows = [Row(frozenset({1}), 5, day(at)) for at in range(1, 31)]
    spans = [
        Box(1, day(at), day(at + 1)) for at in range(1, 30)
    ]  # each shares a day with the next: thousands of ways
    assert gives_away(Box(1), spans, rows, ABOVE) is True
    assert (
        gives_away(Box(1), spans[:9], rows, ABOVE) is False
    )  # the control: few enough, and nothing small is left


def test_parts_when_some_are_apart_then_are_taken_off_together() -> None:
    rows = [Row(frozenset({1}), many, day(at)) for at, many in ((1, 5), (3, 5), (5, 5), (7, 3))]
    known = [Box(1, day(1), day(1)), Box(1, day(3), day(5)), Box(1, day(5), day(7))]
    # 18 less 5 less 10; all three at once leave nothing, and each alone leaves many.
    assert gives_away(Box(1), known, rows, ABOVE) is True
    for two in ([known[0], known[2]], known[1:]):
        assert gives_away(Box(1), two, rows, ABOVE) is False
