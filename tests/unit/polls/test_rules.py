"""What may be asked, what state follows, what a result may show."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.polls import rules
from sixianghui.polls.rules import Fault, State, Words

TODAY = dt.date(2018, 6, 5)


def _words(**more: Any) -> Words:
    values: dict[str, Any] = {
        "question": "几点？",
        "options": ("七点", "八点"),
        "use": "定时间。",
        "closes_on": TODAY + dt.timedelta(days=3),
        **more,
    }
    return Words(**values)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"question": " "}, Fault.NO_QUESTION),
        ({"use": ""}, Fault.NO_USE),
        ({"options": ("七点",)}, Fault.OPTIONS),
        ({"options": tuple(str(n) for n in range(8))}, None),
        ({"options": tuple(str(n) for n in range(9))}, Fault.OPTIONS),
        ({"options": ("七点", " ")}, Fault.OPTIONS),
        ({"options": ("七点", "长" * 40)}, None),
        ({"options": ("七点", "长" * 41)}, Fault.LONG_OPTION),
        ({"options": ("七点", "七点")}, Fault.SAME_OPTIONS),
        ({"most": 0}, Fault.MOST),
        ({"most": 3}, Fault.MOST),
        ({"most": 2}, None),
        ({"closes_on": TODAY}, Fault.SOON),
        ({"closes_on": TODAY + dt.timedelta(days=1)}, None),
        ({"closes_on": TODAY + dt.timedelta(days=60)}, None),
        ({"closes_on": TODAY + dt.timedelta(days=61)}, Fault.LATE),
    ],
)
def test_poll_when_it_is_written_then_its_fault_is_named(
    changed: dict[str, Any], fault: Fault | None
) -> None:
    assert rules.fault_of(_words(**changed), today=TODAY) is fault


@pytest.mark.parametrize(
    ("facts", "days", "state"),
    [
        ((False, False, False), 1, State.DRAFT),
        ((True, False, False), 0, State.OPEN),
        ((True, False, False), -1, State.COUNTING),
        ((True, False, True), 1, State.CLOSED),
        ((True, True, False), 1, State.WITHDRAWN),
    ],
)
def test_poll_when_facts_stand_then_its_state_follows(
    facts: tuple[bool, bool, bool], days: int, state: State
) -> None:
    published, withdrawn, closed = facts
    found = rules.state(
        published=published,
        withdrawn=withdrawn,
        closed=closed,
        closes_on=TODAY + dt.timedelta(days=days),
        today=TODAY,
    )
    assert found is state


def test_result_when_four_answered_then_nothing_is_broken_down_and_with_five_it_is() -> None:
    assert rules.bars(("甲", "乙"), [3, 1], 4) == ()
    assert [
        (bar.count, bar.percent, bar.length, bar.first) for bar in rules.bars(("甲", "乙"), [3, 2], 5)
    ] == [
        (3, 60, 1000, True),
        (2, 40, 667, False),
    ]


def test_result_when_two_are_level_then_both_are_first_and_with_no_counts_there_are_no_bars() -> None:
    assert [bar.first for bar in rules.bars(("甲", "乙", "丙"), [3, 3, 0], 6)] == [True, True, False]
    assert rules.bars(("甲", "乙"), [], 9) == ()


@given(st.lists(st.integers(0, 500), min_size=2, max_size=8), st.integers(5, 4000))
def test_bars_when_drawn_then_none_is_longer_than_the_first_and_shares_are_whole(
    counts: list[int], answers: int
) -> None:
    counts = [min(count, answers) for count in counts]
    found = rules.bars([str(n) for n in range(len(counts))], counts, answers)
    assert all(0 <= bar.length <= 1000 and 0 <= bar.percent <= 100 for bar in found)
    assert all(abs(bar.percent - 100 * bar.count / answers) <= 0.5 for bar in found)
    assert not any(counts) or any(bar.first for bar in found)


@pytest.mark.parametrize(
    ("chosen", "well"), [([1], True), ([1, 3], True), ([], False), ([1, 1], False), ([0], False), ([4], False), ([1, 2, 3], False)]
)  # fmt: skip
def test_answer_when_chosen_then_it_is_one_to_most_different_options(chosen: list[int], well: bool) -> None:
    assert rules.chosen_well(chosen, options=3, most=2) is well


def test_time_when_a_poll_is_short_then_half_a_minute_is_said() -> None:
    assert (rules.half_minutes("几点？"), rules.half_minutes("长" * 151), rules.half_minutes("")) == (1, 2, 1)


def test_result_when_nobody_chose_anything_then_bars_have_no_length_and_none_is_first() -> None:
    found = rules.bars(("甲", "乙"), [0, 0], 5)
    assert [(bar.count, bar.percent, bar.length, bar.first) for bar in found] == [(0, 0, 0, False)] * 2


def test_result_when_the_most_is_one_then_whoever_has_it_is_first() -> None:
    found = rules.bars(("甲", "乙"), [1, 0], 5)
    assert [(bar.count, bar.percent, bar.length, bar.first) for bar in found] == [
        (1, 20, 1000, True),
        (0, 0, 0, False),
    ]


def test_poll_when_nothing_more_is_said_then_one_option_may_be_chosen_and_no_bar_is_first() -> None:
    words = Words("几点？", ("七点", "八点"), "定时间。", TODAY)
    assert (words.most, words.why) == (1, "")
    assert rules.Bar("甲", 3, 60, 1000).first is False


def test_lengths_and_counts_when_changed_then_somebody_meant_it() -> None:
    assert (rules.QUESTION_LENGTH, rules.WHY_LENGTH, rules.USE_LENGTH, rules.OPTION_LENGTH) == (80, 300, 120, 40)  # fmt: skip
    assert (rules.REASON_LENGTH, rules.OUTCOME_LENGTH) == (120, 300)
    assert (rules.LEAST_OPTIONS, rules.MOST_OPTIONS, rules.MOST_OUTCOMES) == (2, 8, 5)
    assert (rules.LONGEST, rules.FEW) == (60, 5)
