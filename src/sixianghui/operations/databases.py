"""Databases copied as of one moment while everybody goes on writing, looked into table by table, and put back.

A copy of SQLite is made by `VACUUM INTO`: one read transaction, whatever is written meanwhile, and no page of what was
deleted. Of PostgreSQL it is `pg_dump` on an exported snapshot, with the same snapshot looked into.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from sixianghui.common import postgres
from sixianghui.common.scrubbing import CUT, scrubbed

log = logging.getLogger(__name__)
#: Rows and digest of each table, by its name.
Tables = dict[str, list[Any]]
_ROWS = 2000
#: By which PostgreSQL knows that a backup is being made.
_LOCK = 0x73786832
#: Within a minute the server notices that whoever holds the lock went away without a word, as with the power.
_NOTICED = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
#: How the databases are called into which archives are restored for their proof.
_PROOF = "sixianghui_proof"
#: Classes of SQLSTATE that speak of the server and not of what is in a database: connection, room, its end, its disk.
_OF_THE_SERVER = frozenset({"08", "53", "57", "58"})
_MAY_NOT = "42501"
#: The line in which PostgreSQL's programs say why they stop: the server's answer to `pg_dump`, else the first error. Only
#: a line's beginning counts, and none of the lines below it is shown: DETAIL, CONTEXT and the command quote rows.
_REASONS = (
    re.compile(r"^\w+: (?:error|detail): Error message from server: (.+)", re.MULTILINE),
    re.compile(r"^(?:\w+: )?(?:error|fatal|panic): +(.+)", re.MULTILINE | re.IGNORECASE),
)
#: In quotes after one of these stands a name of ours or PostgreSQL's; after the others a place, which is left out. Any
#: other quote opens what stood in a row, and that may hold quotes and go on over lines: there the sentence ends.
_NAMED = frozenset((
    "relation", "table", "column", "constraint", "index", "sequence", "function", "type", "schema", "database", "extension",
    "parameter", "encoding",
))  # fmt: skip
_PLACES = frozenset({"at", "socket", "host", "file", "directory", "user", "role"})
#: What is said where the programs and the server do not go together.
_OF_VERSIONS = ("server version mismatch", "unrecognized configuration parameter", "unsupported version")


class DatabaseFault(Exception):
    """A copy could not be made, or is not sound. The text is a sentence for people."""


@contextmanager
def standing_in(wrapper: BaseDatabaseWrapper) -> Iterator[None]:
    """In this thread all reads of the house go to this database instead of its own."""
    own = connections["default"]
    connections["default"] = wrapper
    try:
        yield
    finally:
        connections["default"] = own
        wrapper.close()


def wrapper_for(**changed: Any) -> BaseDatabaseWrapper:
    """A connection of its own to the site's database with some of its settings changed (NAME, OPTIONS).

    It may take long: the site's limits are for pages, and every table is read as a whole.
    """
    settings = {**connections["default"].settings_dict, **changed}
    if connections["default"].vendor == "postgresql":
        told = settings["OPTIONS"]
        settings["OPTIONS"] = {**told, "options": f"{told.get('options', '')} {postgres.UNHURRIED}".strip()}
    return type(connections["default"])(settings, alias="default")


@contextmanager
def alone_at_the_database() -> Iterator[bool]:
    """Whether nobody else makes a backup of this database, on whichever machine. SQLite is on one: there a file is enough."""
    if connections["default"].vendor != "postgresql":
        yield True
        return
    wrapper = wrapper_for()
    try:
        with _cursor_of(wrapper) as cursor:
            cursor.execute(_NOTICED)
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            yield cursor.fetchone()[0]
    finally:
        wrapper.close()  # the lock goes with it


# ---- SQLite


def copy_sqlite(source: Path, target: Path) -> None:
    """One moment of a database that is in use."""
    with closing(sqlite3.connect(source, timeout=60)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


def check_sqlite(path: Path) -> None:
    """Whether SQLite finds it sound. Raises `DatabaseFault`."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            said = connection.execute("PRAGMA integrity_check(3)").fetchall()
    except sqlite3.DatabaseError as error:
        raise DatabaseFault(f"数据库打不开：{error}") from error
    if said != [("ok",)]:
        raise DatabaseFault(f"数据库的完整性检查没有通过：{said[0][0]}")


def tables_of_sqlite(path: Path) -> Tables:
    """Every table of it."""
    found: Tables = {}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        ).fetchall()
        for (name,) in names:
            digest, count = hashlib.sha256(), 0
            # Of the copy and of what is restored from it the pages are the same, so rows come in the same order.
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            while rows := cursor.fetchmany(_ROWS):
                digest.update(repr(rows).encode("utf-8", "surrogatepass"))
                count += len(rows)
            found[name] = [count, digest.hexdigest()]
    return found


# ---- PostgreSQL


def program(name: str) -> str:
    """`pg_dump`, `pg_restore`. Raises `DatabaseFault` with a sentence where it is missing."""
    found = shutil.which(name)
    if found is None:
        raise DatabaseFault(
            f"这台机器上没有 {name}。请装上 PostgreSQL 的客户端程序（如 postgresql-client），和服务器同一个大版本的。"
        )
    return found


def environ_of(settings: dict[str, Any], database: str) -> dict[str, str]:
    """How PostgreSQL's programs find the server; the password is in no command line."""
    words = {
        "PGDATABASE": database,
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
    }
    for name, variable in postgres.PARAMETERS.items():
        words[variable] = settings["OPTIONS"].get(name, "")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG") or key == "PGSSLMODE"}
    return {**kept, **{key: str(value) for key, value in words.items() if value}}


def run_program(command: list[str], environ: dict[str, str]) -> None:
    """Run one of PostgreSQL's programs. Raises `DatabaseFault` with the reason that it gives."""
    # In English, by which the reason is found.
    spoken = {**environ, "LC_ALL": "C"}
    done = subprocess.run(
        command, env=spoken, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        raise DatabaseFault(why_it_failed(Path(command[0]).name, done.returncode, done.stderr))


def why_it_failed(name: str, status: int, stderr: str) -> str:
    """A sentence about one of PostgreSQL's programs out of what it said. It holds nothing of what stood in a row."""
    for pattern in _REASONS:
        found = pattern.search(stderr)
        if found is not None:
            break
    else:
        return f"{name} 没有成，也没有说为什么（{status}）。"
    words = f"{name} 没有成：{_without_rows(found[1])}"
    if any(one in found[1] for one in _OF_VERSIONS):
        words += f"。{name} 要和数据库服务器是同一个大版本的"
    return words


def _without_rows(line: str) -> str:
    """One line of PostgreSQL's with the names of tables and the like, and without any value."""
    kept = ""
    while line:
        before, quote, rest = line.partition('"')
        kept += before
        if not quote:
            break
        inside, closed, line = rest.partition('"')
        word = (before.split() or [""])[-1]
        if not closed or word not in _NAMED | _PLACES:
            kept += CUT
            break
        kept += inside if word in _NAMED and inside.isidentifier() else CUT
    return scrubbed(kept, 160)


@contextmanager
def snapshot_of_postgres() -> Iterator[tuple[BaseDatabaseWrapper, str]]:
    """A transaction that sees one moment, and the name by which others may see the same."""
    wrapper = wrapper_for()
    try:
        with _cursor_of(wrapper) as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchone()[0]
        yield wrapper, name
    finally:
        wrapper.close()


def dump_postgres(snapshot: str, target: Path) -> None:
    """That moment in a file, for `pg_restore`."""
    settings = connections["default"].settings_dict
    command = [program("pg_dump"), "--format=custom", "--compress=0", "--no-owner", "--no-acl"]
    target.touch(0o600)
    run_program(
        [*command, f"--snapshot={snapshot}", f"--file={target}"], environ_of(settings, settings["NAME"])
    )


def put_into_postgres(path: Path, name: str) -> None:
    """Fill an empty database: all of it or nothing."""
    settings = connections["default"].settings_dict
    command = [program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
    run_program([*command, f"--dbname={name}", str(path)], environ_of(settings, name))


def is_no_dump(path: Path) -> bool:
    """Whether `pg_restore` cannot read it from its beginning to its end. No server is asked; one that is killed knows nothing."""
    command = [program("pg_restore"), "--file=/dev/null", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode > 0


def is_of_the_server(error: Error) -> bool:
    """Whether an error speaks of the server, not of what is in the database; one without a code is taken to."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code is None or str(code)[:2] in _OF_THE_SERVER


def tables_of_postgres(wrapper: BaseDatabaseWrapper) -> Tables:
    """Every table of it, as this connection sees it."""
    found: Tables = {}
    with wrapper.cursor() as cursor:
        cursor.execute(
            "SET extra_float_digits = 3; SET TIME ZONE 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'"
        )
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE \"C\""
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            count, digest = cursor.fetchone()[0], hashlib.sha256()
            query = f'COPY (SELECT * FROM "{name}" AS t ORDER BY t::text COLLATE "C") TO STDOUT'
            with wrapper.wrap_database_errors, cursor.cursor.copy(query) as copy:
                for block in copy:
                    digest.update(block)
            found[name] = [count, digest.hexdigest()]
    return found


@contextmanager
def empty_postgres() -> Iterator[str]:
    """A database for the length of the block, beside the site's own: its name. Raises `DatabaseFault` where there can be none.

    That it cannot be dropped is no fault of what was in it: the next time does it, as it does after a process that fell.
    """
    wrapper = wrapper_for()
    try:
        with _cursor_of(wrapper) as cursor:
            name = _make_empty(cursor)
            try:
                yield name
            finally:
                _drop(cursor, name, " WITH (FORCE)")
    finally:
        wrapper.close()


def _make_empty(cursor: CursorWrapper) -> str:
    """What earlier proofs left is dropped first. Other sites of the same server have other names, made of another number."""
    try:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        ours = f"{_PROOF}_{cursor.fetchone()[0]}_"
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [ours])
        for (left,) in cursor.fetchall():
            _drop(cursor, left)
        name = f"{ours}{secrets.token_hex(3)}"
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except Error as error:
        if getattr(error.__cause__, "sqlstate", None) == _MAY_NOT:
            raise DatabaseFault(
                "不能另建一个库来还原核对：请给数据库用户建库的权限（ALTER ROLE … CREATEDB）。"
            ) from error
        raise DatabaseFault(f"另建一个库来还原核对，没有成：{reason_of(error)}") from error
    return name


def _drop(cursor: CursorWrapper, name: str, how: str = "") -> None:
    """Unless told otherwise, only where nobody is connected."""
    try:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"{how}')
    except Error as error:
        log.warning("the database %s stays until the next backup: %s", name, reason_of(error))


def _cursor_of(wrapper: BaseDatabaseWrapper) -> CursorWrapper:
    """Raises `DatabaseFault` where the server takes no connection."""
    try:
        return wrapper.cursor()
    except Error as error:
        raise DatabaseFault(f"连不上数据库服务器：{reason_of(error)}") from error


def reason_of(error: Exception) -> str:
    """What an error of the server says in its first line; those below quote rows."""
    return _without_rows(str(error).strip().partition("\n")[0]) or type(error).__name__
