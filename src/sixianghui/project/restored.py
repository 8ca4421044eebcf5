"""The second half of a restore, with Django: everything is compared, brought up to date and settled; what to say of it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sixianghui.operations import public as operations
from sixianghui.operations.early import Damaged
from sixianghui.operations.public import Content, DatabaseFault, KeyFault, Settled, StoreFault
from sixianghui.project import clock, trouble
from sixianghui.project.restoring import NOT_EMPTY, TABLES, CannotRestore


def finish(content: Content, *, database: Path, listed: set[str], name: str) -> list[str]:
    """Compare, migrate, settle; the lines to say. Raises `CannotRestore`; of a database that was filled nothing is left then."""
    wanted: dict[str, Any] = content.manifest["found"]
    known = MigrationLoader(None).disk_migrations
    if set(wanted["migrations"]) - {f"{app}.{migration}" for app, migration in known}:
        raise CannotRestore("这份备份来自更新的版本，这里的程序不认识它的表。先升级再恢复。")
    moment = dt.datetime.fromisoformat(wanted["clock"])
    try:
        if connection.vendor == "sqlite":
            found = operations.look_into_sqlite(database, moment)
            said = operations.unequal(wanted, found)
            if said:
                raise CannotRestore("还原出来的和清单不一样：" + "".join(said[:5]))
            settled = _settled(listed, name)
        else:
            with _filled(database):
                found = operations.look_into_here(moment)
                said = operations.unequal(wanted, found)
                if said:
                    raise CannotRestore("还原出来的和清单不一样：" + "".join(said[:5]))
                settled = _settled(listed, name)
            database.unlink()
    except DatabaseFault as fault:
        raise CannotRestore(str(fault)) from fault
    finally:
        connections.close_all()
    return _words(content, found.rows, wanted, settled)


@contextmanager
def _filled(dump: Path) -> Iterator[None]:
    """The site's empty PostgreSQL database, filled; emptied again when the block fails."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        if cursor.fetchone()[0]:  # filled by somebody else since that was asked first
            raise CannotRestore(NOT_EMPTY)
    operations.put_into_postgres(dump, connection.settings_dict["NAME"])
    try:
        yield
    except BaseException:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        raise


def _settled(listed: set[str], name: str) -> Settled:
    call_command("migrate", verbosity=0, interactive=False)
    clock.refresh()
    return operations.settle(erased=listed, name=name)


def settle_here() -> int:
    """`sixianghui settle`: the database was set back by other means than `restore`, perhaps to before an upgrade.

    0 settled; 1 a list of the erased that lies beside the backups cannot be had, and nothing was done; 3 there is no site here.
    """
    if not MigrationRecorder(connection).applied_migrations():
        print(trouble.NO_SITE, file=sys.stderr)  # noqa: T201
        return 3
    try:
        listed = operations.listed_beside(settings.BACKUPS)
    except (KeyFault, Damaged, StoreFault) as fault:
        print(f"备份旁边的删除名单取不到，什么也没做：{fault}", file=sys.stderr)  # noqa: T201
        return 1
    print(_settled_words(_settled(listed, "elsewhere")))  # noqa: T201
    return 0


def _words(content: Content, rows: int, wanted: dict[str, Any], settled: Settled) -> list[str]:
    total, head, _ok = wanted["chain"]
    lines = [
        f"数据库：{len(wanted['tables'])} 张表、{rows:,} 行，和备份时逐表相同。",
        f"数字：{len(wanted['figures'])} 个，全部相同。",
        f"审计链：ok {total} {head}",
        f"文件：{len(content.files):,} 个、{content.bytes / 1e6:,.1f} MB，逐个相同。",
        _settled_words(settled),
    ]
    if settled.shut_keys:
        needed = "、".join(content.manifest["keys"]["masters"])
        lines.append(
            f"加密的内容现在读不出来：缺主密钥 {needed}。把留存的 vault_master_key 放进 secrets/ 就好，其余照常能用。"
        )
    else:
        lines.append("加密的内容读得出来。")
    return lines


def _settled_words(settled: Settled) -> str:
    words = (
        f"重新删除了 {settled.erased} 人；结束了 {settled.sessions} 个登录，作废了 {settled.links} 个一次性链接、"
        f"{settled.review_links} 个看稿链接、{settled.stream_keys} 个推流密钥。"
    )
    if settled.anchors:
        words += f"审计链的锚有 {settled.anchors} 个和现在的链对不上，另放在 audit/anchors-set-back.jsonl。"
    return words
