"""Where a campaign stands and how its lists are typed, at their edges."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.campaigns.rules import campaigns as rules
from sixianghui.campaigns.rules.campaigns import State

BEGINS, ENDS = dt.date(2018, 6, 5), dt.date(2018, 9, 30)


@pytest.mark.parametrize(
    ("opened", "closed", "today", "state"),
    [
        (False, False, dt.date(2018, 7, 1), State.DRAFT),
        (False, True, dt.date(2018, 10, 1), State.DRAFT),
        (True, False, dt.date(2018, 6, 4), State.COMING),
        (True, False, dt.date(2018, 6, 5), State.OPEN),
        (True, False, dt.date(2018, 6, 6), State.OPEN),
        (True, False, dt.date(2018, 9, 30), State.OPEN),
        (True, False, dt.date(2018, 10, 1), State.OVER),
        (True, True, dt.date(2018, 6, 4), State.OVER),
        (True, True, dt.date(2018, 7, 1), State.OVER),
        (True, True, dt.date(2018, 10, 1), State.OVER),
    ],
)
def test_campaign_when_a_day_comes_then_its_state_follows_from_the_facts(
    opened: bool, closed: bool, today: dt.date, state: State
) -> None:
    assert rules.state(opened=opened, closed=closed, begins=BEGINS, ends=ENDS, today=today) is state


@pytest.mark.parametrize(
    ("state", "takes_notices", "is_public"),
    [
        (State.DRAFT, False, False),
        (State.COMING, True, True),
        (State.OPEN, True, True),
        (State.OVER, False, True),
    ],
)
def test_campaign_when_in_a_state_then_says_who_reads_it_and_whether_notices_go_out(
    state: State, takes_notices: bool, is_public: bool
) -> None:
    assert state.takes_notices is takes_notices
    assert state.is_public is is_public


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \n\t\n\u3000", []),
        ("红领行动", ["红领行动"]),
        ("  红领  行动 \r\n\r\n先锋 岗\r红领 行动\n", ["红领 行动", "先锋 岗"]),
        ("乙\n甲\n乙", ["乙", "甲"]),
    ],
)
def test_list_when_typed_one_to_a_line_then_empty_and_repeated_lines_fall_out(
    text: str, lines: list[str]
) -> None:
    assert rules.lines(text) == lines


@pytest.mark.parametrize(
    ("line", "carrier"),
    [
        ("红领行动：上门讲课", ("红领行动", "上门讲课")),
        ("红领行动:上门讲课", ("红领行动", "上门讲课")),
        (" 红领行动 ： 上门：讲课 ", ("红领行动", "上门：讲课")),
        ("红领行动: 每周：一次", ("红领行动", "每周：一次")),
        (" 红领行动 ", ("红领行动", "")),
        ("红领行动：", ("红领行动", "")),
        ("：上门", ("", "上门")),
        ("", ("", "")),
    ],
)
def test_carrier_when_typed_with_a_colon_then_is_a_name_and_what_it_does(
    line: str, carrier: tuple[str, str]
) -> None:
    assert rules.carrier(line) == carrier


@pytest.mark.parametrize(
    ("old", "new", "renamed"),
    [
        ([], ["甲"], {}),
        (["甲"], [], {}),
        (["甲", "乙"], ["乙", "甲"], {"甲": "甲", "乙": "乙"}),
        (["甲", "乙", "丙"], ["丙", "丁"], {"丙": "丙", "甲": "丁"}),
        (["甲", "乙"], ["丁", "乙", "戊", "己"], {"乙": "乙", "甲": "丁"}),
        (["甲", "乙"], ["丙", "丁"], {"甲": "丙", "乙": "丁"}),
    ],
)
def test_names_when_a_list_is_typed_anew_then_the_same_stay_and_the_rest_are_paired_in_order(
    old: list[str], new: list[str], renamed: dict[str, str]
) -> None:
    assert rules.renamed(old, new) == renamed


def test_lengths_and_counts_when_changed_then_somebody_meant_it() -> None:
    assert (rules.MOST_CARRIERS, rules.MOST_LINES) == (12, 12)
    assert (rules.CARRIER_LENGTH, rules.LINE_LENGTH, rules.REASON_LENGTH) == (40, 120, 200)
    assert rules.SHORTEST_REASON == 4
