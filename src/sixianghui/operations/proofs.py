"""The check of backups: whether one is set up, whether it was proved, how long ago, and whether there is a copy elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.common import time
from sixianghui.operations.checks import Check, Finding, Level, register_check
from sixianghui.operations.models import Backup
from sixianghui.operations.queries import backups as queries


def register() -> None:
    """Called when the app is ready."""
    register_check(Check("operations.backup", gettext_lazy("备份"), backup))


def backup() -> Iterator[Finding]:
    """What a page and `sixianghui doctor` say of them."""
    if not settings.BACKUPS.is_set_up:
        yield _not_set_up()
        return
    hours, last = queries.hours_too_old(), queries.last_ended()
    if last is None and hours is not None:
        yield Finding(Level.BAD, _("还没有做过备份。"), _("按“现在备份”，或运行 sixianghui backup。"))
    elif last is not None and last.fault:
        yield Finding(
            Level.BAD, _("最近一次备份没有成：%(why)s") % {"why": last.fault}, _("处理以后再做一次。")
        )
    if last is not None and hours is not None:
        yield Finding(Level.BAD, too_old_words(hours), _("看看后台任务在不在跑，再做一次备份。"))
    good = queries.last_good()
    if settings.BACKUPS.offsite is None:
        yield Finding(
            Level.WARN,
            _("备份只在一个地方。"),
            _("设 SIXIANGHUI_OFFSITE_URL，另放一份到别处：机房没了，它还在。"),
        )
    elif good is not None and not queries.is_elsewhere(good):
        yield _not_elsewhere(good)
    elif hours is None and last is not None and not last.fault:
        yield Finding(Level.OK, _("按时做、还原核对过、异地也有一份。"))


def _not_elsewhere(good: Backup) -> Finding:
    """The last good one is here alone: sending it failed, or there was nowhere to send it yet, or elsewhere than now."""
    if good.offsite_fault:
        why = _("最近一份没有送到异地：%(why)s") % {"why": good.offsite_fault}
        return Finding(Level.BAD, why, _("本机的那份在，能用。"))
    late = queries.hours_unsent()
    text = _("还没有一份送到异地。") if queries.last_sent() is None else _("最近一份还没有送到异地。")
    return Finding(
        Level.WARN if late is None else Level.BAD,
        text,
        _("下一份做好就送。不想等，按“现在备份”，或运行 sixianghui backup。"),
    )


def too_old_words(hours: int) -> str:
    """How long nothing was proved."""
    if hours < 0:
        return _("还没有一份备份还原核对过。")
    return _("%(hours)d 小时没有备份还原核对过了。") % {"hours": hours}


def _not_set_up() -> Finding:
    if time.is_demo_time():
        return Finding(Level.OK, _("演示站，没有设备份。"))
    return Finding(
        Level.BAD, _("没有设备份。"), _("设 SIXIANGHUI_BACKUP_DIR，五分钟的事，见运维手册的“备份”。")
    )
