"""`sixianghui restore`: a site out of an archive, into an empty folder, or not at all.

Everything is done in a folder beside, which gets the name that was asked for when all is found equal. Until the archive is
open nothing of Django is loaded, for its settings want a data folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import fcntl
import os
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sixianghui import __version__
from sixianghui.common import postgres
from sixianghui.common.scrubbing import scrubbed
from sixianghui.operations.early import (
    ERASED_LIST,
    Arrangement,
    Content,
    Damaged,
    KeyFault,
    StoreFault,
    backup_keys,
    header_of,
    latest,
    open_erased_list,
    store_of,
    unpack,
)
from sixianghui.project.backup_options import arrangement as arrangement_of
from sixianghui.project.config import Config

#: Of the keys that were kept elsewhere, these are made anew.
_NOT_TAKEN = {"secret_key"}
#: How many tables a database of PostgreSQL has, and what is said where it has any.
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
NOT_EMPTY = "PostgreSQL 里的这个库不是空的。建一个空库再恢复。"


class CannotRestore(Exception):
    """Why not, in a sentence."""


@dataclass
class Run:
    """One restore: where to, out of what, and where it is being made."""

    config: Config
    target: Path
    arrangement: Arrangement
    work: Path
    secrets: Path | None
    said: list[str] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """Where the database of the archive is written."""
        return self.work / ("sixianghui.sqlite3" if self.config.is_sqlite else ".database")


def run(arguments: argparse.Namespace, config: Config) -> int:
    """0 restored and found equal; 1 not, and nothing is left of it; 2 the folder is not empty, nothing to restore is named,
    or the keys that were kept are not where they are said to be."""
    began, target = time.monotonic(), Path(config.data)
    kept = arguments.secrets.expanduser().resolve() if arguments.secrets else None
    if bool(arguments.archive) == bool(arguments.from_offsite):
        return _refused("写明要恢复哪一份：档案的路径，或者 --from-offsite。", 2)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return _refused(f"{target} 里已经有东西。恢复只放进空目录：用 --data 换一个。", 2)
    if os.path.ismount(target):  # it cannot be replaced by the folder that is made beside it
        return _refused(
            f"{target} 是挂载点，不能整个换掉。恢复到它里面：--data {target / 'restored'}，再把里面的东西移上来。",
            2,
        )
    if config.is_sqlite and Path(config.database["NAME"]).parent != target:
        return _refused("恢复时不能设 SIXIANGHUI_DATABASE_URL=sqlite:///…：数据库放在数据目录里。", 2)
    try:
        arrangement = _with_key(arrangement_of(config.values), arguments.key_file, kept)
        _check_keys(arrangement.key_file, arguments.key_file, kept)
    except (CannotRestore, KeyFault) as fault:
        return _refused(str(fault), 2)
    except OSError as error:  # they often lie where only root may read
        return _refused(f"{error.filename} 读不到（{error.strerror}）：先让现在的用户读得到它。", 2)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            return _into(Run(config, target, arrangement, _fresh(target), kept), arguments, began)
    except BlockingIOError:
        return _refused(f"另一次恢复正往 {target} 里恢复，等它完。", 2)
    except OSError as error:  # it is made beside, and only then gets its name
        return _refused(
            f"{target.parent} 写不进（{error.strerror}）：用能写那里的用户，或者换一个 --data。", 2
        )


def _into(this: Run, arguments: argparse.Namespace, began: float) -> int:
    target, work = this.target, this.work
    try:
        _restore(this, arguments)
        if target.exists():
            target.rmdir()
        work.rename(target)
    except (CannotRestore, Damaged, KeyFault, StoreFault) as fault:
        return _refused(f"没有恢复：{fault}", 1)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return _refused(f"没有恢复：{'磁盘满了' if full else error}。", 1)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for line in this.said:
        _say(line)
    _say(
        f"恢复好了，在 {target}，用了 {time.monotonic() - began:.1f} 秒。用 sixianghui serve --data {target} 启动。"
    )
    return 0


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One restore into this folder at a time; asked to stop, it leaves nothing behind. Raises `BlockingIOError`."""
    path = target.with_name(f".{target.name}.restoring")
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        before = signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)
            path.unlink(missing_ok=True)


def _fresh(target: Path) -> Path:
    """A folder to restore in, beside. What a killed restore left, a database in the clear, is gone first."""
    for left in target.parent.glob(f".{target.name}.restoring-*"):
        shutil.rmtree(left, ignore_errors=True)
    work = target.with_name(f".{target.name}.restoring-{secrets.token_hex(4)}")
    work.mkdir(mode=0o700)
    return work


def _restore(this: Run, arguments: argparse.Namespace) -> None:
    _check_database(this.config)  # before a whole archive is fetched for nothing
    path, listed = _fetched(this, arguments)
    with path.open("rb") as source:
        head, _bound = header_of(source)
    _check_header(head, this.config)
    content = unpack(path, this.arrangement.key_file, database=this.database, files=this.work)
    this.said.append(f"恢复自 {path.name}：做于 {head['made_at']}，版本 {head['version']}。")
    if path.parent == this.work:
        path.unlink()
    _take_secrets(this)
    _inside_django(this, content, listed, path.name)


def _fetched(this: Run, arguments: argparse.Namespace) -> tuple[Path, set[str]]:
    """The archive, and the newest list of the erased that lies beside it."""
    if arguments.archive:
        path = arguments.archive.expanduser().resolve()
        if not path.is_file():
            raise CannotRestore(f"没有 {path} 这个文件。")
        beside = path.with_name(ERASED_LIST)
        return path, _list_of(this, beside.read_bytes() if beside.is_file() else None)
    store = store_of(this.arrangement)
    if store is None:
        raise CannotRestore("没有设异地：要 SIXIANGHUI_OFFSITE_URL 和它的密钥。")
    names = store.names()
    name = arguments.at or latest(names, dt.datetime.now(dt.UTC))
    if name is None or name not in names:
        raise CannotRestore("异地没有备份。" if name is None else f"异地没有叫 {name} 的备份。")
    path = this.work / name
    store.get(name, path)
    beside = this.work / ERASED_LIST
    if ERASED_LIST in names:
        store.get(ERASED_LIST, beside)
    content = beside.read_bytes() if beside.is_file() else None
    beside.unlink(missing_ok=True)
    return path, _list_of(this, content)


def _list_of(this: Run, content: bytes | None) -> set[str]:
    if content is None:
        this.said.append("档案旁边没有删除名单，只按档案里的那份重新删除。")
        return set()
    return open_erased_list(content, this.arrangement.key_file)


def _check_header(head: dict[str, Any], config: Config) -> None:
    if _number(str(head["version"])) > _number(__version__):
        raise CannotRestore(f"这份备份来自更新的版本 {head['version']}，这里是 {__version__}。先升级再恢复。")
    kind = "sqlite" if config.is_sqlite else "postgresql"
    if head["kind"] != kind:
        words = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise CannotRestore(
            f"这份备份是 {words[str(head['kind'])]} 的，这里设的是 {words[kind]}（SIXIANGHUI_DATABASE_URL）。"
        )


def _check_database(config: Config) -> None:
    """That PostgreSQL answers and its database is empty. Asked without Django, which starts only when there are data."""
    if config.is_sqlite:
        return
    import psycopg

    known = config.database
    words: dict[str, Any] = {
        "host": known["HOST"],
        "port": known["PORT"],
        "user": known["USER"],
        "password": known["PASSWORD"],
        "dbname": known["NAME"],
        **known["OPTIONS"],
    }
    given = {name: value for name, value in words.items() if value}
    try:
        with psycopg.connect(**given, connect_timeout=10) as connection:
            row = connection.execute(TABLES).fetchone()
    except psycopg.Error as error:
        said = scrubbed(str(error).partition("\n")[0], 160) or type(error).__name__
        raise CannotRestore(
            f"连不上数据库：{said}。看数据库在不在运行，SIXIANGHUI_DATABASE_URL 的主机、用户、密码和库名对不对。"
        ) from error
    if row and row[0]:
        raise CannotRestore(NOT_EMPTY)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _with_key(arrangement: Arrangement, key_file: Path | None, kept: Path | None) -> Arrangement:
    """The key given here, or the one among the keys that were kept, or the one in the settings."""
    if key_file is not None:
        return replace(arrangement, key_file=key_file.expanduser().resolve())
    if kept is not None and not arrangement.key_file.is_file() and (kept / "backup_key").is_file():
        return replace(arrangement, key_file=kept / "backup_key")
    return arrangement


def _check_keys(key_file: Path, given: Path | None, kept: Path | None) -> None:
    """That the keys are there. Raises what says why not; to make a new one would open nothing and fill the empty folder."""
    if kept is not None and not kept.is_dir():
        raise CannotRestore(f"没有 {kept} 这个目录。--secrets 要指留存的 secrets 目录。")
    if key_file.is_file():
        backup_keys(key_file)
        return
    if given is not None:
        missing = f"没有 {key_file} 这个文件"
    elif kept is not None:
        missing = f"{kept} 里没有 backup_key"
    else:
        missing = "没有备份密钥"
    raise CannotRestore(
        f"{missing}。用 --secrets 指留存的 secrets 目录，或用 --key-file 指留存的备份密钥；新做的密钥打不开原来的备份。"
    )


def _take_secrets(this: Run) -> None:
    if this.secrets is None:
        return
    folder = this.work / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in this.secrets.iterdir():
        if path.is_file() and path.name not in _NOT_TAKEN:
            shutil.copyfile(path, folder / path.name)
            (folder / path.name).chmod(0o600)


def _inside_django(this: Run, content: Content, listed: set[str], name: str) -> None:
    os.environ["SIXIANGHUI_DATA"] = str(this.work)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    # To compare and to migrate a whole site takes as long as it takes.
    os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} {postgres.UNHURRIED}".strip()
    import django

    django.setup()
    from sixianghui.project import restored

    this.said += restored.finish(content, database=this.database, listed=listed, name=name)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _refused(text: str, status: int) -> int:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
    return status
