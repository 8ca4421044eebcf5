"""When the database or the disk takes nothing just now: an answer that says so and when to come back, with what was typed.

Locked by another process for longer than we wait, a full disk, a server that is being started: nothing of the request
was done, and the same request may be sent again.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

#: Seconds after which to come back: a lock is let go of sooner than a disk is emptied or a server started.
SOON, LATER = 5, 60
#: SQLite's primary result codes. BUSY, LOCKED, PROTOCOL; then IOERR, FULL, CANTOPEN.
_SQLITE = dict.fromkeys((5, 6, 15), SOON) | dict.fromkeys((10, 13, 14), LATER)
#: PostgreSQL's: a lock or an answer not had in time, a deadlock; then full, being started or stopped, no connection.
_POSTGRES = dict.fromkeys(("55P03", "57014", "40P01", "40001"), SOON) | dict.fromkeys(
    ("53100", "53300", "57P01", "57P02", "57P03", "08000", "08001", "08003", "08006"), LATER
)
#: What a disk says that is full or fails: to an upload, to its temporary file, to what is laid down for a job.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
_MOMENT_MS = 250
#: More than this is not put into a page to be sent again.
_LARGEST = 1_000_000
#: What nobody wants to find in a page: names of fields that hold one of these are not repeated.
_SECRET = ("password", "code", "secret", "otp", "credential")


@contextmanager
def impatient() -> Iterator[None]:
    """For a write that nobody asked for and that may be left out: SQLite's lock is waited for a moment only."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_MOMENT_MS}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


def wait_of(error: BaseException | None) -> int | None:
    """Seconds after which the database or the disk may take it; None when this is another kind of error."""
    if isinstance(error, OSError):
        return LATER if error.errno in _DISK else None
    while error is not None and not isinstance(error, Error):
        error = error.__context__ if isinstance(error.__context__, Error) else None
    cause = error.__cause__ if error is not None else None
    if cause is None:
        return None
    number = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        return _SQLITE.get(number & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if (
        state is None
        and type(cause).__module__.startswith("psycopg")
        and type(cause).__name__ == "OperationalError"
    ):
        return LATER  # It did not come to an answer of the server: the connection is gone, or there was none.
    return _POSTGRES.get(str(state))


def may_come_again(error: BaseException) -> bool:
    """Whether it is one of those that pass: busy, full, away."""
    return wait_of(error) is not None


def answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """503 with a sentence in the language of the address, `Retry-After`, and the form that was sent, to send it again.

    None when the error is of another kind. Nothing that can fail again is let out: without the page it is a plain one.
    """
    seconds = wait_of(error)
    if seconds is None:
        return None
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            words = _words(request, seconds, of_disk=isinstance(error, OSError))
            response = render(request, "errors/page.html", words, status=503)
        except Exception:  # whatever the page asks for may be what is away
            log.warning("the page that says to come back could not be made", exc_info=True)
            response = HttpResponse(_plain(), status=503)
        response.headers["Content-Language"] = language
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def _words(request: HttpRequest, seconds: int, *, of_disk: bool) -> dict[str, object]:
    again = _sent(request)
    if again:
        message = _("没有存上，也没有存一半。填的内容都在这一页里，过几秒按“再交一次”。")
    elif request.method == "POST":
        message = _("没有存上，也没有存一半。请返回上一页再交一次；写的要是不在了，只好再填一遍。")
    elif of_disk:
        message = _("现在存不下东西，已经记进日志。请过一分钟再试。")
    elif seconds == SOON:
        message = _("数据库正忙着别的事，过几秒再试就好。")
    else:
        message = _("数据库现在用不了，已经记进日志。请过一分钟再试。")
    return {"status": 503, "title": _("现在有点忙"), "message": message, "again": again}


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form that was sent; none where they cannot be sent again as they were."""
    try:
        if request.method != "POST" or request.FILES:
            return []
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # half a body
        return []
    if any(word in name.lower() for name, _value in fields for word in _SECRET):
        return []
    return fields if sum(len(name) + len(value) for name, value in fields) <= _LARGEST else []


def _plain() -> bytes:
    return (Path(__file__).parent / "front_errors" / "503.html").read_bytes()
