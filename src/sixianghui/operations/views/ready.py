"""What machines ask: may this node be sent readers, and is all well. One plain line each, in both languages."""

from __future__ import annotations

import time as real
from threading import Lock

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sixianghui.common.policy import open_to_all
from sixianghui.operations.queries import backups as queries

#: Seconds for which an answer is given again: monitors ask often.
KEPT = 5.0
_lock = Lock()
_last: list[tuple[float, str]] = []


@open_to_all
@require_safe
def serving(_request: HttpRequest) -> HttpResponse:
    """Whether this app answers. For load balancers and `serve`; an old backup is no reason to send nobody here."""
    return _line("", "serving")


@open_to_all
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Whether everything is as it should be, backups too. For monitoring."""
    with _lock:
        if not _last or real.monotonic() - _last[0][0] > KEPT:
            _last[:] = [(real.monotonic(), _wrong())]
        wrong = _last[0][1]
    return _line(wrong, "ready")


def forget() -> None:
    """For tests: ask anew."""
    _last.clear()


def _wrong() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if queries.are_missing():
            return "没有设备份 / no backups are set up"
        hours = queries.hours_too_old()
    except DatabaseError:
        connection.close()
        return "数据库不回答 / the database does not answer"
    if hours is None:
        return ""
    if hours < 0:
        return "还没有一份备份还原核对过 / no backup was ever verified"
    return f"{hours} 小时没有备份还原核对过 / no verified backup for {hours} hours"


def _line(wrong: str, word: str) -> HttpResponse:
    answer = HttpResponse(
        f"{wrong or word}\n", status=503 if wrong else 200, content_type="text/plain; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
