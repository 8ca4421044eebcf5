"""The state table of plans, who may decide, what a plan covers and what changed."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from sixianghui.campaigns.rules import contents
from sixianghui.campaigns.rules import plans as rules
from sixianghui.campaigns.rules.contents import Answered, Content, Goal, How, Line
from sixianghui.campaigns.rules.plans import Barred, Event, Fault, State

EDITABLE = {State.DRAFT, State.TAKEN_BACK, State.RETURNED, State.APPROVED, State.AGREED}


def test_steps_when_every_state_meets_every_event_then_only_these_lead_on() -> None:
    led = {pair: rules.STEPS.get(pair) for pair in itertools.product(State, Event)}
    expected: dict[tuple[State, Event], State | None] = dict.fromkeys(led)
    for state in EDITABLE:
        expected[state, Event.EDIT] = state
        expected[state, Event.HAND_IN] = State.WAITING
    expected[State.WAITING, Event.TAKE_BACK] = State.TAKEN_BACK
    expected[State.WAITING, Event.RETURN] = State.RETURNED
    expected[State.WAITING, Event.APPROVE] = State.APPROVED
    expected[State.WAITING, Event.AGREE] = State.AGREED
    assert led == expected


def test_faults_when_every_state_meets_every_event_then_each_has_its_reason() -> None:
    for state, event in itertools.product(State, Event):
        found = rules.fault(state, event)
        if (state, event) in rules.STEPS:
            assert found is None
        else:
            assert found is (Fault.WAITING if state is State.WAITING else Fault.NOT_WAITING)
        assert rules.fault(state, event, recalled=True) is Fault.RECALLED


def test_plan_when_its_campaign_has_closed_then_what_waits_is_settled_and_nothing_goes_back_to_be_mended() -> (
    None
):
    led = {
        (state, event)
        for state, event in itertools.product(State, Event)
        if rules.fault(state, event, closed=True) is None
    }
    assert led == {(State.WAITING, event) for event in (Event.APPROVE, Event.AGREE)}


def test_state_when_told_by_facts_then_waiting_comes_before_how_the_last_one_ended() -> None:
    assert rules.state_of(None, waits=False) is State.DRAFT
    assert rules.state_of("approved", waits=True) is State.WAITING
    assert {rules.state_of(result, waits=False) for result in ("taken_back", "returned", "approved", "agreed")} == {
        State.TAKEN_BACK, State.RETURNED, State.APPROVED, State.AGREED,
    }  # fmt: skip


@pytest.mark.parametrize("event", [Event.APPROVE, Event.AGREE, Event.RETURN])
@pytest.mark.parametrize(("approves", "agrees"), itertools.product((True, False), repeat=2))
def test_decision_when_asked_along_every_line_then_only_the_right_one_may(
    event: Event, approves: bool, agrees: bool
) -> None:
    may = {
        Event.APPROVE: approves,
        Event.AGREE: agrees and not approves,
        Event.RETURN: approves or agrees,
    }[event]
    lines = {"approves": approves, "agrees": agrees}
    assert rules.barred(event, units={2}, unit=1, wrote=False, **lines) is (None if may else Barred.NO_LINE)
    assert rules.barred(event, units={1, 2}, unit=1, wrote=False, **lines) is Barred.OWN_UNIT
    assert rules.barred(event, units={2}, unit=1, wrote=True, **lines) is Barred.WROTE_IT


def test_line_when_it_says_nothing_then_is_refused_with_what_is_missing() -> None:
    fault = contents.line_fault
    assert fault("own", text=" ", reason="", items=()) is contents.LineFault.NO_TEXT
    assert fault("own", text="讲一次课", reason="", items=()) is None
    assert fault("not_applicable", text="", reason="没有直播业务", items=()) is contents.LineFault.NO_POINT
    assert fault("not_applicable", text="", reason=" ", items=(1,)) is contents.LineFault.NO_REASON
    assert fault("not_applicable", text="", reason="没有直播业务", items=(1,)) is None


def test_stance_when_a_line_answers_a_point_then_covers_it_and_else_is_an_own_idea() -> None:
    assert [contents.settled_stance(stance, items) for stance in ("covers", "own") for items in ((), (1,))] == [
        "own", "covers", "own", "covers",
    ]  # fmt: skip
    assert contents.settled_stance("not_applicable", (1,)) == "not_applicable"


def test_coverage_when_lines_lie_beside_points_then_each_point_says_how_it_is_answered() -> None:
    both = Line("a", "covers", "值守", items=(1, 2))
    reason = Line("b", "not_applicable", reason="没有直播业务", items=(3,))
    too = Line("c", "not_applicable", reason="人少", items=(2,))
    own = Line("d", "own", "结对")
    foreign = Line("e", "covers", "别的通知的事", items=(99,))
    found = contents.coverage((1, 2, 3, 4), (both, reason, too, own, foreign))
    answers = [Answered.COVERED, Answered.COVERED, Answered.NOT_APPLICABLE, Answered.OPEN]
    assert [found.answer(point) for point in (1, 2, 3, 4)] == answers
    assert found.own == (own, foreign)
    assert (found.covered, found.not_applicable, found.open) == (2, 1, 1)


def test_changes_when_a_plan_is_handed_in_again_then_only_what_differs_is_named() -> None:
    kept, mended, dropped = Line("a", "own", "甲"), Line("b", "own", "乙"), Line("c", "own", "丙")
    goal = Goal("members", "members", "每人办一件实事")
    before = Content((kept, mended, dropped), (goal,))
    better = Line("b", "own", "乙，并入主题党日", month="2018-06-01")
    added = Line("d", "own", "丁")
    after = Content((added, kept, better), (Goal("members", "members", "每人办两件实事"),))
    found = [(change.ref, change.how, change.fields) for change in contents.changes(before, after)]
    assert found == [
        ("d", How.ADDED, ()),
        ("b", How.CHANGED, ("text", "month")),
        ("members", How.CHANGED, ("text",)),
        ("c", How.REMOVED, ()),
    ]
    assert contents.changes(before, before) == []


def test_content_when_frozen_and_read_again_then_is_the_same_and_so_is_its_digest() -> None:
    content = Content(
        (Line("a", "covers", "值守", items=(1, 2), month="2018-06-01"),), (Goal("g", "members", "目标"),)
    )
    again = contents.content_of(content.as_json())
    assert (again, again.digest) == (content, content.digest)
    assert contents.content_of({}) == Content()
    assert Content((Line("a", "covers", "值班"),)).digest != content.digest


def test_months_when_a_campaign_runs_over_the_year_then_each_is_named_once() -> None:
    days = contents.months(dt.date(2018, 11, 30), dt.date(2019, 2, 1))
    assert days == [dt.date(2018, 11, 1), dt.date(2018, 12, 1), dt.date(2019, 1, 1), dt.date(2019, 2, 1)]
    assert len(contents.months(dt.date(2018, 1, 1), dt.date(2030, 1, 1))) == 18


@pytest.mark.parametrize(
    ("state", "settled"),
    [
        (State.DRAFT, False), (State.WAITING, False), (State.TAKEN_BACK, False), (State.RETURNED, False),
        (State.APPROVED, True), (State.AGREED, True),
    ],
)  # fmt: skip
def test_plan_when_approved_or_agreed_to_then_is_settled(state: State, settled: bool) -> None:
    assert state.is_settled is settled


@pytest.mark.parametrize(("month", "day"), [("", None), ("2018-06-01", dt.date(2018, 6, 1))])
def test_line_when_it_names_a_month_then_begins_on_its_first_day(month: str, day: dt.date | None) -> None:
    assert Line("a", "own", "讲课", month=month).first_day == day


def test_line_when_asked_for_by_its_ref_then_is_that_one_or_none() -> None:
    first, second = Line("a", "own", "讲课"), Line("b", "own", "结对")
    content = Content((first, second))
    assert [content.line(ref) for ref in ("a", "b", "c")] == [first, second, None]


def test_digest_when_its_form_changes_then_somebody_meant_it() -> None:
    """It is kept with every plan that was handed in, and compared with what is in the sheet years later."""
    content = Content(
        (Line("a", "covers", "值守", items=(1, 2), month="2018-06-01"),), (Goal("g", "members", "目标"),)
    )
    assert content.digest == "9ca86850ddfb1b83271c43d9693b450a9515bfa6f53e640d5793358969ad2d2e"


def test_ref_of_a_proposal_when_made_again_then_is_the_same_and_another_for_anything_else() -> None:
    assert contents.proposed_ref("p", "notice", "1") == "4eaffb62b48610c84508"
    others = {
        contents.proposed_ref(*which)
        for which in (
            ("p", "notice", "1"),
            ("q", "notice", "1"),
            ("p", "habit", "1"),
            ("p", "notice", "2"),
        )
    }
    assert len(others) == 4


@pytest.mark.parametrize(
    ("begins", "ends", "months"),
    [
        (dt.date(2018, 6, 30), dt.date(2018, 6, 30), [dt.date(2018, 6, 1)]),
        (dt.date(2018, 6, 30), dt.date(2018, 7, 1), [dt.date(2018, 6, 1), dt.date(2018, 7, 1)]),
        (dt.date(2018, 7, 1), dt.date(2018, 6, 30), []),
    ],
)
def test_months_when_a_campaign_is_short_then_are_those_it_touches(
    begins: dt.date, ends: dt.date, months: list[dt.date]
) -> None:
    assert contents.months(begins, ends) == months


def test_lengths_and_counts_when_changed_then_somebody_meant_it() -> None:
    assert (rules.TEXT_LENGTH, rules.REASON_LENGTH, rules.ADVICE_LENGTH, rules.RETURN_LENGTH) == (200, 200, 500, 500)  # fmt: skip
    assert (rules.GOAL_LENGTH, rules.MODEL_LENGTH) == (200, 80)
    assert (rules.MOST_LINES, rules.RETURN_AT_LEAST) == (40, 5)
    assert (contents.LEAST_PROPOSED, contents.MOST_BESIDE) == (3, 3)
