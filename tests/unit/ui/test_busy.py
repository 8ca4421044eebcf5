"""What is answered when the database takes nothing: which errors, what of the form comes back, in which language."""

from __future__ import annotations

import errno
import sqlite3
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import DataError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from sixianghui.ui import busy

pytestmark = pytest.mark.django_db


def raised(cause: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """As Django raises it."""
    error = kind(*cause.args)
    error.__cause__ = cause
    return error


def sqlite(number: int) -> Exception:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = number
    return raised(error)


LOCKED = sqlite(sqlite3.SQLITE_BUSY)


def answered(request: HttpRequest, error: Exception = LOCKED) -> HttpResponse:
    request.user = AnonymousUser()
    found = busy.answer(request, error)
    assert found is not None
    assert found.status_code == 503
    return found


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (LOCKED, busy.SOON),
        (sqlite(sqlite3.SQLITE_BUSY | 2 << 8), busy.SOON),
        (sqlite(sqlite3.SQLITE_FULL), busy.LATER),
        (sqlite(sqlite3.SQLITE_IOERR | 4 << 8), busy.LATER),
        (raised(psycopg.errors.LockNotAvailable()), busy.SOON),
        (raised(psycopg.errors.AdminShutdown()), busy.LATER),
        (raised(psycopg.OperationalError("connection refused")), busy.LATER),
        (OSError(errno.ENOSPC, "No space left on device"), busy.LATER),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), busy.LATER),
        (OSError(errno.EIO, "Input/output error"), busy.LATER),
    ],
)
def test_error_when_the_database_or_the_disk_takes_nothing_then_there_is_a_time_to_come_back(
    error: Exception, seconds: int
) -> None:
    assert busy.wait_of(error) == seconds


@pytest.mark.parametrize(
    "error",
    [
        None, ValueError(), OperationalError("bare"), sqlite(sqlite3.SQLITE_ERROR),
        raised(psycopg.errors.UndefinedTable()), raised(psycopg.errors.DiskFull(), ValueError),
        raised(psycopg.errors.NumericValueOutOfRange(), DataError),
        OSError("bare"), FileNotFoundError(errno.ENOENT, "No such file"), BrokenPipeError(errno.EPIPE, "Broken pipe"),
    ],
)  # fmt: skip
def test_error_when_it_is_our_own_then_it_is_left_to_the_page_for_faults(error: Exception | None) -> None:
    assert busy.wait_of(error) is None
    assert busy.answer(RequestFactory().get("/"), error) is None


def test_reader_when_the_page_is_english_then_they_are_told_in_english() -> None:
    response = answered(RequestFactory().get("/en/units/"))
    assert (response["Content-Language"], response["Retry-After"]) == ("en", "5")
    assert "busy with something else" in response.content.decode()
    assert 'href="/en/units/"' in response.content.decode()


def test_form_when_it_was_sent_then_all_its_fields_come_back_as_text() -> None:
    response = answered(RequestFactory().post("/units/?a=1", {"note": "<b>“早”</b>", "day": ["1", "2"]}))
    html = response.content.decode()
    assert '<form class="row act" method="post" action="/units/?a=1">' in html
    assert 'name="note" value="&lt;b&gt;“早”&lt;/b&gt;"' in html
    assert 'name="day" value="1"><input type="hidden" name="day" value="2"' in html


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "早", "password": "do-not-show"},
        {"text": "早", "file": SimpleUploadedFile("a.txt", b"x")},
        {"text": "长" * 1_000_001},
    ],
)
def test_form_when_it_cannot_be_sent_again_from_a_page_then_the_way_back_is_said(
    fields: dict[str, Any],
) -> None:
    html = answered(RequestFactory().post("/units/", fields)).content.decode()
    assert "请返回上一页再交一次" in html
    assert 'type="hidden"' not in html
    assert "do-not-show" not in html


def test_reader_when_the_disk_is_full_then_the_database_is_not_blamed() -> None:
    html = answered(RequestFactory().get("/units/"), OSError(errno.ENOSPC, "full")).content.decode()
    assert "现在存不下东西" in html
    assert "数据库现在用不了" not in html


class Failing(FileUploadHandler):
    """The temporary file that an upload is written into says this."""

    number = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        raise OSError(self.number, "no")

    def file_complete(self, file_size: int) -> None:
        """Nothing is kept."""


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 503), (errno.EPERM, 500)])
def test_upload_when_the_disk_is_full_while_it_is_read_in_then_it_is_told_to_come_back(
    settings: Any, monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Failing"]
    monkeypatch.setattr(Failing, "number", number)
    # It is the check of the form's token that reads it in first.
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "s" * 32
    response = client.post("/sign-in/", {"file": SimpleUploadedFile("a.txt", b"x" * 1000)})
    assert response.status_code == status
    assert ("请返回上一页再交一次" in response.content.decode()) is (status == 503)


def test_page_when_it_cannot_be_made_either_then_a_plain_one_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().get("/units/")
    monkeypatch.setattr(busy, "render", lambda *_given, **_more: (_ for _ in ()).throw(LOCKED))
    response = answered(request)
    assert "稍等片刻" in response.content.decode()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_patience_when_a_write_may_be_left_out_then_it_is_short_and_comes_back() -> None:
    def now() -> int:
        with connection.cursor() as cursor:
            return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])

    before = now()
    with pytest.raises(ValueError), busy.impatient():
        assert now() < 1000 < before
        raise ValueError
    assert now() == before
