"""Rows judged: by themselves, against each other, and against what is registered."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sixianghui.directory.roster.faults import Kind
from sixianghui.directory.roster.plan import Change, Plan
from sixianghui.directory.roster.world import KnownPerson, KnownUnit, World
from tests.factories import rosters
from tests.unit.directory.roster.house import (
    BRANCH,
    COMMITTEE,
    FOREIGN,
    GOOD,
    LEAGUE_BRANCH,
    UNITS,
    a_book,
    a_row,
    faults_of_row,
    judged,
    kinds,
    places,
)

BORN, JOINED = GOOD[2], GOOD[8]
KNOWN = KnownPerson(
    7, "张样例", "A1", dt.date(1985, 4, 1), dt.date(2007, 7, 1), 2, "full", dt.date(2010, 7, 1)
)


def known(**changes: Any) -> World:
    """A world in which 张样例 is registered, with some things otherwise."""
    return World(UNITS, [dataclasses.replace(KNOWN, **changes)])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"NAME": None}, [(Kind.MISSING, rosters.NAME)]),
        ({"NAME": "张样例1"}, [(Kind.ODD_NAME, rosters.NAME)]),
        ({"NAME": "张" * 41}, [(Kind.TOO_LONG, rosters.NAME)]),
        ({"NAME": "=A1"}, [(Kind.FORMULA, rosters.NAME)]),
        ({"NAME": "#REF!"}, [(Kind.ERROR_VALUE, rosters.NAME)]),
        ({"NAME": "阿卜杜拉·样例"}, []),
        ({"UNIT": None}, [(Kind.MISSING, rosters.UNIT)]),
        ({"UNIT": "一支部"}, []),
        ({"UNIT": "没有的支部"}, [(Kind.UNKNOWN_UNIT, rosters.UNIT)]),
        ({"UNIT": "别家党支部"}, [(Kind.OUT_OF_REACH, rosters.UNIT)]),
        ({"UNIT": "样例团支部"}, [(Kind.UNIT_LINE, rosters.UNIT)]),
        ({"SINCE": None}, [(Kind.MISSING, rosters.SINCE)]),
        ({"SINCE": dt.date(2018, 6, 6)}, [(Kind.DATE_IMPOSSIBLE, rosters.SINCE)]),
        ({"SINCE": dt.date(2003, 3, 31)}, [(Kind.DATE_ORDER, rosters.SINCE)]),
        ({"SINCE": dt.date(2003, 4, 1)}, []),
        ({"EMPLOYED": dt.date(1995, 1, 1)}, [(Kind.DATE_ORDER, rosters.EMPLOYED)]),
        ({"STATUS": "群众"}, [(Kind.NOT_IN_SCOPE, rosters.STATUS)]),
        ({"STATUS": "群众", "STAGE": "入党申请人"}, []),
        ({"STATUS": "民主人士"}, [(Kind.UNKNOWN_STATUS, rosters.STATUS)]),
        ({"STAGE": "发展对象"}, [(Kind.STATUS_CLASH, rosters.STAGE)]),
        ({"LEAGUE": "也许"}, [(Kind.UNKNOWN_WORD, rosters.LEAGUE)]),
        ({"LEAGUE": "是"}, [(Kind.MISSING, rosters.LEAGUE_SINCE)]),
        ({"LEAGUE": "是", "LEAGUE_SINCE": dt.date(2000, 5, 4)}, []),
        ({"LEAGUE": "是", "LEAGUE_SINCE": dt.date(1999, 3, 31)}, [(Kind.DATE_ORDER, rosters.LEAGUE_SINCE)]),
        ({"STATUS": "共青团员", "UNIT": "样例团支部"}, []),
        ({"STATUS": "共青团员", "UNIT": rosters.ROOT}, [(Kind.UNIT_LINE, rosters.UNIT)]),
        (
            {
                "STATUS": "共青团员",
                "STAGE": "积极分子",
                "LEAGUE_SINCE": dt.date(2000, 5, 4),
                "LEAGUE_UNIT": "样例团支部",
            },
            [],
        ),
        (
            {
                "STATUS": "共青团员",
                "STAGE": "积极分子",
                "LEAGUE_SINCE": dt.date(2000, 5, 4),
                "LEAGUE_UNIT": rosters.ROOT,
            },
            [(Kind.UNIT_LINE, rosters.LEAGUE_UNIT)],
        ),
    ],
)
def test_row_when_something_in_it_is_wrong_then_that_cell_is_told(
    changes: dict[str, object], expected: list[tuple[Kind, int]], tmp_path: Path
) -> None:
    assert faults_of_row(tmp_path, **changes) == expected


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [
        ({}, {}, [Kind.ROW_TWICE]),
        ({}, {"EMPLOYED": None}, [Kind.ROW_TWICE]),
        ({}, {"NAME": "李样例"}, [Kind.ONE_PERSON_TWO_NAMES]),
        ({"NUMBER": None}, {"NUMBER": None, "NAME": "张样利"}, [Kind.ONE_PERSON_TWO_NAMES]),
        ({"NUMBER": None}, {"NUMBER": None, "NAME": "章样立"}, [Kind.ONE_PERSON_TWO_NAMES]),
        ({"NUMBER": None}, {"NUMBER": None, "NAME": "章样立", "UNIT": rosters.ROOT}, []),
        ({}, {"NUMBER": "A2", "NAME": "张样利"}, []),
        ({"NUMBER": None}, {"NUMBER": None, "NAME": "李小四"}, []),
        ({"NUMBER": None}, {"NUMBER": None, "BIRTH": None}, [Kind.TWO_PERSONS_ONE_NAME]),
        ({}, {"NUMBER": None, "EMPLOYED": None}, [Kind.TWO_PERSONS_ONE_NAME]),
        ({}, {"NUMBER": "A2"}, []),
        ({"NUMBER": None}, {"NUMBER": None, "BIRTH": dt.date(1986, 1, 1)}, []),
        ({"NUMBER": None}, {"NUMBER": None, "BIRTH": None, "UNIT": rosters.ROOT}, []),
    ],
)
def test_rows_when_compared_then_doubles_are_told_and_different_people_are_not(
    first: dict[str, object], later: dict[str, object], expected: list[Kind], tmp_path: Path
) -> None:
    assert kinds(judged(a_book([a_row(**first), a_row(**later)]), tmp_path)) == expected


def test_rows_when_one_is_already_at_fault_then_the_gap_makes_no_second_fault(tmp_path: Path) -> None:
    rows = [a_row(NUMBER=None), a_row(NUMBER=None, BIRTH="五月")]
    assert kinds(judged(a_book(rows), tmp_path)) == [Kind.DATE_UNCLEAR]


def test_person_when_registered_the_same_then_nothing_changes(tmp_path: Path) -> None:
    plan = judged(a_book(), tmp_path, known()).plan
    assert ([one.id for one in plan.unchanged_people], plan.new_people, plan.changed_people) == ([7], [], [])


@pytest.mark.parametrize(
    ("world", "changes", "expected"),
    [
        (known(name="张样立"), {}, [Change("name", "张样立", "张样例")]),
        (known(number=""), {}, [Change("number", "", "A1")]),
        (known(birth=None), {}, [Change("birth", "", "1985-04-01")]),
        (known(), {"BIRTH": None}, []),
        (known(), {"EMPLOYED": dt.date(2007, 8, 1)}, [Change("employed", "2007-07-01", "2007-08-01")]),
        (known(unit=1), {}, [Change("unit", rosters.ROOT, "样例第一党支部")]),
        (known(party="probationary", since=dt.date(2009, 7, 1)), {}, [Change("since", "2009-07-01", "2010-07-01"), Change("status", "预备党员", "中共党员")]),
        (known(since=dt.date(2010, 7, 2)), {}, [Change("since", "2010-07-02", "2010-07-01")]),
        (known(league=True, league_since=dt.date(2000, 5, 4), league_unit=2), {}, []),
        (known(league=True, league_since=dt.date(2000, 5, 4), league_unit=2), {"LEAGUE": "否"}, [Change("league", "是", "否")]),
        (
            known(),
            {"LEAGUE": "是", "LEAGUE_SINCE": dt.date(2000, 5, 4)},
            [Change("league_since", "", "2000-05-04"), Change("league_unit", "", "样例第一党支部"), Change("league", "否", "是")],
        ),
    ],
)  # fmt: skip
def test_person_when_registered_otherwise_then_before_and_after_are_shown(
    world: World, changes: dict[str, object], expected: list[Change], tmp_path: Path
) -> None:
    result = judged(a_book([a_row(**changes)]), tmp_path, world)
    assert (kinds(result), result.plan.new_people) == ([], [])
    assert [list(one.changes) for one in result.plan.changed_people] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("world", "changes", "expected"),
    [
        (known(name="李样例", birth=None), {}, [(Kind.ANOTHER_PERSON, rosters.NUMBER)]),
        (known(), {"STATUS": "预备党员"}, [(Kind.STEP_BACK, rosters.STATUS)]),
        (known(), {"STATUS": "共青团员"}, [(Kind.STEP_BACK, rosters.STATUS)]),
        (known(party="probationary"), {}, [(Kind.SINCE_EARLIER, rosters.SINCE)]),
        (known(earlier=dt.date(2010, 7, 1)), {}, [(Kind.SINCE_EARLIER, rosters.SINCE)]),
        (
            World(UNITS, [KNOWN, dataclasses.replace(KNOWN, id=8)]),
            {"NUMBER": None},
            [(Kind.TWO_PERSONS_ONE_NAME, rosters.NAME)],
        ),
    ],
)
def test_person_when_it_clashes_with_who_is_registered_then_is_told(
    world: World, changes: dict[str, object], expected: list[tuple[Kind, int]], tmp_path: Path
) -> None:
    assert faults_of_row(tmp_path, world, **changes) == expected


def test_person_when_found_by_name_and_birth_in_another_unit_then_moves(tmp_path: Path) -> None:
    result = judged(a_book([a_row(NUMBER=None, UNIT=rosters.ROOT)]), tmp_path, known(number=""))
    assert [one.changes for one in result.plan.changed_people] == [
        (Change("unit", "样例第一党支部", rosters.ROOT),)
    ]


def test_person_when_two_rows_mean_the_same_registered_one_then_is_told(tmp_path: Path) -> None:
    rows = [a_row(), a_row(NUMBER=None, UNIT=rosters.ROOT)]
    assert kinds(judged(a_book(rows), tmp_path, known())) == [Kind.ROW_TWICE]


def test_person_when_registered_out_of_reach_in_one_line_then_may_be_named_there(tmp_path: Path) -> None:
    world = known(unit=FOREIGN.id, league=True, league_unit=3, league_since=dt.date(2000, 5, 4))
    assert faults_of_row(tmp_path, world, UNIT=FOREIGN.name) == []
    assert faults_of_row(tmp_path, known(), UNIT=FOREIGN.name) == [(Kind.OUT_OF_REACH, rosters.UNIT)]


BOTH: dict[str, Any] = {"league": True, "league_unit": 3, "league_since": dt.date(2000, 5, 4)}
AWAY = dataclasses.replace(LEAGUE_BRANCH, id=8, name="别家团支部", reached=False)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"STATUS": "中共党员", "SINCE": dt.date(2011, 7, 1)}, rosters.SINCE),
        ({"SINCE": dt.date(2011, 7, 1)}, rosters.SINCE),
        ({"UNIT": BRANCH.name}, rosters.UNIT),
        ({"EMPLOYED": dt.date(2008, 7, 1)}, None),
        ({}, None),
    ],
)
def test_person_when_the_party_relation_is_kept_out_of_reach_then_a_row_changes_neither_it_nor_the_status(
    changes: dict[str, object], column: int | None, tmp_path: Path
) -> None:
    near = dataclasses.replace(FOREIGN, enterprise=1)
    one = dataclasses.replace(KNOWN, unit=near.id, party="probationary", **BOTH)
    world = World([COMMITTEE, BRANCH, LEAGUE_BRANCH, near], [one])
    given = {"UNIT": FOREIGN.name, "STATUS": "预备党员", **changes}
    told = [(Kind.OUT_OF_REACH, column)] if column else []
    assert faults_of_row(tmp_path, world, **given) == told


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"LEAGUE": "否"}, rosters.LEAGUE),
        (
            {"LEAGUE": "是", "LEAGUE_SINCE": dt.date(2001, 5, 4), "LEAGUE_UNIT": AWAY.name},
            rosters.LEAGUE_SINCE,
        ),
        ({"LEAGUE": "是", "LEAGUE_SINCE": dt.date(2000, 5, 4)}, rosters.LEAGUE_UNIT),
        ({"LEAGUE": "是", "LEAGUE_SINCE": dt.date(2000, 5, 4), "LEAGUE_UNIT": AWAY.name}, None),
        ({}, None),
    ],
)
def test_person_when_the_league_relation_is_kept_out_of_reach_then_a_row_does_not_change_it_either(
    changes: dict[str, object], column: int | None, tmp_path: Path
) -> None:
    one = dataclasses.replace(KNOWN, **{**BOTH, "league_unit": AWAY.id})
    told = [(Kind.OUT_OF_REACH, column)] if column else []
    assert faults_of_row(tmp_path, World([*UNITS, AWAY], [one]), **changes) == told


def test_league_relation_when_it_would_begin_out_of_reach_beside_the_party_one_then_is_told(
    tmp_path: Path,
) -> None:
    one = dataclasses.replace(KNOWN, unit=FOREIGN.id)
    row = {"UNIT": FOREIGN.name, "LEAGUE": "是", "LEAGUE_SINCE": dt.date(2000, 5, 4)}
    assert faults_of_row(tmp_path, World(UNITS, [one]), **row) == [(Kind.OUT_OF_REACH, rosters.UNIT)]


def test_people_when_not_mentioned_then_are_named_and_left_alone(tmp_path: Path) -> None:
    others = [
        dataclasses.replace(KNOWN, id=8, name="李样例", number="A2"),
        dataclasses.replace(KNOWN, id=9, name="王样例", number="A3", unit=1),
    ]
    plan = judged(a_book(), tmp_path, World(UNITS, [KNOWN, *others])).plan
    assert plan.absent == [(8, "李样例", "样例第一党支部")]


def test_numbers_when_two_enterprises_use_the_same_then_mean_different_people(tmp_path: Path) -> None:
    other = KnownUnit(20, "乙科技党支部", "乙", "branch", None, 5)
    rows = [a_row(), a_row(NAME="李样例", UNIT=other.name)]
    assert kinds(judged(a_book(rows), tmp_path, World([*UNITS, other]))) == []


def units_judged(
    folder: Path, *rows: list[Any], world: World | None = None
) -> list[tuple[Kind, str, int, int]]:
    return places(judged(a_book([GOOD], rows), folder, world))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["样例第二党支部", None, "党支部", rosters.ROOT], []),
        (["样例第二党支部", None, "支部", "样例党委"], []),
        ([None, "二支部", "党支部", rosters.ROOT], [(Kind.MISSING, 1)]),
        (["样例第二党支部", None, "俱乐部", rosters.ROOT], [(Kind.UNKNOWN_KIND, 3)]),
        (["样例第二党支部", None, "企业", rosters.ROOT], [(Kind.UNKNOWN_KIND, 3)]),
        (["样例第二党支部", None, "党支部", None], [(Kind.NO_SUPERIOR, 4)]),
        (["样例第二党支部", None, "党支部", "没有的党委"], [(Kind.UNKNOWN_UNIT, 4)]),
        (["样例第二党支部", None, "党支部", "别家党支部"], [(Kind.OUT_OF_REACH, 4)]),
        (["样例第二党支部", None, "党支部", "样例第一党支部"], [(Kind.UNIT_ORDER, 4)]),
        (["样例第二党支部", None, "党支部", "样例第二党支部"], [(Kind.CIRCULAR_UNIT, 4)]),
        (["样例第一党支部", "一支部", "党支部", rosters.ROOT], []),
        (["样例第一党支部", "第一", "党支部", None], []),
        (["样例第一党支部", None, "党总支", rosters.ROOT], [(Kind.KIND_CHANGES, 3)]),
        (["样例第一党支部", None, "党支部", "样例团支部"], [(Kind.CIRCULAR_UNIT, 4)]),
        (["样例团支部", None, "团支部", rosters.ROOT], [(Kind.KIND_CHANGES, 4)]),
        (["别家党支部", None, "党支部", None], [(Kind.OUT_OF_REACH, 1)]),
    ],
)
def test_unit_when_its_row_cannot_stand_then_that_cell_is_told(
    row: list[Any], expected: list[tuple[Kind, int]], tmp_path: Path
) -> None:
    assert [(kind, column) for kind, _, _, column in units_judged(tmp_path, row)] == expected


def test_units_when_new_ones_stand_below_new_ones_then_are_built_from_above(tmp_path: Path) -> None:
    rows = [
        ["三小组", None, "党小组", "丙支部"],
        ["丙支部", "丙", "党支部", "丙总支"],
        ["丙总支", "丙总支", "党总支", rosters.ROOT],
    ]
    plan = judged(a_book([a_row(UNIT="丙支部")], rows), tmp_path).plan
    assert [(one.name, one.short, one.superior) for one in plan.new_units] == [
        ("丙总支", "丙总支", "u1"),
        ("丙支部", "丙", "r4"),
        ("三小组", "三小组", "r3"),
    ]
    assert [one.unit for one in plan.new_people] == ["r3"]


def test_units_when_they_go_in_a_circle_then_it_is_told_once_and_people_in_them_are_not_blamed(
    tmp_path: Path,
) -> None:
    rows = [
        ["丙总支", None, "党总支", "丙支部"],
        ["丙支部", None, "党支部", "丁总支"],
        ["丁总支", None, "党总支", "丙总支"],
        ["戊支部", None, "党支部", "丁总支"],
    ]
    result = judged(a_book([a_row(UNIT="丙支部")], rows), tmp_path)
    assert places(result) == [(Kind.CIRCULAR_UNIT, "组织", 2, 4)]
    assert result.faults[0].more["around"] == "丙总支 → 丙支部 → 丁总支 → 丙总支"


def test_unit_when_two_have_its_name_then_the_superior_tells_them_apart(tmp_path: Path) -> None:
    other = KnownUnit(20, "乙科技党委", "乙", "party_committee", None, 5)
    twin = KnownUnit(21, BRANCH.name, "一", "branch", 20, 5)
    world = World([COMMITTEE, BRANCH, other, twin])
    assert faults_of_row(tmp_path, world) == [(Kind.AMBIGUOUS_UNIT, rosters.UNIT)]
    result = judged(a_book([a_row(UNIT="乙科技党委/样例第一党支部")]), tmp_path, world)
    assert (kinds(result), [one.unit for one in result.plan.new_people]) == ([], ["u21"])


def test_unit_when_its_name_is_taken_in_another_enterprise_only_then_is_new(tmp_path: Path) -> None:
    other = KnownUnit(20, "乙科技党委", "乙", "party_committee", None, 5)
    row = [BRANCH.name, None, "党支部", "乙科技党委"]
    result = judged(
        a_book([a_row(UNIT="乙科技党委/样例第一党支部")], [row]), tmp_path, World([COMMITTEE, BRANCH, other])
    )
    assert (kinds(result), [one.superior for one in result.plan.new_units]) == ([], ["u20"])


def test_unit_when_a_closed_one_of_the_enterprise_has_its_name_then_that_is_told_and_of_another_is_not(
    tmp_path: Path,
) -> None:
    row = ["样例旧党支部", None, "党支部", rosters.ROOT]
    below = ["样例旧党支部", None, "党支部", "丙总支"]
    above = ["丙总支", None, "党总支", rosters.ROOT]
    closed = frozenset({(COMMITTEE.enterprise, "样例旧党支部")})
    told = [(Kind.CLOSED_UNIT, "组织", 2, 1)]
    assert units_judged(tmp_path, row, world=World(UNITS, closed=closed)) == told
    assert units_judged(tmp_path, below, above, world=World(UNITS, closed=closed)) == told
    for other in ({(FOREIGN.enterprise, "样例旧党支部")}, {(COMMITTEE.enterprise, "别的")}):
        assert units_judged(tmp_path, row, world=World(UNITS, closed=frozenset(other))) == []


def test_unit_when_written_twice_then_the_later_row_is_told(tmp_path: Path) -> None:
    row = ["丙支部", None, "党支部", rosters.ROOT]
    assert units_judged(tmp_path, row, row) == [(Kind.UNIT_TWICE, "组织", 3, 1)]


def test_unit_when_misspelt_then_the_nearest_within_reach_is_offered_unless_its_number_differs(
    tmp_path: Path,
) -> None:
    near = [
        judged(a_book([a_row(UNIT=name)]), tmp_path).faults[0].more["near"]
        for name in ("样例第一支部", "样例第二党支部", "别家支部")
    ]
    assert near == ["样例第一党支部", "", ""]


def test_plan_when_kept_as_plain_values_then_comes_back_the_same(tmp_path: Path) -> None:
    rows = [["丙支部", None, "党支部", rosters.ROOT], ["样例第一党支部", "第一", "党支部", None]]
    plan = judged(
        a_book([a_row(EMPLOYED=dt.date(2007, 8, 1)), a_row(NUMBER="A2", NAME="李样例", UNIT="丙支部")], rows),
        tmp_path,
        known(),
    ).plan
    again = Plan.from_json(plan.to_json())
    assert (again, again.digest()) == (plan, plan.digest())
    again.new_people.pop()
    assert again.digest() != plan.digest()
