"""What PostgreSQL itself keeps elsewhere: whether its archive of the log works, whether somebody holds the log back."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.common import time
from sixianghui.operations.checks import DATABASE, Check, Finding, Level, register_check


def register() -> None:
    """Called when the app is ready."""
    if connection.vendor == "postgresql":
        register_check(Check("operations.archiving", gettext_lazy("连续归档"), archiving, needs=(DATABASE,)))


def archiving() -> Iterator[Finding]:
    """That there is none is no fault, for there are backups; that it fails is: what cannot be archived fills the disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('archive_mode'), last_archived_time, last_failed_time FROM pg_stat_archiver"
        )
        mode, done_at, failed_at = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_replication_slots WHERE NOT active")
        idle = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_stat_replication")
        standbys = cursor.fetchone()[0]
    if idle:
        yield Finding(
            Level.WARN,
            _("%(count)s 个复制槽没有人来取，日志会一直留着，占满数据库的磁盘。") % {"count": idle},
            _("备库还要的，让它连上；不要的，用 pg_drop_replication_slot 去掉。"),
        )
    if mode != "off" and failed_at is not None and (done_at is None or failed_at > done_at):
        yield Finding(
            Level.BAD,
            _("连续归档没有成，最近一次是 %(at)s。")
            % {"at": f"{failed_at.astimezone(time.SHANGHAI):%Y-%m-%d %H:%M}"},
            _("看 PostgreSQL 的日志，归档的地方够不够大、写不写得进：没归走的日志会占满数据库的磁盘。"),
        )
    elif mode == "off":
        yield Finding(
            Level.OK,
            _("没有开：数据库毁了，最多丢两份备份之间的内容。备库 %(count)s 个。") % {"count": standbys},
        )
    else:
        yield Finding(Level.OK, _("开着，没有出错。备库 %(count)s 个。") % {"count": standbys})
