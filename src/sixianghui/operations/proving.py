"""Making an archive and proving it: the work itself, without rows and words about it. `commands/backups.py` keeps the books."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, Error, connection

import sixianghui
from sixianghui.common import time
from sixianghui.operations import archive, databases, inspecting, sources
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.databases import DatabaseFault
from sixianghui.operations.inspecting import Found
from sixianghui.vault import public as vault

Tell = Callable[[int], None]
_SPARE = 64 * 1024 * 1024


class NotEqual(Exception):
    """What was restored is not what was copied. The text is a sentence for people."""


class NoRoom(Exception):
    """There is not enough room for it. The text is a sentence for people."""


def work_folder(data: Path) -> Path:
    """Where the copy lies for the time of a backup: on the disk of the database, in the clear like that."""
    return data / "backup-work"


def check_room(arrangement: Arrangement, folder: Path, *, besides: int = 0) -> None:
    """Whether the copy and the archive fit. Raises `NoRoom` before anything is written.

    besides: bytes in `folder` that could be let go.
    """
    database, files = database_size(), sources.size_of(arrangement.data)
    same = folder.stat().st_dev == arrangement.data.stat().st_dev
    for place, needed in (
        (arrangement.data, database + _SPARE + (database + files if same else 0)),
        (folder, database + files + _SPARE),
    ):
        free = sources.free_bytes(place)
        if free + (besides if same or place == folder else 0) < needed:
            raise NoRoom(f"放不下：{place} 还有 {free // 1024**2} MB，这次大约要 {needed // 1024**2} MB。")


def database_size() -> int:
    """Bytes of the database as it lies there."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@contextmanager
def copied(work: Path, clock: dt.datetime) -> Iterator[tuple[Path, Found]]:
    """A copy of the database as of one moment, and what is in it."""
    target = work / "copy"
    try:
        if connection.vendor == "sqlite":
            databases.copy_sqlite(Path(connection.settings_dict["NAME"]), target)
            found = inspecting.look_into_sqlite(target, clock)
        else:
            found = _copy_postgres(target, clock)
        yield target, found
    finally:
        target.unlink(missing_ok=True)


def _copy_postgres(target: Path, clock: dt.datetime) -> Found:
    with databases.snapshot_of_postgres() as (wrapper, name):
        databases.dump_postgres(name, target)
        with databases.standing_in(wrapper):
            return inspecting.look_into_here(clock)


def write(
    target: Path, arrangement: Arrangement, copy: Path, found: Found, *, made_at: dt.datetime, tell: Tell
) -> archive.Content:
    """The archive, with everything that will have to be found in it."""
    about = {
        "version": sixianghui.__version__,
        "made_at": made_at.isoformat(timespec="seconds"),
        "kind": found.kind,
    }
    with archive.writing(target, arrangement.key_file, about) as writer:
        writer.add_database(copy)
        tell(copy.stat().st_size)
        for name, path in sources.files(arrangement.data):
            tell(writer.add_file(path, name))
        writer.add_manifest({**about, "found": found.plain(), "keys": vault.key_names()})
        return writer.content


def prove(path: Path, arrangement: Arrangement, work: Path, *, tell: Tell) -> Found:
    """Restore it into a folder of its own and compare everything with what was copied.

    The files are read back and compared byte for byte, not written a second time. Raises `NotEqual` or `Damaged` for what
    is wrong with the archive, `KeyFault`, `DatabaseFault` or `OSError` where it could not be proved here and now.
    """
    target = work / "restored"
    try:
        content = archive.unpack(path, arrangement.key_file, database=target, files=None, tell=tell)
        wanted: dict[str, Any] = content.manifest["found"]
        clock = dt.datetime.fromisoformat(wanted["clock"])
        found = _in_sqlite(target, clock) if wanted["kind"] == "sqlite" else _in_postgres(target, clock)
    finally:
        target.unlink(missing_ok=True)
    said = inspecting.differences(wanted, found)
    if said:
        raise NotEqual("还原出来的和备份时不一样：" + "".join(said[:3]))
    return found


def _in_sqlite(copy: Path, clock: dt.datetime) -> Found:
    try:
        return inspecting.look_into_sqlite(copy, clock)
    except (DatabaseFault, DatabaseError) as fault:
        raise NotEqual(f"还原不出来：{fault}") from fault


def _in_postgres(dump: Path, clock: dt.datetime) -> Found:
    """A server that takes no database, is full or was started anew meanwhile says nothing about the archive."""
    with databases.empty_postgres() as name:
        try:
            databases.put_into_postgres(dump, name)
        except DatabaseFault as fault:
            if databases.is_no_dump(dump):
                raise NotEqual(f"还原不出来：{fault}") from fault
            raise
        try:
            return inspecting.look_into_postgres(name, clock)
        except Error as error:
            if databases.is_of_the_server(error):
                raise DatabaseFault(f"核对时数据库服务器出错：{databases.reason_of(error)}") from error
            raise NotEqual(f"还原不出来：{databases.reason_of(error)}") from error


@contextmanager
def working(data: Path) -> Iterator[Path]:
    """The folder to work in, empty at the beginning and gone at the end, whatever a killed run left in it."""
    work = work_folder(data)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def domain_now() -> dt.datetime:
    """The domain's moment, at which figures are counted twice."""
    return time.now()
