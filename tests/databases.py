"""One migrated database as a template, copied for each worker: migrating takes ten seconds, a copy ten milliseconds.

SQLite by default; PostgreSQL with SIXIANGHUI_TEST_DATABASE=pg. The template is kept in the temporary folder (in the
server, for PostgreSQL) under a name made from everything that decides its shape.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

SOURCES = Path(__file__).resolve().parent.parent / "src" / "sixianghui"
#: Set for the worker processes: the product refuses settings that it does not know.
_WANTED = "TESTS_DATABASE"
_SHAPED_BY = (
    "Django", "wagtail", "modelsearch", "django-tasks-db", "django-taggit", "django-tree-queries", "django-allauth",
)  # fmt: skip


def choose() -> None:
    """Point the product at the database that the run asked for. Called once, before the settings are made."""
    asked = os.environ.pop("SIXIANGHUI_TEST_DATABASE", None)
    if asked:
        os.environ[_WANTED] = asked
    if is_postgres():
        os.environ["SIXIANGHUI_DATABASE_URL"] = server_url("postgres")


def is_postgres() -> bool:
    """Whether this run asked for PostgreSQL."""
    return os.environ.get(_WANTED) == "pg"


def server_url(database: str) -> str:
    """The address of `database` on the local PostgreSQL server (or the one in TESTS_PG_SERVER)."""
    return f"{_server()}/{quote(database)}"


def postgres_answers() -> str:
    """Empty when a PostgreSQL server lets us make databases; else why not."""
    try:
        _server()
    except RuntimeError as error:
        return str(error)
    return ""


_found: list[str] = []


def _server() -> str:
    if not _found:
        _found.append(os.environ.get("TESTS_PG_SERVER") or _look_for_server())
    return _found[0]


def _look_for_server() -> str:
    try:
        import psycopg
    except ImportError as error:
        raise RuntimeError("psycopg is not installed") from error
    complaint = ""
    for user in dict.fromkeys((getpass.getuser(), "postgres")):
        url = f"postgresql://{user}@127.0.0.1:5432"
        try:
            with psycopg.connect(f"{url}/postgres", connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                )
                if (row.fetchone() or [False])[0]:
                    return url
        except psycopg.Error as error:
            complaint = str(error).strip().splitlines()[0]
    raise RuntimeError(f"no PostgreSQL server on this machine lets us make databases ({complaint})")


def shape() -> str:
    """A name for what the migrations of today make."""
    digest = hashlib.sha256()
    for name in _SHAPED_BY:
        digest.update(f"{name}=={importlib.metadata.version(name)}\n".encode())
    made_after_migrating = [
        SOURCES / "audit" / "guards.py",
        SOURCES / "channel" / "receivers.py",
        SOURCES / "ledger" / "contracts.py",
        SOURCES / "ledger" / "receivers.py",
    ]
    for path in sorted([*SOURCES.glob("*/migrations/*.py"), *made_after_migrating]):
        digest.update(path.relative_to(SOURCES).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """Only one process of this machine at a time."""
    with (Path(tempfile.gettempdir()) / f"sixianghui-template-{os.getuid()}-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory(prefix="sixianghui-template-") as data:
        environ = {
            **{key: value for key, value in os.environ.items() if not key.startswith("SIXIANGHUI_")},
            "SIXIANGHUI_DATA": data,
            "SIXIANGHUI_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "django", "migrate", "-v0", "--no-input"],
            env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"the migrations fail:\n{done.stderr}")


def sqlite_template() -> Path:
    """A migrated SQLite file that is never opened for writing again; made when there is none of this shape."""
    kept = Path(tempfile.gettempdir()) / f"sixianghui-template-{os.getuid()}-{shape()}.sqlite3"
    with _alone("sqlite"):
        if not kept.exists():
            fresh = kept.with_suffix(".new")
            for suffix in ("", "-wal", "-shm"):
                Path(f"{fresh}{suffix}").unlink(missing_ok=True)
            _migrate(f"sqlite:///{fresh}")
            _fold_wal(fresh)
            fresh.replace(kept)
    return kept


def a_data_folder(parent: Path) -> Path:
    """A data folder with a migrated SQLite database, for the product's own processes."""
    folder = parent / "data"
    folder.mkdir(mode=0o700)
    shutil.copyfile(sqlite_template(), folder / "sixianghui.sqlite3")
    return folder


def _fold_wal(path: Path) -> None:
    from sixianghui.project import sqlite_driver

    sqlite_driver.install()
    import sqlite3

    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def postgres_template() -> str:
    """The name of a migrated PostgreSQL database; made when there is none of this shape. Older shapes are dropped."""
    name = f"sixianghui_template_{shape()}"
    with _alone("pg"):
        there = [
            row[0]
            for row in _ask("SELECT datname FROM pg_database WHERE datname LIKE 'sixianghui_template_%'")
        ]
        if name not in there:
            for old in there:
                _ask(f'DROP DATABASE IF EXISTS "{old}"')
            fresh = f"sixianghui_fresh_{os.getpid()}"
            _ask(f'CREATE DATABASE "{fresh}"')
            try:
                _migrate(server_url(fresh))
            except RuntimeError:
                _ask(f'DROP DATABASE "{fresh}"')
                raise
            _ask(f'ALTER DATABASE "{fresh}" RENAME TO "{name}"')
    return name


def _ask(statement: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(server_url("postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


class SqliteCopy:
    """A worker's own SQLite database."""

    def __init__(self, folder: Path) -> None:
        self.template = sqlite_template()
        self.name = str(folder / "tests.sqlite3")
        shutil.copyfile(self.template, self.name)

    def restore(self) -> None:
        """Bring the migrated state back, through SQLite, so that other connections see it."""
        import sqlite3

        with (
            contextlib.closing(sqlite3.connect(self.template)) as source,
            contextlib.closing(sqlite3.connect(self.name, timeout=20)) as target,
        ):
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)

    def drop(self) -> None:
        """The folder goes with the run."""


class PostgresCopy:
    """A worker's own PostgreSQL database; `is_empty`: without any table."""

    def __init__(self, worker: str, *, is_empty: bool = False) -> None:
        self.template = "template0" if is_empty else postgres_template()
        self.name = f"sixianghui_test_{os.getpid()}_{worker}"
        self._make()

    def _make(self) -> None:
        with _alone("pg"):
            self.drop()
            _ask(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    restore = _make

    def drop(self) -> None:
        """Throw it away, whoever is still connected."""
        _ask(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
