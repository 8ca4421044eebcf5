"""A backup of PostgreSQL whose proof the server or a missing program keeps from its end: that says nothing about the archive,
which is neither thrown away nor taken for a backup. What is no dump at all is thrown away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.faults.lectures.room import until
from tests.faults.operations.test_restored import told
from tests.postgres_server import PostgresServer, programs

pytestmark = [pytest.mark.deep, pytest.mark.pg, pytest.mark.sqlite]
#: What PostgreSQL's own programs are replaced by. `--file=…` of `pg_restore` asks no server: that one is the real one.
FULL_DISK = """
case "$*" in *--file=*) exec {real} "$@";; esac
echo 'pg_restore: error: could not execute query: ERROR:  could not extend file: No space left on device' >&2
exit 1
"""
SERVER_FALLS = """
case "$*" in *--file=*) exec {real} "$@";; esac
: > {folder}/at-work
while [ ! -e {folder}/go ]; do /bin/sleep 0.05; done
{real} "$@"
status=$?
: > {folder}/done
exit $status
"""
NONSENSE = """
{real} "$@" || exit 1
for word in "$@"; do case "$word" in --file=*) printf 'this is no dump' 1<> "${{word#--file=}}";; esac; done
"""


@dataclass
class Site:
    """A site on a PostgreSQL of its own, and where its backups go; its programs are those of the folder `bin`."""

    server: PostgresServer
    environ: dict[str, str]
    bin: Path
    archives: Path

    def put(self, name: str, script: str = 'exec {real} "$@"') -> None:
        """A program of PostgreSQL, or what is there in its stead."""
        folder = programs()
        assert folder is not None
        path = self.bin / name
        path.write_text("#!/bin/sh\n" + script.format(real=folder / name, folder=self.bin))
        path.chmod(0o755)

    def begin(self) -> subprocess.Popen[str]:
        environ = {name: value for name, value in self.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        command = [sys.executable, "-m", "sixianghui.project.cli", "backup"]
        return subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def back_up(self) -> tuple[int | None, str]:
        """Whether it was made, and what was said."""
        made = self.begin()
        said = made.communicate(timeout=300)[0]
        return made.returncode, said

    def there(self) -> list[str]:
        """How those end that lie where the archives are."""
        return sorted(path.suffix for path in self.archives.glob("sixianghui-*"))

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            found = connection.execute(query.encode())
            return found.fetchall() if found.description else []

    def proofs(self) -> set[object]:
        """The databases that are there for a proof."""
        named = self.ask("SELECT datname FROM pg_database WHERE datname LIKE 'sixianghui_proof_%'")
        return {row[0] for row in named}


@pytest.fixture
def site(product_environ: dict[str, str], tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "bin").mkdir()
    with PostgresServer() as server:
        environ = {
            **product_environ,
            "PATH": str(tmp_path / "bin"),
            "SIXIANGHUI_DATABASE_URL": server.url,
            "SIXIANGHUI_BACKUP_DIR": str(tmp_path / "archives"),
        }
        made = Site(server, environ, tmp_path / "bin", tmp_path / "archives")
        made.put("pg_dump")
        made.put("pg_restore")
        told(environ, "backup", "key")
        yield made


def test_control_when_nothing_is_wrong_then_it_counts_and_what_earlier_proofs_left_is_gone(
    site: Site,
) -> None:
    number = site.ask("SELECT oid FROM pg_database WHERE datname = current_database()")[0][0]
    ours, in_use, of_others = (f"sixianghui_proof_{one}" for one in (f"{number}_a", f"{number}_b", "1_c"))
    for name in (ours, in_use, of_others):
        site.ask(f'CREATE DATABASE "{name}"')
    with psycopg.connect(site.server.url.replace("/site", f"/{in_use}")):
        status, said = site.back_up()
    assert (status, "全部相同" in said) == (0, True), said
    assert site.there() == [".sxhbackup"]
    assert site.proofs() == {in_use, of_others}


def test_backup_when_there_is_no_pg_restore_then_the_archive_stays_and_is_none(site: Site) -> None:
    (site.bin / "pg_restore").unlink()
    status, said = site.back_up()
    assert (status, "这台机器上没有 pg_restore" in said) == (1, True), said
    assert site.there() == [".unproved"]
    assert site.proofs() == set()

    # The next that is proved takes its place.
    site.put("pg_restore")
    assert site.back_up()[0] == 0
    assert site.there() == [".sxhbackup"]


def test_backup_when_the_disk_of_the_server_is_full_then_the_archive_stays_and_is_none(site: Site) -> None:
    site.put("pg_restore", FULL_DISK)
    status, said = site.back_up()
    assert (status, "No space left on device" in said) == (1, True), said
    assert site.there() == [".unproved"]
    assert site.proofs() == set()


def test_backup_when_nobody_may_make_a_database_then_the_archive_stays_and_is_none(site: Site) -> None:
    site.ask("CREATE ROLE plain LOGIN")
    site.ask("GRANT pg_read_all_data, pg_write_all_data TO plain")
    site.environ["SIXIANGHUI_DATABASE_URL"] = site.server.url.replace("postgres@", "plain@")
    status, said = site.back_up()
    assert (status, "给数据库用户建库的权限" in said) == (1, True), said
    assert site.there() == [".unproved"]


def test_backup_when_the_server_falls_during_the_proof_then_the_archive_stays_and_the_next_is_proved(
    site: Site,
) -> None:
    site.put("pg_restore", SERVER_FALLS)
    made = site.begin()
    until((site.bin / "at-work").exists, 300)
    site.server.kill()
    (site.bin / "go").touch()
    until((site.bin / "done").exists, 300)
    site.server.start()
    said = made.communicate(timeout=300)[0]
    assert made.returncode == 1, said
    assert site.there() == [".unproved"]
    [(ended, fault)] = site.ask("SELECT ended_at IS NOT NULL, fault FROM operations_backup")
    assert (ended, "pg_restore 没有成" in str(fault)) == (True, True)

    site.put("pg_restore")
    assert site.back_up()[0] == 0
    assert site.there() == [".sxhbackup"]
    assert site.proofs() == set()


def test_backup_when_what_was_dumped_is_no_dump_then_it_is_thrown_away(site: Site) -> None:
    site.put("pg_dump", NONSENSE)
    status, said = site.back_up()
    assert (status, "还原不出来" in said) == (1, True), said
    assert site.there() == []
    assert site.proofs() == set()
