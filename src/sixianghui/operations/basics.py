"""Checks of the installation itself that every site has: the database and its tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.common.scrubbing import scrubbed
from sixianghui.operations import soundness
from sixianghui.operations.checks import DATABASE, MIGRATIONS, Check, Finding, Level, register_check
from sixianghui.operations.jobs import at_work, jobs

#: How far the clock of the database's host may be from ours, in seconds.
SKEW_WARN, SKEW_BAD = 5, 60
#: What makes an acknowledged commit survive a power cut; and what notices a rotten page.
_DURABLE = {"fsync": "on", "full_page_writes": "on", "data_checksums": "on"}


def register() -> None:
    """Called when the app is ready."""
    register_check(Check(DATABASE, gettext_lazy("数据库"), database, needs=()))
    register_check(
        Check("operations.integrity", gettext_lazy("数据库文件"), integrity, needs=(DATABASE,), thorough=True)
    )
    register_check(
        Check(MIGRATIONS, gettext_lazy("数据库的表"), migrations, needs=(DATABASE, "operations.integrity"))
    )
    register_check(Check("operations.clock", gettext_lazy("时钟"), soundness.clock))
    register_check(Check("audit.chain", gettext_lazy("审计链"), soundness.chain))
    register_check(Check("audit.whole", gettext_lazy("整条审计链"), soundness.whole_chain, thorough=True,
                         needs=(DATABASE, MIGRATIONS, "audit.chain")))  # fmt: skip
    register_check(Check("vault.keys", gettext_lazy("加密用的密钥"), soundness.keys))
    register_check(
        Check("notify.gateways", gettext_lazy("邮件和短信"), soundness.gateways, needs=(), thorough=True)
    )
    register_check(Check("tasks.jobs", gettext_lazy("后台任务"), jobs))
    register_check(Check("tasks.workers", gettext_lazy("做后台任务的进程"), at_work, living=True))


def database() -> Iterator[Finding]:
    """Whether it answers and can be written to."""
    try:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        if connection.vendor == "sqlite":
            _try_to_write()
            yield Finding(Level.OK, _("SQLite，读得出，写得进。"))
        else:
            yield from _postgres()
    except DatabaseError as error:
        connection.close()
        yield _unreachable(error)


def _try_to_write() -> None:
    """Take SQLite's one write lock for a moment; another writer has two seconds to give it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master")
        if connection.in_atomic_block:
            return  # somebody writes here already
        cursor.execute("PRAGMA busy_timeout = 2000")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        finally:
            cursor.execute(
                f"PRAGMA busy_timeout = {settings.DATABASES['default']['OPTIONS']['timeout'] * 1000}"
            )


def _unreachable(error: DatabaseError) -> Finding:
    said = str(error).lower()
    if "locked" in said:
        return Finding(
            Level.BAD,
            _("数据库被别的程序锁着，写不进去。"),
            _("看看是不是有命令行工具、备份软件打开着数据库文件；关掉它就好，不用重启。"),
        )
    if "malformed" in said or "not a database" in said:
        return Finding(
            Level.BAD,
            _("数据库文件坏了，读不出来。"),
            _("停下服务，把坏的文件留着，从最近一次验证过的备份恢复。"),
        )
    if "readonly" in said or "unable to open" in said:
        return Finding(
            Level.BAD,
            _("数据库文件打不开，或者只能读。"),
            _("让数据库文件和它所在的目录属于运行思享汇的用户。"),
        )
    return Finding(
        Level.BAD,
        _("连不上数据库：%(fault)s。") % {"fault": _reason(error)},
        _("看数据库在不在运行，SIXIANGHUI_DATABASE_URL 的主机、用户、密码和库名对不对。"),
    )


def _reason(error: DatabaseError) -> str:
    """The kind of an error and what its message says in plain words; never an address or a password."""
    said = scrubbed(str(error).splitlines()[0] if str(error) else "", 80)
    return (
        f"{type(error).__name__} {said}".strip()
        if isinstance(error, OperationalError)
        else type(error).__name__
    )


def _postgres() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
        skew = abs((there - dt.datetime.now(dt.UTC)).total_seconds())
        wrong = {name: kept for name, good in _DURABLE.items() if (kept := _kept(cursor, name)) != good}
        commit, encoding = _kept(cursor, "synchronous_commit"), _kept(cursor, "server_encoding")
    if skew > SKEW_WARN:
        yield Finding(
            Level.BAD if skew > SKEW_BAD else Level.WARN,
            _("数据库那台机器的时钟差 %(seconds)d 秒。") % {"seconds": skew},
            _("两台机器都打开时间同步（NTP）。"),
        )
    if encoding != "UTF8":
        yield Finding(
            Level.BAD,
            _("数据库的编码是 %(here)s，不是 UTF8，有的字存不下。") % {"here": encoding},
            _("用 createdb --encoding UTF8 另建一个库，再把数据搬过去。"),
        )
    if wrong.keys() & {"fsync", "full_page_writes"} or commit == "off":
        names = _("、").join(
            [
                *(name for name in wrong if name != "data_checksums"),
                *(["synchronous_commit"] * (commit == "off")),
            ]
        )
        yield Finding(
            Level.BAD,
            _("PostgreSQL 的 %(names)s 关着，停电会丢掉已经答应存下的东西。") % {"names": names},
            _("在 postgresql.conf 里改成 on，重新加载。"),
        )
    if "data_checksums" in wrong:
        yield Finding(
            Level.WARN,
            _("PostgreSQL 没有打开数据校验和，磁盘悄悄坏了发现不了。"),
            _("停下 PostgreSQL，运行 pg_checksums --enable。"),
        )
    yield Finding(Level.OK, _("PostgreSQL，正常。"))


def _kept(cursor: object, name: str) -> str:
    cursor.execute("SELECT current_setting(%s)", [name])  # type: ignore[attr-defined]
    return str(cursor.fetchone()[0])  # type: ignore[attr-defined]


def integrity() -> Iterator[Finding]:
    """SQLite's own look at every page of the file; PostgreSQL does so with checksums, as it reads."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            said = str(cursor.fetchone()[0])
    except DatabaseError:
        said = "unreadable"
    if said != "ok":
        yield Finding(
            Level.BAD,
            _("数据库文件坏了，有的页读不出来。"),
            _("停下服务，把坏的文件留着，从最近一次验证过的备份恢复。"),
        )
    else:
        yield Finding(Level.OK, _("每一页都读得出来。"))


def migrations() -> Iterator[Finding]:
    """Whether the tables are those of this release."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("sixianghui.")}
    known = executor.loader.disk_migrations
    newer = [name for name in executor.loader.applied_migrations if name[0] in ours and name not in known]
    if newer:
        yield Finding(
            Level.BAD,
            _("数据库比程序新：%(count)s 个改动是这一版程序不认得的。") % {"count": len(newer)},
            _("装回新的那一版；真要退回旧版，从升级以前的备份恢复。"),
        )
    elif plan and not executor.loader.applied_migrations:
        yield Finding(
            Level.BAD, _("数据库里还没有表。"), _("运行 sixianghui serve 或 sixianghui prepare，会自己建好。")
        )
    elif plan:
        yield Finding(
            Level.BAD,
            _("数据库比程序旧：还有 %(count)s 个改动没有做。") % {"count": len(plan)},
            _("先备份，再运行 sixianghui prepare（sixianghui serve 启动时会自己做）。"),
        )
    else:
        yield Finding(Level.OK, _("和程序是同一版。"))
