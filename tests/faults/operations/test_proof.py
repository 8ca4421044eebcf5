"""A copy that is not what was in the database when it was looked into: the proof finds it, and it never counts as a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from sixianghui.audit import public as audit
from sixianghui.operations import keys, proving
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.commands import backups
from sixianghui.operations.inspecting import Found
from sixianghui.operations.models import Backup
from tests.factories import a_unit, an_account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
Copied = Callable[..., AbstractContextManager[tuple[Path, Found]]]
#: What went wrong with the copy, and how it is said.
WRONGS = {
    "a row says something else": (
        "UPDATE directory_unit SET name = name || '。'",
        "表 directory_unit 的内容对不上",
    ),
    "a row is missing": (
        "DELETE FROM access_account WHERE id = (SELECT max(id) FROM access_account)",
        "表 access_account 的内容对不上",
    ),
    "a table is missing": ("DROP TABLE search_popular", "表 search_popular 的内容对不上"),
    "it is no database any more": ("", "还原不出来："),
}


@pytest.fixture
def arrangement(tmp_path: Path) -> Arrangement:
    """A site with some rows and a file, and where its backups go."""
    if connection.vendor != "sqlite":
        pytest.skip("the copy of PostgreSQL is a file of pg_dump's")
    (tmp_path / "data" / "media").mkdir(parents=True)
    (tmp_path / "data" / "media" / "picture.webp").write_bytes(b"picture" * 1000)
    keys.make(tmp_path / "key")
    a_unit()
    with transaction.atomic():
        for _ in range(3):
            audit.record("tests:act", actor=an_account())
    return Arrangement(tmp_path / "data", tmp_path / "archives", tmp_path / "key")


def spoilt(copied: Copied, statement: str) -> Copied:
    """Copies whose file is changed after it was looked into."""

    @contextmanager
    def change(*given: Any) -> Iterator[tuple[Path, Found]]:
        with copied(*given) as (copy, found):
            if statement:
                with closing(sqlite3.connect(copy)) as database:
                    database.execute(statement)
                    database.commit()
            else:
                copy.write_bytes(copy.read_bytes()[:-4096] + b"x" * 4096)
            yield copy, found

    return change


@pytest.mark.parametrize("wrong", WRONGS)
def test_backup_when_what_is_restored_is_not_what_was_there_then_is_thrown_away_and_does_not_count(
    arrangement: Arrangement, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    statement, said = WRONGS[wrong]
    monkeypatch.setattr(proving, "copied", spoilt(proving.copied, statement))
    made = backups.back_up(arrangement)
    assert said in made.fault
    assert (made.verified_at, made.ended_at is not None) == (None, True)
    assert arrangement.folder is not None
    assert list(arrangement.folder.iterdir()) == []
    assert not proving.work_folder(arrangement.data).exists()


def test_control_when_nothing_is_wrong_with_the_copy_then_it_counts(arrangement: Arrangement) -> None:
    made = backups.back_up(arrangement)
    assert (made.fault, made.verified_at is not None) == ("", True)
    assert arrangement.folder is not None
    assert (arrangement.folder / made.name).stat().st_size == Backup.objects.get().size
