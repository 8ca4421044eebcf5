"""`sixianghui doctor` on a PostgreSQL that is well, gone, or kept in a way that loses what it acknowledged."""

from __future__ import annotations

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


def test_doctor_when_the_database_holds_no_chinese_then_says_how_to_make_another(tmp_path: Path) -> None:
    with PostgresServer() as server:
        admin = server.url.replace("/site", "/postgres")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
            )
        found, _said = of(tmp_path / "latin", server.url.replace("/site", "/latin"))
    assert any("不是 UTF8" in text for _check, text in found)
