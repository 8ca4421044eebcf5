"""A copy that is not what was in the database when it was looked into, an archive that does not come back from its disk, a
proof that does not come to its end: none of it ever counts as a backup, or drives out one that does."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from sixianghui.audit import public as audit
from sixianghui.operations import archive, clock, keys, proving, rules
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.commands import backups
from sixianghui.operations.inspecting import Found
from sixianghui.operations.models import Backup
from sixianghui.operations.queries import backups as queries
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


@pytest.fixture
def earlier(arrangement: Arrangement) -> str:
    """A backup that was proved."""
    made = backups.back_up(arrangement)
    assert made.fault == ""
    return made.name


def there(arrangement: Arrangement) -> set[str]:
    """What lies where the archives are, without the list of the erased."""
    assert arrangement.folder is not None
    return {path.name for path in arrangement.folder.iterdir()} - {rules.ERASED_LIST}


def test_archive_when_its_disk_does_not_give_it_back_then_is_thrown_away_and_the_one_before_it_stays(
    arrangement: Arrangement, earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(target: Path, *given: Any, **more: Any) -> archive.Content:
        content = write(target, *given, **more)
        target.unlink()
        target.symlink_to("/proc/self/mem")  # whoever reads its first byte is told of an error of the device
        return content

    write = proving.write
    monkeypatch.setattr(proving, "write", dies)
    made = backups.back_up(arrangement)
    assert "读不回来" in made.fault
    assert made.verified_at is None
    assert there(arrangement) == {earlier}


class Killed(BaseException):
    """As by `kill -9`: nobody has anything to say to it."""


def test_backup_when_it_is_killed_while_it_is_proved_then_it_is_none_and_goes_when_the_next_is_written(
    arrangement: Arrangement, earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_given: Any, **_more: Any) -> Found:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(proving, "prove", kill)
        backups.back_up(arrangement)
    [left] = there(arrangement) - {earlier}
    assert left.endswith(rules.UNPROVED)
    assert rules.latest(there(arrangement), clock.now()) == earlier

    made = backups.back_up(arrangement)
    assert made.fault == ""
    assert there(arrangement) == {earlier, made.name}


def test_backup_when_it_was_not_proved_and_its_room_is_needed_then_it_goes_before_the_next_is_written(
    arrangement: Arrangement, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = unproved(arrangement)
    monkeypatch.setattr(proving.sources, "free_bytes", lambda _folder: 0 if left.exists() else 10**12)
    made = backups.back_up(arrangement)
    assert made.fault == ""
    assert there(arrangement) == {made.name}


def unproved(arrangement: Arrangement) -> Path:
    """An archive that a backup left which did not come to its end; as large as another would be."""
    assert arrangement.folder is not None
    arrangement.folder.mkdir()
    left = arrangement.folder / f"sixianghui-20180604T190405Z-ab12cd{rules.ENDING}{rules.UNPROVED}"
    left.touch()
    os.truncate(left, 10**9)
    return left


def test_backup_when_it_was_not_proved_and_its_room_would_not_be_enough_then_it_stays(
    arrangement: Arrangement, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = unproved(arrangement)
    os.truncate(left, 1000)  # the control is the test above: there it is enough
    monkeypatch.setattr(proving.sources, "free_bytes", lambda _folder: 0)
    made = backups.back_up(arrangement)
    assert "放不下" in made.fault
    assert there(arrangement) == {left.name}


def test_backup_when_another_disk_than_its_own_is_full_then_what_was_not_proved_stays(
    arrangement: Arrangement, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as disk:
        if Path(disk).stat().st_dev == arrangement.data.stat().st_dev:
            pytest.skip("there is one disk only")
        apart = replace(arrangement, folder=Path(disk) / "archives")
        left, full = unproved(apart), arrangement.data
        monkeypatch.setattr(
            proving.sources, "free_bytes", lambda place: 0 if place == full or left.exists() else 10**12
        )
        made = backups.back_up(apart)
        assert f"放不下：{full}" in made.fault
        assert there(apart) == {left.name}


def test_backup_when_that_it_failed_cannot_be_written_down_at_once_then_is_written_down_a_moment_later(
    arrangement: Arrangement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_AGAIN", (0.0, 0.0))
    refused: list[str] = []

    def refuse_once(execute: Any, sql: str, *rest: Any) -> Any:
        if not refused and "ended_at" in sql and sql.startswith("UPDATE"):
            refused.append(sql)
            raise OperationalError("the server is being started anew")
        return execute(sql, *rest)

    made = Backup.objects.create(began_at=backups.clock.now(), name="one")
    with connection.execute_wrapper(refuse_once):
        backups._fail(made, "磁盘满了，没有做完。")
    made.refresh_from_db()
    assert len(refused) == 1
    assert (made.fault, made.ended_at is not None) == ("磁盘满了，没有做完。", True)


@pytest.mark.parametrize("how", [KeyboardInterrupt, SystemExit])
def test_backup_when_it_is_broken_off_at_the_command_line_then_its_row_has_an_end_and_the_timetable_goes_on(
    arrangement: Arrangement, monkeypatch: pytest.MonkeyPatch, how: type[BaseException]
) -> None:
    def break_off(*_given: Any, **_more: Any) -> Found:
        raise how

    monkeypatch.setattr(proving, "prove", break_off)
    with pytest.raises(how):
        backups.back_up(arrangement)
    made = Backup.objects.get()
    assert (made.ended_at is not None, made.verified_at, made.stage) == (True, None, Backup.Stage.ENDED)
    assert "没有做完" in made.fault
    assert queries.running() is None
