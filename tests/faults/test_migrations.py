"""T24: a site that is brought up to date while somebody pulls the plug, and a site that runs while another is newer."""

from __future__ import annotations

import contextlib
import random
import re
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from sixianghui.project.models import Instance
from sixianghui.project.replay.play import play
from tests.conftest import Lane
from tests.databases import sqlite_template
from tests.faults.spending import ROOT
from tests.unit.project.short_replay import NAME, SHORT

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]


def schema(path: Path) -> set[str]:
    """What a database is made of, without what SQLite counts by itself."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return {re.sub(r"\s+", " ", row[0]) for row in rows}


# --- killed ----------------------------------------------------------------------------------------------------------


def test_update_when_it_is_killed_again_and_again_then_it_ends_as_if_it_never_had_been(
    tmp_path: Path,
    product_environ: dict[str, str],
    lane: Lane,
    record_property: Callable[[str, object], None],
) -> None:
    """A site that was prepared in spite of some kills makes room for another, until there were as many as wanted."""
    chance, wanted, kills, sites = random.Random(20180605), lane.pick(1, 2, 40), 0, 0
    while kills < wanted:
        data, sites = tmp_path / f"site-{sites}", sites + 1
        assert sites <= wanted * 5, "it is done before it can be killed"
        environ = {**product_environ, "SIXIANGHUI_DATA": str(data)}
        while kills < wanted and _is_killed(environ, data / "sixianghui.sqlite3", chance):
            kills += 1
        done = subprocess.run(_UPDATE, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert schema(data / "sixianghui.sqlite3") == schema(sqlite_template())
    record_property("counted", f"update: killed {kills} times, {sites} sites then done")


_UPDATE = [sys.executable, "-m", "sixianghui.project.cli", "prepare", "--empty"]
#: One of Wagtail's goes without a transaction: a new site that is killed within it is begun again in an empty folder.
_BEFORE_CARELESS = {"0068_log_entry_empty_object", "0069_log_entry_jsonfield"}


def _is_killed(environ: dict[str, str], database: Path, chance: random.Random) -> bool:
    """Begin an update and kill it in the middle; False when it was done before that."""
    with subprocess.Popen(_UPDATE, env=environ, stderr=subprocess.DEVNULL) as process:
        size = _size(database)
        while process.poll() is None and _size(database) == size:
            time.sleep(0.01)  # until it has begun to write
        time.sleep(chance.random() * 6)
        while process.poll() is None and _last_of_wagtail(database) in _BEFORE_CARELESS:
            time.sleep(0.01)
        if process.poll() is not None:
            return False
        process.kill()
    return True


def _last_of_wagtail(database: Path) -> str:
    """Its migration that was noted last."""
    asked = "SELECT name FROM django_migrations WHERE app = 'wagtailcore' ORDER BY id DESC LIMIT 1"
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(database)) as link:
        return str((link.execute(asked).fetchone() or [""])[0])
    return ""


def _size(path: Path) -> int:
    """Of the database and its log."""
    return sum(one.stat().st_size for one in (path, path.with_name(path.name + "-wal")) if one.exists())


_APP = """
from django.db import migrations

def wait(apps, editor):
    import pathlib, time
    pathlib.Path({flag!r}).touch()
    time.sleep(60)

class Migration(migrations.Migration):
    atomic = {atomic}
    operations = [
        migrations.RunSQL("CREATE TABLE half (a)"),
        migrations.RunPython(wait, elidable=True),
        migrations.RunSQL("CREATE TABLE whole (a)"),
    ]
"""
_RUN = """
import sys
from sixianghui.project import sqlite_driver
sqlite_driver.install()
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=["planted"], DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}})
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


@pytest.mark.parametrize("atomic", [True, False])
def test_migration_when_it_is_killed_in_the_middle_then_only_a_careless_one_leaves_half_of_itself(
    tmp_path: Path, atomic: bool
) -> None:
    """`False` is the control: without a transaction around it, half a migration stays."""
    flag, package = tmp_path / "waits", tmp_path / "planted" / "migrations"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").touch()
    (package / "0001_initial.py").write_text(textwrap.dedent(_APP).format(flag=str(flag), atomic=atomic))
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, str(tmp_path / "db")], cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path}:{ROOT / 'src'}"}
    )  # fmt: skip
    last = time.monotonic() + 60
    while not flag.exists():
        assert time.monotonic() < last
        time.sleep(0.02)
    process.kill()
    process.wait()
    with contextlib.closing(sqlite3.connect(tmp_path / "db")) as database:
        left = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone()[0]
    assert left == (0 if atomic else 1)


def test_migrations_when_listed_then_none_goes_without_a_transaction() -> None:
    careless = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src" / "sixianghui").glob("*/migrations/*.py")
        if "atomic = False" in path.read_text(encoding="utf-8")
    ]
    assert careless == []


# --- old code, new tables --------------------------------------------------------------------------------------------


def _grow() -> int:
    """What the next release may do to tables while this one runs: a column more in each, tables more."""
    ours = [
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("sixianghui.") and model._meta.managed
    ]
    with connection.cursor() as cursor:
        for table in sorted(set(ours)):
            cursor.execute(f'ALTER TABLE "{table}" ADD COLUMN "of_the_next_release" text NULL')
        cursor.execute("CREATE TABLE next_release (number integer)")
    return len(set(ours))


@pytest.mark.django_db(transaction=True)
def test_site_when_the_tables_are_those_of_the_next_release_then_a_half_year_goes_on_as_before(
    record_property: Callable[[str, object], None],
) -> None:
    tables = _grow()
    Instance.objects.create(is_demo=True, replay=NAME)
    done = play(NAME, script=SHORT)
    record_property("counted", f"next release: {tables} tables have a column more, {done} steps played")
    assert done == len(SHORT.steps)


@pytest.mark.django_db(transaction=True)
def test_control_when_the_next_release_takes_away_what_this_one_writes_then_it_stops() -> None:
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "audit_auditevent" RENAME COLUMN "action" TO "act"')
    Instance.objects.create(is_demo=True, replay=NAME)
    with pytest.raises(DatabaseError):
        play(NAME, script=SHORT)
