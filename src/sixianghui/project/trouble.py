"""What the command line says of a database that cannot be used, instead of a traceback.

The machine's troubles are said in a sentence: no server, no leave, a full disk, a file that is damaged, tables that were
not brought up to date. The program's are not: a wrong query or a broken rule of the tables is to be seen whole.
"""

from __future__ import annotations

import contextlib

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from sixianghui.common.scrubbing import scrubbed

#: SQLite's primary result codes for the file, its disk and its lock: PERM, BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL,
#: CANTOPEN, PROTOCOL, NOTADB.
_SQLITE = frozenset({3, 5, 6, 8, 10, 11, 13, 14, 15, 26})
#: Classes of SQLSTATE: connection, sign-in, no such database, no schema, deadlock, no room, a lock not had, its end, its disk.
_CLASSES = frozenset({"08", "28", "3D", "3F", "40", "53", "55", "57", "58"})
#: Besides: no leave, a standby that takes nothing, pages and indexes that are damaged.
_STATES = frozenset({"42501", "25006", "XX001", "XX002"})
#: Of a table or column that is not there. SQLite has one number for this and for what cannot be read at all.
_MISSING, _MISSING_IN_SQLITE = (
    frozenset({"42P01", "42703"}),
    ("no such table", "no such column", "has no column"),
)

NO_SITE = "这里还没有站，数据库里没有表。先运行 sixianghui serve，或者用 --data 指对数据目录。"


def told(error: BaseException) -> tuple[str, int]:
    """What to say of it and what to do next, with the exit status; nothing for what is to be seen whole. Never an address or a
    password."""
    cause = _of_the_driver(error)
    if cause is None:
        return "", 0
    if _is_missing(cause):
        return _of_tables()
    if not _is_of_the_machine(cause):
        return "", 0
    said = scrubbed(str(cause).partition("\n")[0], 160) or type(cause).__name__
    return f"数据库用不了：{said}。运行 sixianghui doctor，看哪里不对、怎么办。", 1


def _of_the_driver(error: BaseException) -> BaseException | None:
    """The driver's own error, of which Django's was made; one of Django's may be made of another."""
    found: BaseException | None = error
    while isinstance(found, Error):
        found = found.__cause__ or found.__context__
    return None if found is error else found


def _is_of_the_machine(cause: BaseException) -> bool:
    number, state = getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None)
    if number is not None:
        return number & 0xFF in _SQLITE
    if state is not None:
        return state[:2] in _CLASSES or state in _STATES
    # It did not come to an answer of the server: there is no connection, or none any more.
    return type(cause).__module__.startswith("psycopg") and type(cause).__name__ == "OperationalError"


def _is_missing(cause: BaseException) -> bool:
    if hasattr(cause, "sqlite_errorcode"):
        return any(words in str(cause) for words in _MISSING_IN_SQLITE)
    return getattr(cause, "sqlstate", None) in _MISSING


def _of_tables() -> tuple[str, int]:
    """A table that is missing although every migration was made is a fault of the program."""
    with contextlib.suppress(Error):
        executor = MigrationExecutor(connection)
        if not executor.loader.applied_migrations:
            return NO_SITE, 3
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return (
                "数据库的表还没有更新到这一版程序。运行 sixianghui prepare（sixianghui serve 启动时会自己做）。",
                1,
            )
    return "", 0
