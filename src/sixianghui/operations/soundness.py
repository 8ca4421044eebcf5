"""Checks of what must be whole: the clock, the chain, the keys, the ways out."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.operations.checks import Finding, Level
from sixianghui.tasks import public as tasks
from sixianghui.vault import public as vault

#: An act so much later than now means that the clock went back.
AHEAD = dt.timedelta(minutes=2)
#: How long a gateway has to take a connection, in seconds.
PATIENCE = 3.0


def clock() -> Iterator[Finding]:
    """Whether the last act on the chain happened before now, and the workers saw the clock go on without a leap."""
    yield from [*_behind(), *_leapt()] or [Finding(Level.OK, _("没有走回头，也没有跳。"))]


def _behind() -> Iterator[Finding]:
    last = audit.newest_at()
    ahead = None if last is None else last - time.now()
    if ahead is not None and ahead > AHEAD:
        yield Finding(
            Level.BAD,
            _("机器的时钟慢了：审计链上最后一条比现在晚 %(minutes)d 分钟。")
            % {"minutes": ahead.total_seconds() // 60},
            _("打开时间同步（NTP），对好时间再继续用。"),
        )


def _leapt() -> Iterator[Finding]:
    waits = tasks.erasing_waits()
    if waits is not None:
        yield Finding(
            Level.WARN,
            _("时间从 %(before)s 一下到了 %(after)s。到期该删的先不删，%(until)s 以后再接着。")
            % {
                "before": _shown(waits.leapt_from),
                "after": _shown(waits.leapt_to),
                "until": _shown(waits.until),
            },
            _("看看机器的日期对不对：不对就打开时间同步（NTP），什么都不会少；站停过这么久的话，不用管。"),
        )


def _shown(moment: dt.datetime) -> str:
    return f"{moment.astimezone(time.SHANGHAI):%Y-%m-%d %H:%M}"


def chain() -> Iterator[Finding]:
    """Whether the newest part of the chain hangs together and is not shorter than what was vouched for."""
    try:
        holds = audit.newest_holds()
    except HouseError as error:
        yield Finding(Level.BAD, str(error))
        return
    yield Finding(Level.OK, _("最近的五百条接得上。")) if holds else _broken()


def whole_chain() -> Iterator[Finding]:
    """Every row of it."""
    try:
        verdict = audit.verify()
    except HouseError as error:
        yield Finding(Level.BAD, str(error))
        return
    yield (
        Finding(Level.OK, _("%(count)s 条，条条接得上。") % {"count": verdict.total})
        if verdict.ok
        else _broken()
    )


def _broken() -> Finding:
    return Finding(
        Level.BAD,
        _("审计链对不上：有的记录被改过，或者末尾被截掉了。"),
        _("运行 sixianghui audit verify 看是哪一条；保留现场，用留在别处的锚核对。"),
    )


def keys() -> Iterator[Finding]:
    """Whether the master key opens every data key."""
    lost = vault.lost_keys()
    if lost:
        yield Finding(
            Level.BAD,
            _("主密钥丢了，或者不是原来的：%(count)s 把数据密钥打不开，加密的内容都看不到。")
            % {"count": len(lost)},
            _("从另外保存的备份里把 secrets/vault_master_key 放回来。"),
        )
    else:
        yield Finding(Level.OK, _("打得开。"))


def gateways() -> Iterator[Finding]:
    """Whether the mail server and the gateway of texts take a connection. Sends nothing."""
    config = settings.CONFIG
    for name, host, port in (
        ("SIXIANGHUI_MAIL_HOST", config.mail_host, config.mail_port),
        ("SIXIANGHUI_SMS_URL", *_of_url(config.sms_url)),
    ):
        if host and not _takes(host, port):
            yield Finding(
                Level.WARN,
                _("%(name)s 的 %(host)s:%(port)s 连不上，信会一直等着。")
                % {"name": name, "host": host, "port": port},
                _("看地址和端口对不对，防火墙放不放行。"),
            )
    if not config.mail_host and not config.sms_url:
        yield Finding(Level.OK, _("没有接通，消息只在站内看。"))


def _of_url(address: str | None) -> tuple[str, int]:
    url = urlsplit(address or "")
    return url.hostname or "", url.port or (443 if url.scheme == "https" else 80)


def _takes(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except OSError:
        return False
    return True
