"""Where a notice stands, what keeps it from being sent, how it is numbered, at their edges."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.campaigns.rules import notices as rules
from sixianghui.campaigns.rules.notices import Fault, Found, Question, State

YESTERDAY, TODAY, TOMORROW = dt.date(2018, 6, 4), dt.date(2018, 6, 5), dt.date(2018, 6, 6)


def a_question(key: int = 1, **more: Any) -> Question:
    values: dict[str, Any] = {
        "title": f"第{key}件事",
        "ask": "plan",
        "why": "汇总以后给大家互相参考",
        "minutes": 5,
        **more,
    }
    return Question(key, **values)


def faults(
    *questions: Question, units: int = 1, due: dt.date | None = TODAY, elsewhere: dict[str, str] | None = None
) -> list[Found]:
    return rules.faults(
        iter(questions), units=units, today=TODAY, plan_due_on=due, open_elsewhere=elsewhere or {}
    )


@pytest.mark.parametrize(
    ("sent", "recalled", "state"),
    [
        (False, False, State.DRAFT),
        (True, False, State.SENT),
        (True, True, State.RECALLED),
        (False, True, State.RECALLED),
    ],
)
def test_notice_when_facts_stand_then_its_state_follows(sent: bool, recalled: bool, state: State) -> None:
    assert rules.state(sent=sent, recalled=recalled) is state


@pytest.mark.parametrize(
    ("first", "changes", "due"),
    [
        (None, [], None),
        (TODAY, [], TODAY),
        (TODAY, [None, None], TODAY),
        (TODAY, [TOMORROW], TOMORROW),
        (TODAY, [TOMORROW, YESTERDAY], YESTERDAY),
        (TODAY, [TOMORROW, None], TOMORROW),
        (None, [None, TOMORROW], TOMORROW),
    ],
)
def test_due_day_when_corrected_then_the_last_correction_that_names_a_day_counts(
    first: dt.date | None, changes: list[dt.date | None], due: dt.date | None
) -> None:
    assert rules.due(first, iter(changes)) == due


@pytest.mark.parametrize(
    ("held", "wanted", "answered"),
    [
        ([1, 2], [1, 2], True),
        ([1, 2, 3], [1, 2], True),
        ([1], [1, 2], False),
        ([], [1], False),
        ([], [], False),
        ([3], [], True),
    ],
)
def test_notice_when_the_platform_holds_all_that_is_wanted_then_it_is_answered(
    held: list[int], wanted: list[int], answered: bool
) -> None:
    assert rules.is_answered(held, iter(wanted)) is answered


def test_days_when_some_have_gone_by_then_those_to_come_are_first_and_the_nearest_on_either_side() -> None:
    long_ago, later = TODAY - dt.timedelta(days=30), TODAY + dt.timedelta(days=30)
    days = [long_ago, None, YESTERDAY, later, TODAY, TOMORROW]
    ordered = [TODAY, TOMORROW, later, None, YESTERDAY, long_ago]
    assert sorted(days, key=lambda day: rules.urgency(day, TODAY)) == ordered


def test_plan_when_nothing_has_come_up_for_eight_weeks_then_it_is_left_in_peace() -> None:
    edge = TODAY - dt.timedelta(weeks=8)
    days = (edge - dt.timedelta(days=1), edge, TOMORROW, None)
    assert [rules.is_left(day, TODAY) for day in days] == [True, False, False, False]


@pytest.mark.parametrize(("sequence", "number"), [(3, "样例〔2018〕3号"), (12, "样例〔2018〕12号")])
def test_notice_when_numbered_then_its_year_stands_in_six_cornered_brackets(
    sequence: int, number: str
) -> None:
    assert rules.number("样例", 2018, sequence) == number


def test_notice_when_all_is_said_then_nothing_stands_in_its_way() -> None:
    assert faults(a_question(1), a_question(2), due=TODAY) == []


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"why": ""}, Fault.NO_WHY),
        ({"why": " \u3000"}, Fault.NO_WHY),
        ({"minutes": 0}, Fault.NO_MINUTES),
        ({"minutes": 1}, None),
        # What is only to be known takes no time.
        ({"minutes": 0, "ask": "know"}, None),
        ({"minutes": 3, "ask": "know"}, None),
        ({"due_on": YESTERDAY}, Fault.DUE_PAST),
        ({"due_on": TODAY}, None),
        ({"due_on": TOMORROW}, None),
    ],
)
def test_point_when_it_says_too_little_then_is_named_with_its_fault(
    more: dict[str, Any], fault: Fault | None
) -> None:
    expected = [] if fault is None else [Found(fault, 2)]
    assert faults(a_question(1), a_question(2, **more)) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (YESTERDAY, [Found(Fault.DUE_PAST)]),
        (TODAY, []),
        (TOMORROW, []),
        (None, [Found(Fault.NO_DAY)]),
    ],
)
def test_notice_when_plans_were_due_before_it_is_sent_or_no_day_is_said_then_is_refused(
    due: dt.date | None, expected: list[Found]
) -> None:
    assert faults(a_question(), due=due) == expected


def test_notice_when_it_names_no_day_then_asks_nothing_that_somebody_would_have_to_answer() -> None:
    known = a_question(1, ask="know", minutes=0)
    assert faults(known, due=None) == []
    for ask in ("plan", "answer"):
        # A day of the point's own is none for the plan in which it is answered.
        asked = a_question(2, ask=ask, due_on=TOMORROW)
        assert faults(known, asked, due=None) == [Found(Fault.NO_DAY)]
    assert faults(due=None) == [Found(Fault.NO_ITEMS)]


def test_notice_when_it_is_empty_or_goes_to_nobody_then_both_are_said() -> None:
    assert faults() == [Found(Fault.NO_ITEMS)]
    assert faults(a_question(), units=0) == [Found(Fault.NO_UNITS)]
    assert faults(units=0, due=YESTERDAY) == [
        Found(Fault.NO_ITEMS),
        Found(Fault.DUE_PAST),
        Found(Fault.NO_UNITS),
    ]


def test_notice_when_two_points_ask_for_what_is_held_under_one_name_then_the_second_is_refused() -> None:
    asked = (a_question(1, holding="members"), a_question(2, holding="dues"), a_question(3), a_question(4))
    assert faults(*asked) == []
    assert faults(*asked, a_question(5, holding="members")) == [Found(Fault.SAME_HOLDING, 5)]


def test_notice_when_a_question_comes_again_typed_otherwise_then_is_refused_with_the_first_one() -> None:
    asked = (a_question(1, title="党员多少人？"), a_question(2, title="党员， 多少人"), a_question(3, title="党员多少人！"))  # fmt: skip
    assert faults(*asked) == [
        Found(Fault.SAME_QUESTION, 2, "党员多少人？"),
        Found(Fault.SAME_QUESTION, 3, "党员多少人？"),
    ]


def test_question_when_another_notice_still_asks_it_then_is_refused_with_that_notice() -> None:
    elsewhere = {"党员多少人": "关于报送名册的通知"}
    again = a_question(1, title="党员多少人？")
    assert faults(again, elsewhere=elsewhere) == [Found(Fault.OPEN_ELSEWHERE, 1, "关于报送名册的通知")]
    assert faults(a_question(1, title="党费多少？"), elsewhere=elsewhere) == []
    only_told = a_question(1, title="党员多少人？", ask="know", minutes=0)
    assert faults(only_told, elsewhere=elsewhere) == []
    # Said twice in one notice as well: that is the nearer of the two.
    assert faults(only_told, a_question(2, title="党员多少人"), elsewhere=elsewhere) == [
        Found(Fault.SAME_QUESTION, 2, "党员多少人？")
    ]


def test_faults_when_a_notice_has_many_then_stand_in_its_order() -> None:
    bad = {"why": "", "minutes": 0, "due_on": YESTERDAY, "holding": "members"}
    found = faults(a_question(1, holding="members"), a_question(2, **bad), units=0, due=YESTERDAY)
    assert found == [
        Found(Fault.NO_WHY, 2),
        Found(Fault.NO_MINUTES, 2),
        Found(Fault.DUE_PAST, 2),
        Found(Fault.SAME_HOLDING, 2),
        Found(Fault.DUE_PAST),
        Found(Fault.NO_UNITS),
    ]


@pytest.mark.parametrize(("ask", "wants"), [("know", False), ("plan", True), ("answer", True)])
def test_point_when_it_is_only_to_be_known_then_wants_nothing(ask: str, wants: bool) -> None:
    assert a_question(ask=ask).wants_something is wants


@pytest.mark.parametrize(
    ("over", "reason", "fault"),
    [
        (False, "", None),
        (False, "一二三四五六七八九十", None),
        (True, "", Fault.NO_REASON),
        (True, "一二三四五六七八九", Fault.NO_REASON),
        (True, "一二三四五六七八九十", None),
    ],
)
def test_reason_when_a_notice_goes_over_the_budget_then_is_asked_for(
    over: bool, reason: str, fault: Fault | None
) -> None:
    assert rules.reason_fault(over=over, reason=reason) is fault


def test_lengths_and_counts_when_changed_then_somebody_meant_it() -> None:
    assert (rules.MOST_ITEMS, rules.SHORTEST_WORDS, rules.MOST_TO_HELP) == (20, 4, 3)
