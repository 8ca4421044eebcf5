from __future__ import annotations

import pytest

from sixianghui.ledger import rules
from sixianghui.ledger.rules import Disclosure, Showing, StrikeFault


@pytest.mark.parametrize(
    ("stands", "reason", "fault"),
    [
        (True, "登记错了", None),
        (True, "长" * 200, None),
        (True, "", StrikeFault.NO_REASON),
        (True, " 　\n", StrikeFault.NO_REASON),
        (True, "长" * 201, StrikeFault.LONG_REASON),
        (False, "登记错了", StrikeFault.STRUCK_BEFORE),
    ],
)
def test_strike_when_asked_then_needs_a_standing_fact_and_a_reason(
    stands: bool, reason: str, fault: StrikeFault | None
) -> None:
    assert rules.strike_fault(stands=stands, reason=reason) == fault


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
