"""T24: an upgrade that is killed at the very moment when a migration is done and not noted yet, on both databases."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tests.conftest import Lane
from tests.faults.spending import ROOT

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]

#: Makes tables with indexes, which Django notes after its commit.
MAKES_TABLES = "ledger.0001_initial"
#: Of Wagtail's, on tables that are empty: a new site whose very first start is killed within is begun again in an empty folder.
WITHOUT_TRANSACTION = {"wagtailcore.0070_rename_pagerevision_revision"}
_SHAPE = """SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT tablename, indexname, indexdef, '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '' FROM pg_constraint
UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '' FROM pg_trigger WHERE NOT tgisinternal"""


class Fresh:
    """An empty database, and what is in it."""

    def __init__(self, url: str, shape: Callable[[], set[tuple[str, ...]]], data: Path) -> None:
        self.url, self.shape, self._data = url, shape, data

    def update(self, kill: str = "", how: str = "whole") -> tuple[int, list[tuple[str, bool]], str]:
        """Status, the migrations noted with whether in a transaction, what it complained of."""
        environ = {
            **{key: value for key, value in os.environ.items() if not key.startswith("SIXIANGHUI_")},
            "SIXIANGHUI_DATA": str(self._data),
            "SIXIANGHUI_DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
        }
        command = [sys.executable, "-m", "tests.faults.migrating", kill, how]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        noted = [line.split() for line in done.stdout.splitlines()]
        return done.returncode, [(name, within == "True") for name, within in noted], done.stderr


@contextlib.contextmanager
def on_sqlite(folder: Path, name: str) -> Iterator[Fresh]:
    path = folder / f"{name}.sqlite3"

    def shape() -> set[tuple[str, ...]]:
        with contextlib.closing(sqlite3.connect(path)) as database:
            return set(
                database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
            )

    yield Fresh(f"sqlite:///{path}", shape, folder / name)


@contextlib.contextmanager
def on_postgres(folder: Path, name: str) -> Iterator[Fresh]:
    why_not = databases.postgres_answers()
    if why_not:
        pytest.skip(why_not)
    copy = databases.PostgresCopy(f"killed_{name}", is_empty=True)

    def shape() -> set[tuple[str, ...]]:
        with psycopg.connect(databases.server_url(copy.name)) as link:
            return set(link.execute(_SHAPE).fetchall())

    try:
        yield Fresh(databases.server_url(copy.name), shape, folder / name)
    finally:
        copy.drop()


@pytest.mark.parametrize("place", [on_sqlite, on_postgres])
def test_update_when_killed_as_a_migration_is_noted_then_the_next_one_ends_as_if_it_never_had_been(
    place: Callable[[Path, str], contextlib.AbstractContextManager[Fresh]],
    tmp_path: Path,
    lane: Lane,
    record_property: Callable[[str, object], None],
) -> None:
    with place(tmp_path, "once") as at_once, place(tmp_path, "killed") as killed:
        status, noted, complaint = at_once.update()
        assert status == 0, complaint
        # What others replaced by one is noted one by one; that it is replaced is noted at the end, or next time.
        outside = {name for name, within in noted if not within and "_squashed_" not in name}
        assert outside <= WITHOUT_TRANSACTION

        may_be = [name for name, within in noted if within]
        deaths = {MAKES_TABLES, *random.Random(20180605).sample(may_be, lane.pick(1, 2, 40))}
        for name in (one for one in may_be if one in deaths):
            status, done, complaint = killed.update(kill=name)
            assert status == -signal.SIGKILL, complaint
            assert done[-1] == (name, True)
        status, _done, complaint = killed.update()
        assert status == 0, complaint
        assert killed.shape() == at_once.shape()
    record_property(
        "counted", f"update on {place.__name__[3:]}: {len(noted)} migrations, killed at {len(deaths)}"
    )


def test_control_when_a_migration_is_noted_after_its_commit_then_a_kill_leaves_what_no_start_mends(
    tmp_path: Path,
) -> None:
    """As Django does it by itself."""
    with on_sqlite(tmp_path, "plain") as fresh:
        status, done, complaint = fresh.update(kill=MAKES_TABLES, how="plain")
        assert (status, done[-1]) == (-signal.SIGKILL, (MAKES_TABLES, False)), complaint
        for how in ("plain", "whole"):
            status, _done, complaint = fresh.update(how=how)
            assert status != 0
            assert "already exists" in complaint
