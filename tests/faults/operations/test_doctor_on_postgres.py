"""`sixianghui doctor` on a PostgreSQL that is well, gone, or kept in a way that loses what it acknowledged."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
import pytest

from tests.faults.operations.broken import look, whole
from tests.faults.operations.test_doctor import complaints
from tests.postgres_server import PostgresServer

pytestmark = [pytest.mark.deep, pytest.mark.pg, pytest.mark.sqlite]
PASSWORD = "plum-and-bamboo"


def of(parent: Path, url: str) -> tuple[list[tuple[str, str]], str]:
    """What the doctor complains of in a site with that database, and all that it said."""
    parent.mkdir()
    _data, environ = whole(parent)
    done = look({**environ, "SIXIANGHUI_DATABASE_URL": url}, "--json")
    return complaints(done), done.stdout + done.stderr


def test_doctor_when_postgresql_is_well_kept_or_gone_then_says_so_and_never_a_password(
    tmp_path: Path,
) -> None:
    with PostgresServer() as server:
        url = server.url.replace("postgres@", f"postgres:{PASSWORD}@")
        well, said = of(tmp_path / "well", url)
        server.kill()
        gone, said_of_gone = of(tmp_path / "gone", url)
    assert well == []
    assert [check for check, _text in gone] == ["operations.database"]
    assert "连不上数据库" in gone[0][1]
    assert PASSWORD not in said + said_of_gone


def test_doctor_when_postgresql_acknowledges_before_it_writes_then_names_the_setting(tmp_path: Path) -> None:
    with PostgresServer(is_lazy=True) as server:
        lazy, _said = of(tmp_path / "lazy", server.url)
    assert [check for check, _text in lazy] == ["operations.database"]
    assert "synchronous_commit 关着" in lazy[0][1]


def test_doctor_when_the_log_is_archived_then_says_whether_that_works_and_who_holds_it_back(
    tmp_path: Path,
) -> None:
    # It runs in the folder of the data.
    archived = ("wal_level=replica", "archive_mode=on", "archive_command=test -f ../archive-is-there")
    with PostgresServer(more=archived) as server:
        switched(server, "SELECT pg_switch_wal()", "SELECT failed_count > 0 FROM pg_stat_archiver")
        failing, _said = of(tmp_path / "failing", server.url)
        (server.folder / "archive-is-there").touch(0o644)
        switched(server, "SELECT pg_switch_wal()", "SELECT archived_count > 0 FROM pg_stat_archiver")
        working, _said = of(tmp_path / "working", server.url)
        switched(server, "SELECT pg_create_physical_replication_slot('gone', true)", "SELECT true")
        held_back, _said = of(tmp_path / "held", server.url)
    assert [check for check, _text in failing] == ["operations.archiving"]
    assert "连续归档没有成" in failing[0][1]
    assert working == []  # the control
    assert [check for check, _text in held_back] == ["operations.archiving"]
    assert "1 个复制槽没有人来取" in held_back[0][1]


def switched(server: PostgresServer, act: str, until: str) -> None:
    """Have the server do something, and wait until it has come to that."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("SELECT pg_logical_emit_message(false, 'test', 'something to archive')")
        connection.execute(act)
        last = time.monotonic() + 90
        while connection.execute(until).fetchone() != (True,):
            assert time.monotonic() < last, until
            time.sleep(0.2)


def test_doctor_when_the_database_holds_no_chinese_then_says_how_to_make_another(tmp_path: Path) -> None:
    with PostgresServer() as server:
        admin = server.url.replace("/site", "/postgres")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
            )
        found, _said = of(tmp_path / "latin", server.url.replace("/site", "/latin"))
    assert any("不是 UTF8" in text for _check, text in found)
