"""A copy of the site that was restored and started, with the same place elsewhere: neither takes anything from the other."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sixianghui.operations import clock, rules
from tests.faults.operations.test_restored import told

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]


def aged(name: str, days: int, elsewhere: Path, *sites: dict[str, str]) -> str:
    """The same archive, made so many days ago; those sites know of it."""
    older = rules.name_of(clock.now() - dt.timedelta(days=days), name.split("-")[2][:6])
    (elsewhere / name).rename(elsewhere / older)
    for site in sites:
        file = Path(site["SIXIANGHUI_DATA"]) / "sixianghui.sqlite3"
        with closing(sqlite3.connect(file)) as database, database:
            changed = database.execute(
                "UPDATE operations_backup SET name = ? WHERE name = ?", (older, name)
            ).rowcount
        assert changed == 1
    return older


def test_sites_when_a_restored_copy_sends_to_the_same_place_then_each_lets_go_its_own_old_ones_alone(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    settings = {
        "SIXIANGHUI_OFFSITE_URL": f"file://{elsewhere}",
        "SIXIANGHUI_BACKUP_KEEP": "1,0,0",
    }
    real = {**product_environ, **settings}
    drill = {**real, "SIXIANGHUI_DATA": str(tmp_path / "drill")}

    def archives() -> set[str]:
        return {path.name for path in elsewhere.glob(f"*{rules.ENDING}")}

    def new(site: dict[str, str]) -> str:
        """Made now by a site."""
        before = archives()
        told(site, "backup")
        [name] = archives() - before
        return name

    told(real, "backup", "key")
    shared = new(real)
    shutil.copytree(Path(real["SIXIANGHUI_DATA"]) / "secrets", tmp_path / "kept")
    told(drill, "restore", "--from-offsite", "--secrets", str(tmp_path / "kept"))
    ours = aged(new(real), 6, elsewhere, real)
    aged(shared, 9, elsewhere, real, drill)
    theirs = aged(new(drill), 5, elsewhere, drill)
    assert archives() == {ours, theirs}

    of_the_drill = new(drill)
    # The control: its own old one went, and before that what it knew of from before it was restored.
    assert archives() == {ours, of_the_drill}

    of_the_drill = aged(of_the_drill, 4, elsewhere, drill)
    said = told(real, "backup", "list")
    assert ["不是这个站做的" in line for line in sorted(said.splitlines()) if "异地" in line] == [False, True]
    assert new(real) in archives()
    assert archives() >= {of_the_drill}
    assert ours not in archives()
