"""How these tests read a workbook: as an import does, against a world given as plain values."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl

from sixianghui.directory.roster.faults import Kind
from sixianghui.directory.roster.judging import Judgement, judge
from sixianghui.directory.roster.layout import survey
from sixianghui.directory.roster.opening import defuse
from sixianghui.directory.roster.reading import Reading, read
from sixianghui.directory.roster.world import KnownUnit, World
from tests.factories import rosters

TODAY = dt.date(2018, 6, 5)
#: A committee within reach with one branch, and a branch of somebody else's.
COMMITTEE = KnownUnit(1, rosters.ROOT, "样例党委", "party_committee", None, 1)
BRANCH = KnownUnit(2, "样例第一党支部", "一支部", "branch", 1, 1)
LEAGUE_BRANCH = KnownUnit(3, "样例团支部", "团支部", "league_branch", 2, 1)
FOREIGN = KnownUnit(9, "别家党支部", "别家", "branch", None, 2, reached=False)
UNITS = [COMMITTEE, BRANCH, LEAGUE_BRANCH, FOREIGN]
#: A row of the roster that has nothing wrong.
GOOD = (
    "A1",
    "张样例",
    dt.date(1985, 4, 1),
    dt.date(2007, 7, 1),
    "样例第一党支部",
    "中共党员",
    None,
    None,
    dt.date(2010, 7, 1),
)


def a_row(**changes: Any) -> list[Any]:
    """A good row with some cells changed, by the names of `rosters`: NAME="李样例"."""
    row = [*GOOD, None, None, None]
    for name, value in changes.items():
        row[getattr(rosters, name) - 1] = value
    return row


def a_book(
    people: Iterable[Iterable[Any]] = (GOOD,), units: Iterable[Iterable[Any]] = ()
) -> openpyxl.Workbook:
    """A workbook with these rows below the usual titles."""
    return rosters.Roster([list(row) for row in people], [list(row) for row in units]).book()


def reading_of(content: bytes | openpyxl.Workbook, folder: Path, **more: Any) -> Reading:
    """Read a workbook."""
    content = content if isinstance(content, bytes) else rosters.saved(content)
    path = folder / "defused.xlsx"
    found = survey(path, defuse(io.BytesIO(content), path), **more)
    return read(found, today=TODAY)


def judged(
    content: bytes | openpyxl.Workbook, folder: Path, world: World | None = None, **more: Any
) -> Judgement:
    """Read and judge a workbook."""
    return judge(reading_of(content, folder, **more), world or World(UNITS))


def places(judgement: Judgement) -> list[tuple[Kind, str, int, int]]:
    """Kind and place of each fault."""
    return [(one.kind, one.sheet, one.row, one.column) for one in judgement.faults]


def kinds(judgement: Judgement) -> list[Kind]:
    """The kinds of the faults, in reading order."""
    return [one.kind for one in judgement.faults]


def faults_of_row(folder: Path, world: World | None = None, **changes: Any) -> list[tuple[Kind, int]]:
    """(kind, column) of what is wrong with a good row after these changes."""
    return [(one.kind, one.column) for one in judged(a_book([a_row(**changes)]), folder, world).faults]
