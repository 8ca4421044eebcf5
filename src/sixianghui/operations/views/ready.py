"""What machines ask: may this node be sent readers, and is all well. One plain line each, in both languages."""

from __future__ import annotations

import math
import time as real
from dataclasses import dataclass
from threading import Lock

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sixianghui.common.policy import open_to_all
from sixianghui.operations.queries import backups as queries

#: Seconds for which an answer is given again: monitors ask often.
KEPT = 5.0
#: Seconds that the database may take; less than the front waits for an app.
PATIENCE = 1.5
SILENT = "数据库不回答 / the database does not answer"


@dataclass
class _Known:
    """What the database was last found to be: what is wrong, and since when; since when somebody has been asking."""

    wrong: str = ""
    since: float = -math.inf
    asking_since: float = math.inf


_known = _Known()
_asking = Lock()


@open_to_all
@require_safe
def serving(_request: HttpRequest) -> HttpResponse:
    """Whether this app answers. For load balancers and `serve`; an old backup is no reason to send nobody here."""
    return _line("", "serving")


@open_to_all
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Whether everything is as it should be, backups too. For monitoring."""
    return _line(_wrong(), "ready")


def forget() -> None:
    """For tests: ask anew."""
    _known.since = -math.inf


def _wrong() -> str:
    """One asks, the others go by what is known: behind a database that hangs, monitors must not fill every thread."""
    if real.monotonic() - _known.since <= KEPT:
        return _known.wrong
    is_known = _known.since > -math.inf
    if not _asking.acquire(timeout=0 if is_known else PATIENCE):
        is_slow = real.monotonic() - _known.asking_since > PATIENCE
        return _known.wrong if is_known and not is_slow else SILENT
    try:
        _known.asking_since = real.monotonic()
        _known.wrong = _found_wrong()
        _known.since = real.monotonic()
        return _known.wrong
    finally:
        _known.asking_since = math.inf
        _asking.release()


def _found_wrong() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return _backups_wrong()
    except DatabaseError:
        connection.close()
        return SILENT


def _backups_wrong() -> str:
    if queries.are_missing():
        return "没有设备份 / no backups are set up"
    hours = queries.hours_too_old()
    if hours is not None and hours < 0:
        return "还没有一份备份还原核对过 / no backup was ever verified"
    if hours is not None:
        return f"{hours} 小时没有备份还原核对过 / no verified backup for {hours} hours"
    hours = queries.hours_unsent()
    if hours is not None and hours < 0:
        return "还没有一份备份送到异地 / no backup was ever sent off-site"
    if hours is not None:
        return f"{hours} 小时没有备份送到异地 / no backup sent off-site for {hours} hours"
    return ""


def _line(wrong: str, word: str) -> HttpResponse:
    answer = HttpResponse(
        f"{wrong or word}\n", status=503 if wrong else 200, content_type="text/plain; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
