"""The command line when the database is away, is none or is not up to date: a sentence. A fault of the program: a traceback."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import databases
from tests.faults.operations.targets import a_database, ask
from tests.faults.operations.test_restored import told

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]
PASSWORD = "plum-and-bamboo"
COMMANDS = (["backup"], ["settle"], ["link", "somebody"], ["audit", "verify"], ["prepare", "--empty"])


@pytest.mark.pg
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_command_when_postgresql_is_away_then_one_sentence_names_the_next_step_and_no_password(
    product_environ: dict[str, str], tmp_path: Path, words: list[str]
) -> None:
    environ = {**product_environ, "SIXIANGHUI_DATABASE_URL": f"postgresql://me:{PASSWORD}@127.0.0.1:1/site"}
    if words == ["backup"]:
        environ["SIXIANGHUI_BACKUP_DIR"] = str(tmp_path)
    said = told(environ, *words, status=1)
    assert "数据库用不了：" in said and "Connection refused" in said and "sixianghui doctor" in said, said
    assert PASSWORD not in said and "Traceback" not in said, said


def test_command_when_the_tables_are_not_up_to_date_then_says_to_update_and_else_shows_what_went_wrong(
    product_environ: dict[str, str],
) -> None:
    def said(statement: str) -> str:
        path = Path(product_environ["SIXIANGHUI_DATA"]) / "sixianghui.sqlite3"
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)
        return told(product_environ, "link", "somebody", status=1)

    assert "没有登录名是" in told(product_environ, "link", "somebody", status=3)
    # The control: every migration was made, so it is a fault of the program, and is shown whole.
    whole = said("ALTER TABLE access_account RENAME TO elsewhere")
    assert "Traceback" in whole and "no such table: access_account" in whole, whole
    behind = said("DELETE FROM django_migrations WHERE app = 'access'")
    assert "sixianghui prepare" in behind and "Traceback" not in behind, behind


def test_command_when_there_is_no_site_yet_or_its_file_is_none_then_says_so(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    new = {**product_environ, "SIXIANGHUI_DATA": str(tmp_path / "new")}
    said = told(new, "link", "somebody", status=3)
    assert "还没有站" in said and "sixianghui serve" in said and "Traceback" not in said, said
    # Whoever mistypes the folder is not to believe that the erased were erased again.
    assert "还没有站" in told(new, "settle", status=3)
    (tmp_path / "new" / "sixianghui.sqlite3").write_bytes(b"no database " * 1000)
    said = told(new, "link", "somebody", status=1)
    assert "数据库用不了：" in said and "not a database" in said and "Traceback" not in said, said


@pytest.mark.pg
def test_command_on_postgresql_when_there_is_no_table_no_leave_or_no_database_then_says_so(
    product_environ: dict[str, str],
) -> None:
    def said(*words: str, status: int = 1) -> str:
        answer = told({**product_environ, "SIXIANGHUI_DATABASE_URL": url}, *words, status=status)
        assert "Traceback" not in answer, answer
        return answer

    with a_database("nothing") as url:
        assert "还没有站" in said("link", "somebody", status=3)
        # Whoever owns the database may make no table in it.
        server = databases.server_url(url.rpartition("/")[2])
        ask("ALTER SCHEMA public OWNER TO CURRENT_USER", server)
        ask("REVOKE CREATE ON SCHEMA public FROM PUBLIC", server)
        assert "permission denied for schema public" in said("prepare", "--empty")
    assert "数据库用不了：" in said("link", "somebody")  # it is gone now
