"""PostgreSQL's own programs when they fail: the reason is said, and no row, though their words hold one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sixianghui.common import postgres
from sixianghui.operations.databases import DatabaseFault, environ_of, program, run_program
from tests.faults.operations.targets import a_database, ask

pytestmark = [pytest.mark.deep, pytest.mark.pg, pytest.mark.sqlite]
NAMES = ("张三丰", "Zhang Sanfeng")


def dumped(url: str, to: Path, *words: str) -> Path:
    """Two people's names out of that database."""
    ask("CREATE TABLE people (name text)", url)
    ask(f"INSERT INTO people VALUES ('{NAMES[0]}'), ('{NAMES[1]}')", url)
    run_program([program("pg_dump"), "--format=custom", f"--file={to}", *words], environ(url))
    return to


def environ(url: str) -> dict[str, str]:
    settings = postgres.parsed(url)
    return environ_of(settings, settings["NAME"])


def putting_back(url: str, path: Path) -> list[str]:
    name = postgres.parsed(url)["NAME"]
    return [
        program("pg_restore"),
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        f"--dbname={name}",
        str(path),
    ]


def fault_of(url: str, path: Path) -> str:
    with pytest.raises(DatabaseFault) as raised:
        run_program(putting_back(url, path), environ(url))
    return str(raised.value)


def test_pg_restore_when_a_table_is_there_already_then_that_is_the_reason(tmp_path: Path) -> None:
    with a_database("said_from") as source, a_database("said_to") as target:
        path = dumped(source, tmp_path / "dump")
        ask("CREATE TABLE people (name text)", target)
        said = fault_of(target, path)
        assert said == "pg_restore 没有成：could not execute query: ERROR: relation people already exists"
        # The control: into an empty one it goes.
        ask("DROP TABLE people", target)
        run_program(putting_back(target, path), environ(target))
        assert [name for (name,) in ask("SELECT name FROM people", target)] == list(NAMES)


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        ("CREATE TABLE people (name integer)", "invalid input syntax"),
        (
            f"CREATE TABLE people (name text UNIQUE); INSERT INTO people VALUES ('{NAMES[1]}')",
            "people_name_key",
        ),
    ],
)
def test_pg_restore_when_a_row_does_not_go_in_then_the_reason_is_said_without_the_row(
    tmp_path: Path, there: str, reason: str
) -> None:
    with a_database("said_from") as source, a_database("said_to") as target:
        path = dumped(source, tmp_path / "dump", "--data-only")
        ask(there, target)
        told = subprocess.run(
            putting_back(target, path), env=environ(target), capture_output=True, text=True, check=False
        ).stderr
        said = fault_of(target, path)
    # The control: the program itself shows the row.
    assert any(name in told for name in NAMES), told
    assert "COPY failed for table people" in said and reason in said, said
    assert not any(word in said for name in NAMES for word in name.split()), said


def test_pg_dump_when_the_server_is_away_then_the_reason_is_said_and_no_password(tmp_path: Path) -> None:
    away = environ("postgresql://somebody:plum-and-bamboo@127.0.0.1:1/site")
    with pytest.raises(DatabaseFault) as raised:
        run_program([program("pg_dump"), f"--file={tmp_path / 'dump'}"], away)
    assert "Connection refused" in str(raised.value)
    assert "plum-and-bamboo" not in str(raised.value)
