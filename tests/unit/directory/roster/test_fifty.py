"""A roster with fifty faults of twenty kinds: exactly those are told; mended by the marked file's own list, it is clean."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest

from sixianghui.directory.roster.faults import Kind
from sixianghui.directory.roster.marking import mark
from sixianghui.directory.roster.world import KnownUnit, World
from tests.factories import rosters
from tests.unit.directory.roster.house import judged, places

WORLD = World([KnownUnit(1, rosters.ROOT, "样例党委", "party_committee", None, 1)])


@pytest.mark.parametrize("rows", [400, pytest.param(10_000, marks=pytest.mark.deep)])
def test_roster_when_fifty_faults_are_planted_then_exactly_those_are_told_and_mending_them_is_enough(
    rows: int, tmp_path: Path
) -> None:
    roster = rosters.a_roster(rows)
    book, planted = rosters.plant_fifty(roster)
    judgement = judged(rosters.saved(book), tmp_path, WORLD)
    assert (len(planted), len(Counter(kind for kind, *_ in planted)) >= 19) == (50, True)
    assert sorted(places(judgement)) == sorted(planted)
    marked = io.BytesIO()
    mark(tmp_path / "defused.xlsx", marked, judgement.faults)
    clean = judged(rosters.mend(marked.getvalue(), roster), tmp_path, WORLD)
    assert (clean.faults, len(clean.plan.new_people), len(clean.plan.new_units)) == (
        [],
        rows,
        len(roster.units),
    )
    assert [(one.name, one.number, one.birth) for one in clean.plan.new_people] == [
        (row[1], row[0] or "", row[2].isoformat()) for row in roster.people
    ]


def test_roster_when_one_more_fault_is_planted_then_the_fifty_are_not_all(tmp_path: Path) -> None:
    roster = rosters.a_roster(400)
    book, planted = rosters.plant_fifty(roster)
    book["人员"].cell(397, rosters.NAME).value = None
    found = sorted(places(judged(rosters.saved(book), tmp_path, WORLD)))
    assert set(found) - set(planted) == {(Kind.MISSING, "人员", 397, rosters.NAME)}
