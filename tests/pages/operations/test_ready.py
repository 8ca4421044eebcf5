"""What machines are told: whether this node may be sent readers, whether all is well."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.common import time
from sixianghui.operations import clock, rules
from sixianghui.operations.commands.backups import Busy, alone
from sixianghui.operations.databases import wrapper_for
from sixianghui.operations.models import Backup
from sixianghui.operations.views import ready
from tests.factories import signed_in, someone_with

pytestmark = pytest.mark.django_db
HEALTH = "/operations/"
OLD, NONE, UNSET = (
    "小时没有备份还原核对过",
    "还没有一份备份还原核对过",
    "没有设备份",
)


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    ready.forget()
    yield
    ready.forget()


def proved(hours: float, *, is_sent: bool = True, **more: Any) -> None:
    """A backup was proved to be restorable and sent elsewhere, so long ago."""
    at = clock.now() - dt.timedelta(hours=hours)
    more["offsite_at"] = at if is_sent else None
    Backup.objects.create(began_at=at, ended_at=at, verified_at=at, name=rules.name_of(at, "abcdef"), **more)


def asked(path: str) -> tuple[int, str]:
    answer = Client().get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("hours", "status", "words"),
    [(None, 503, NONE), (26.5, 503, OLD), (25.5, 200, "ready"), (0, 200, "ready")],
)
def test_monitor_when_the_last_proof_is_too_old_then_is_told_and_the_page_is_red_and_readers_come_all_the_same(
    settings: Any, tmp_path: Path, hours: float | None, status: int, words: str
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, folder=tmp_path, max_age_hours=26, offsite=tmp_path / "off")
    if hours is not None:
        proved(hours)
    said, text = asked("/readyz")
    assert (said, words in text) == (status, True)
    assert asked("/servingz") == (200, "serving\n")
    html = signed_in(someone_with(Post.SYSTEM_ADMIN)).get(HEALTH).content.decode()
    assert ("没有备份还原核对过了" in html or "还没有做过备份" in html) is (status == 503)


SENT, NEVER_SENT = "小时没有备份送到异地", "还没有一份备份送到异地"


@pytest.mark.parametrize(
    ("sent", "fault", "words"),
    [
        (1, "", "ready"),
        (25.5, "异地存储连不上（X）。", "ready"),
        (26.5, "异地存储连不上（X）。", SENT),
        (26.5, "", SENT),  # each time, its process was gone before it was sent
        (None, "异地存储连不上（X）。", NEVER_SENT),
        (None, "", "ready"),  # the place was only now set up: nothing was tried yet
    ],
)
def test_monitor_when_nothing_was_sent_elsewhere_for_too_long_then_is_told_though_backups_are_proved(
    settings: Any, tmp_path: Path, sent: float | None, fault: str, words: str
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, folder=tmp_path, max_age_hours=26, offsite=tmp_path / "off")
    if sent is not None:
        proved(sent)
    proved(0.5, is_sent=False, offsite_fault=fault)
    said, text = asked("/readyz")
    assert (said, words in text) == (200 if words == "ready" else 503, True)
    assert asked("/servingz") == (200, "serving\n")
    # The control: where no such place is set up, nobody misses anything.
    settings.BACKUPS = replace(settings.BACKUPS, offsite=None)
    ready.forget()
    assert asked("/readyz") == (200, "ready\n")


@pytest.mark.parametrize(("shift", "status"), [(None, 503), (dt.timedelta(days=-3000), 200)])
def test_monitor_when_no_backups_are_set_up_then_is_told_unless_it_is_a_demo(
    settings: Any, shift: dt.timedelta | None, status: int
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, folder=None)
    with time.using(time.SystemClock() if shift is None else time.ShiftedClock(shift)):
        said, text = asked("/readyz")
    assert (said, UNSET in text) == (status, status == 503)


@pytest.mark.django_db(transaction=True)
def test_monitor_when_another_waits_for_a_database_that_hangs_then_is_told_and_does_not_wait_too() -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def hang(execute: Any, *rest: Any) -> Any:
        begun.set()
        goes_on.wait(60)
        return execute(*rest)

    def ask_first() -> None:
        with connection.execute_wrapper(hang):
            asked("/readyz")
        connection.close()

    first = threading.Thread(target=ask_first)
    first.start()
    try:
        assert begun.wait(60)
        assert asked("/readyz") == (503, f"{ready.SILENT}\n")
        assert asked("/servingz") == (200, "serving\n")
    finally:
        goes_on.set()
        first.join()
    assert ready.SILENT not in asked("/readyz")[1]


@pytest.mark.django_db(transaction=True)
def test_site_when_one_machine_makes_a_backup_then_another_on_the_same_database_waits(tmp_path: Path) -> None:
    """On SQLite a database is on one machine: another data folder is another site."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with alone(tmp_path / "one"):
        with pytest.raises(Busy), alone(tmp_path / "one"):
            pass
        if is_shared():
            with pytest.raises(Busy), alone(tmp_path / "two"):
                pass
    with alone(tmp_path / "two"):
        pass


@pytest.mark.django_db(transaction=True)
def test_whole_copies_when_made_on_postgresql_then_have_no_limit_and_pages_have_one() -> None:
    wrapper = wrapper_for()
    try:
        if is_shared():
            assert (limit(connection), limit(wrapper)) == ("15s", "0")
        else:  # SQLite knows no such limit
            assert wrapper.settings_dict["OPTIONS"] == connection.settings_dict["OPTIONS"]
    finally:
        wrapper.close()


def limit(database: Any) -> str:
    with database.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


def is_shared() -> bool:
    return connection.vendor == "postgresql"
