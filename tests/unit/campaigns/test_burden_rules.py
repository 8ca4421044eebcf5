"""What a notice costs the branches: minutes, what is held already, the month's budget, at their edges."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.campaigns.rules import burden as rules
from sixianghui.campaigns.rules.burden import Asked, Cost, Meter


def a_cost(unit: int, minutes: int, used: int = 0, held: tuple[int, ...] = ()) -> Cost:
    return Cost(unit, minutes, held, used)


def test_meter_when_some_units_hold_an_answer_already_then_only_the_others_are_asked_for_it() -> None:
    items = (Asked(1, 5), Asked(2, 10, "members"), Asked(3, 20, "budget"))
    held = {"members": {7: "12 人"}, "dues": {8: "交了"}, "budget": {7: "三千元", 8: "两千元"}}
    found = rules.meter(iter(items), iter((7, 8, 9)), held, {8: 40}, 60)
    assert found.costs == (a_cost(7, 5, held=(2, 3)), a_cost(8, 15, 40, held=(3,)), a_cost(9, 35))
    assert [cost.month for cost in found.costs] == [5, 55, 35]
    assert (found.units, found.total, found.most, found.fullest, found.saved) == (3, 55, 35, 55, 3)
    assert found.budget == 60


def test_meter_when_it_goes_to_nobody_then_costs_nothing() -> None:
    found = rules.meter((Asked(1, 5),), (), {}, {}, 60)
    assert found.costs == ()
    assert (found.units, found.total, found.most, found.fullest, found.saved) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("minutes", "used", "over"),
    [
        (19, 40, False),
        (20, 40, False),
        (21, 40, True),
        (1, 60, True),
        # What asks nothing overdraws nothing, however full the month is.
        (0, 60, False),
        (0, 90, False),
        (60, 0, False),
        (61, 0, True),
    ],
)
def test_month_when_a_notice_comes_on_top_then_is_overdrawn_only_beyond_the_budget(
    minutes: int, used: int, over: bool
) -> None:
    cost, light = a_cost(7, minutes, used), a_cost(8, 1)
    found = Meter((light, cost), 60)
    assert found.over == ((cost,) if over else ())
    assert rules.needs_reason(found) is over


@pytest.mark.parametrize(
    ("text", "says_something"),
    [
        ("", False), ("一二三四五六七八九", False), ("一二三四五六七八九十", True), ("一二三四五六七八九十百", True),
        ("一二三四五六七八九 \n\u3000\t", False), (" 一二三 四五六\n七八九\u3000十 ", True),
    ],
)  # fmt: skip
def test_reason_when_gaps_are_left_out_then_has_ten_characters(text: str, says_something: bool) -> None:
    assert rules.is_a_reason(text) is says_something


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("本月党费交了吗？", "本月，党费 交了吗", True),
        ("ＱＱ群有几个", "qq群有几个？", True),
        ("第1题", "第２题", False),
        ("党员多少人", "党员有多少人", False),
    ],
)
def test_questions_when_typed_and_punctuated_otherwise_then_are_the_same(
    one: str, other: str, same: bool
) -> None:
    assert (rules.same_question(one) == rules.same_question(other)) is same


def test_question_when_compared_then_is_its_letters_and_digits() -> None:
    assert rules.same_question("《ＡＰＰ》 第 ３ 期：谁来讲？") == "app第3期谁来讲"


@pytest.mark.parametrize(
    ("day", "first", "following"),
    [
        (dt.date(2018, 1, 31), dt.date(2018, 1, 1), dt.date(2018, 2, 1)),
        (dt.date(2018, 2, 1), dt.date(2018, 2, 1), dt.date(2018, 3, 1)),
        (dt.date(2020, 2, 29), dt.date(2020, 2, 1), dt.date(2020, 3, 1)),
        (dt.date(2018, 4, 30), dt.date(2018, 4, 1), dt.date(2018, 5, 1)),
        (dt.date(2018, 12, 31), dt.date(2018, 12, 1), dt.date(2019, 1, 1)),
    ],
)
def test_month_when_a_day_lies_in_it_then_runs_from_its_first_to_the_first_of_the_next(
    day: dt.date, first: dt.date, following: dt.date
) -> None:
    assert rules.month_of(day) == (first, following)


def test_minutes_and_lengths_when_changed_then_somebody_meant_it() -> None:
    assert (rules.USUAL_BUDGET, rules.SHORTEST_REASON, rules.LONGEST_POINT) == (60, 10, 240)
