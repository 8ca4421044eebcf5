"""From SQLite to PostgreSQL: every row, or a sentence that names the one that differs; never a site that is half there."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from sixianghui.operations.commands import moving
from sixianghui.operations.queries.tables import open_sqlite
from sixianghui.project import sqlite_driver
from tests import demo
from tests.faults.operations.targets import a_database, ask

pytestmark = [pytest.mark.deep, pytest.mark.pg, pytest.mark.sqlite]
sqlite_driver.install()
TABLES_THERE = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def move(environ: dict[str, str], url: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sixianghui.project.cli", "move", "--to", url]
    return subprocess.run(command, env=environ, text=True, capture_output=True, check=False)


@contextlib.contextmanager
def copied(data_folder: Path) -> Iterator[Callable[[], list[str]]]:
    """A small site, copied; what is yielded compares, for the target at its second attribute."""
    file = data_folder / "sixianghui.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(
            "INSERT INTO search_popular (query, people, day) VALUES (?, 7, '2018-06-01')",
            [(f"常问的{number}",) for number in range(300)],
        )
        connection.execute("INSERT INTO auth_group (id, name) VALUES (4711, '走了的')")
        connection.execute("DELETE FROM auth_group WHERE id = 4711")
    with (
        a_database("small", like_template=True) as url,
        moving.Target(url) as target,
        contextlib.closing(open_sqlite(file)) as source,
    ):
        tables = target.tables()
        moving.same_tables(source, tables)
        sums = moving.copy(source, target, tables, print)
        target.set_sequences(source)
        copied.target = target  # type: ignore[attr-defined]
        yield lambda: moving.differences(source, target, tables, sums)


def test_copy_when_nobody_touched_it_then_every_row_is_equal_and_numbers_go_on(data_folder: Path) -> None:
    with copied(data_folder) as compare:
        target: moving.Target = copied.target  # type: ignore[attr-defined]
        assert compare() == []
        target.finish()
        with psycopg.connect(target.url, autocommit=True) as connection:
            # A number that somebody had who is gone is not given to somebody else.
            row = connection.execute("INSERT INTO auth_group (name) VALUES ('新的') RETURNING id").fetchone()
            assert row == (4712,)
            with pytest.raises(psycopg.errors.ForeignKeyViolation):
                connection.execute(
                    "INSERT INTO auth_group_permissions (group_id, permission_id) VALUES (1, 0)"
                )


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ("UPDATE search_popular SET people = 8 WHERE query = '常问的77'", "search_popular.*常问的77 行"),
        (
            "DELETE FROM search_popular WHERE query = '常问的77'",
            "search_popular.*300 行，299 行.*常问的77 行",
        ),
        (
            "INSERT INTO search_popular VALUES ('多的', 1, '2018-06-01')",
            "search_popular.*300 行，301 行.*多的 行",
        ),
        ("UPDATE search_popular SET day = '2018-06-02'", "search_popular.*等 300 行"),
    ],
)
def test_copy_when_a_row_at_the_target_differs_then_table_and_row_are_named(
    data_folder: Path, fault: str, named: str
) -> None:
    import re

    with copied(data_folder) as compare:
        copied.target.run(fault)  # type: ignore[attr-defined]
        found = compare()
        assert len(found) == 1
        assert re.search(named, found[0])


def test_copy_when_a_row_cannot_be_kept_then_it_is_named_and_the_source_stands(data_folder: Path) -> None:
    file = data_folder / "sixianghui.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO search_popular VALUES ('有零', 7, '2018-06-01')")
        connection.execute("UPDATE auth_group SET name = 'a' || char(0) || 'b' WHERE id = 1")
    before = file.read_bytes()
    with (
        a_database("bad", like_template=True) as url,
        moving.Target(url) as target,
        contextlib.closing(open_sqlite(file)) as source,
        pytest.raises(moving.CannotMove, match="auth_group 的第 1 行，列 name"),
    ):
        moving.copy(source, target, target.tables(), print)
    assert file.read_bytes() == before


@pytest.mark.long
def test_move_when_it_is_killed_then_there_is_no_site_and_the_next_one_begins_anew_and_a_third_is_refused(
    data_folder: Path, product_environ: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "sixianghui.project.cli", "move", "--to"]
    with a_database("killed") as url:
        ask("CREATE TABLE theirs (id int)", url)
        refused = move(product_environ, url)
        assert refused.returncode == 1
        assert "public.theirs" in refused.stdout
        ask("DROP TABLE theirs", url)

        process = subprocess.Popen(
            [*command, url],
            env={**product_environ, "PYTHONUNBUFFERED": "1"},
            text=True,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        for line in process.stdout:
            if "搬了" in line:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert ask(TABLES_THERE, url) == [(0,)]

        done = move(product_environ, url)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "上一次没有搬完，从头来" in done.stdout
        assert "逐行一致" in done.stdout
        again = move(product_environ, url)
        assert again.returncode == 1
        assert "不是空的" in again.stdout


def test_move_when_the_site_is_running_then_it_says_to_stop_it(
    data_folder: Path, product_environ: dict[str, str]
) -> None:
    (data_folder / "run").mkdir(mode=0o700)
    held = os.open(data_folder / "run" / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        refused = move(product_environ, "postgresql://nobody@127.0.0.1:1/none")
    finally:
        os.close(held)
    assert refused.returncode == 3
    assert "先停掉它再搬" in refused.stdout


@pytest.mark.long
def test_move_when_the_full_demo_goes_over_then_every_row_and_figure_is_equal_and_the_pages_answer(
    tmp_path: Path, record_property: Callable[..., None]
) -> None:
    from tests.faults.house import House

    folder = demo.copy_to(tmp_path / "demo")
    environ = demo.environ_of(folder)
    with a_database("demo") as url:
        done = move(environ, url)
        assert done.returncode == 0, done.stdout + done.stderr
        said = [
            line
            for line in done.stdout.splitlines()
            if line.startswith(("搬了 2", "搬好了")) or "审计链" in line
        ]
        moved = {**environ, "SIXIANGHUI_DATABASE_URL": url}
        number = [
            json.loads(
                subprocess.run(
                    [sys.executable, "-m", "sixianghui.project.cli", "figures", "--json"],
                    env=one, text=True, capture_output=True, check=True,
                ).stdout
            )
            for one in (environ, moved)
        ]  # fmt: skip
        values = [{row["name"]: row["value"] for row in rows} for rows in number]
        assert values[0] == values[1]
        (folder / "sixianghui.sqlite3").unlink()
        with House(moved) as house:
            answered = {
                path: house.get(path)[0]
                for path in ("/", "/figures/", "/search/?q=%E5%85%9A%E8%AF%BE", "/about/permissions/")
            }
        assert set(answered.values()) == {200}
    record_property("counted", "full demo moved to PostgreSQL: " + " ".join(said[-3:]))
