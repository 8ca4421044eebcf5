"""How much of a number a reader is shown."""

from __future__ import annotations

import pytest

from sixianghui.ledger import rules
from sixianghui.ledger.rules import Disclosure, Showing


def shown(value: int, **more: object) -> Disclosure:
    asked = {"trusted": False, "small": True, "live": True, "whole": False, "rough": True, "published": None}
    return rules.disclose(value, **{**asked, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "disclosure"),
    [
        (0, Disclosure(Showing.FEW)),
        (1, Disclosure(Showing.FEW)),
        (4, Disclosure(Showing.FEW)),
        (5, Disclosure(Showing.AT_LEAST, 5)),
        (137, Disclosure(Showing.AT_LEAST, 5)),
    ],
)
def test_small_number_when_below_the_city_then_is_below_five_or_not(
    value: int, disclosure: Disclosure
) -> None:
    assert shown(value) == disclosure


def test_small_number_when_for_the_whole_city_then_is_exact() -> None:
    assert shown(4, whole=True) == Disclosure(Showing.EXACT, 4)


def test_small_number_when_not_even_that_may_be_said_then_is_withheld() -> None:
    assert shown(70, rough=False) == Disclosure(Showing.WITHHELD)


def test_small_number_when_published_then_shows_what_was_published() -> None:
    assert shown(4, published=3) == Disclosure(Showing.PUBLISHED, 3)


def test_small_number_when_the_reader_sees_the_rows_then_is_exact() -> None:
    assert shown(3, trusted=True) == Disclosure(Showing.EXACT, 3)


def test_ordinary_number_when_narrowed_then_is_exact() -> None:
    assert shown(3, small=False, rough=False) == Disclosure(Showing.EXACT, 3)


def test_number_that_is_not_live_when_nothing_was_published_then_is_withheld() -> None:
    assert shown(300, small=False, live=False, whole=True) == Disclosure(Showing.WITHHELD)


def test_number_that_is_not_live_when_published_then_shows_what_was_published() -> None:
    assert shown(300, small=False, live=False, whole=True, published=298) == Disclosure(
        Showing.PUBLISHED, 298
    )


@pytest.mark.parametrize(("parts", "told"), [([], True), ([0, 5, 9], True), ([5, 4], False), ([1], False)])
def test_parts_when_one_is_small_then_none_is_told(parts: list[int], told: bool) -> None:
    assert rules.parts_may_be_told(parts) is told


@pytest.mark.parametrize(
    ("count", "small"), [(-1, False), (0, False), (1, True), (4, True), (5, False), (6, False)]
)
def test_count_when_from_one_to_four_then_is_small(count: int, small: bool) -> None:
    assert rules.is_small(count) is small


def middle(value: int | None, **more: object) -> Disclosure:
    asked = {
        "trusted": False, "small": True, "live": True, "whole": False, "rough": True, "published": None, "rows": 4,
    }  # fmt: skip
    return rules.disclose_median(value, **{**asked, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "disclosure"),
    [
        ({}, Disclosure(Showing.WITHHELD)),
        ({"rows": 5}, Disclosure(Showing.EXACT, 9)),
        ({"rows": 6}, Disclosure(Showing.EXACT, 9)),
        ({"rows": 5, "rough": False}, Disclosure(Showing.WITHHELD)),
        ({"rows": 5, "live": False}, Disclosure(Showing.WITHHELD)),
        ({"whole": True}, Disclosure(Showing.EXACT, 9)),
        ({"whole": True, "live": False}, Disclosure(Showing.WITHHELD)),
        ({"small": False}, Disclosure(Showing.EXACT, 9)),
        ({"small": False, "rough": False, "live": False}, Disclosure(Showing.WITHHELD)),
        ({"trusted": True}, Disclosure(Showing.EXACT, 9)),
        ({"trusted": True, "live": False, "rough": False, "rows": 1}, Disclosure(Showing.EXACT, 9)),
        ({"published": 0}, Disclosure(Showing.PUBLISHED, 0)),
        ({"published": 8, "live": False}, Disclosure(Showing.PUBLISHED, 8)),
        ({"published": 8, "rows": 5}, Disclosure(Showing.EXACT, 9)),
    ],
)
def test_middle_when_of_five_rows_or_open_anyway_then_is_exact(
    asked: dict[str, object], disclosure: Disclosure
) -> None:
    assert middle(9, **asked) == disclosure


@pytest.mark.parametrize(
    ("asked", "disclosure"),
    [
        ({"trusted": True}, Disclosure(Showing.NONE)),
        ({"whole": True}, Disclosure(Showing.NONE)),
        ({"small": False}, Disclosure(Showing.NONE)),
        ({}, Disclosure(Showing.WITHHELD)),
        ({"published": 8}, Disclosure(Showing.PUBLISHED, 8)),
    ],
)
def test_middle_when_there_are_no_rows_then_is_none(asked: dict[str, object], disclosure: Disclosure) -> None:
    assert middle(None, rows=0, **asked) == disclosure


@pytest.mark.parametrize(
    ("asked", "disclosure"),
    [
        ({"published": 0}, Disclosure(Showing.PUBLISHED, 0)),
        ({"published": 298, "rough": False}, Disclosure(Showing.PUBLISHED, 298)),
        ({"live": False}, Disclosure(Showing.WITHHELD)),
        ({"live": False, "trusted": True}, Disclosure(Showing.EXACT, 7)),
        ({"small": False, "published": 3}, Disclosure(Showing.EXACT, 7)),
    ],
)
def test_number_when_asked_for_then_shows_as_much_as_the_most_open_of_its_reasons(
    asked: dict[str, object], disclosure: Disclosure
) -> None:
    assert shown(7, **asked) == disclosure


def test_smallest_count_that_is_told_when_changed_then_somebody_meant_it() -> None:
    assert rules.SMALL == 5
