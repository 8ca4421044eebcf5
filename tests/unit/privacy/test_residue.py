"""T32: after an erasure a marker is in no byte of the database file, its log, the cache, the exports."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import override_settings

from sixianghui.access.public import Account, Post
from sixianghui.directory.public import AppointmentRequest, Person, UnitKind
from sixianghui.notify import public as notify
from sixianghui.privacy import commands
from tests.factories import a_person, a_unit, an_account, signed_in, someone_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

MARKER = "zqxjkv标记人"


def files() -> list[Path]:
    """The database with what SQLite keeps beside it, and all of the data folder."""
    database = Path(str(connection.settings_dict["NAME"]))
    beside = database.parent.glob(f"{database.name}*")
    return [path for path in itertools.chain(beside, Path(settings.DATA).rglob("*")) if path.is_file()]


def found() -> list[str]:
    """Where the marker is, byte by byte, in the two ways in which it may be written."""
    words = (MARKER.encode(), MARKER.encode("unicode_escape"))
    return sorted(path.name for path in files() if any(word in path.read_bytes() for word in words))


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def somebody() -> Account:
    """A person whose name is a marker everywhere: in the roster, in messages, in requests, in a copy and in a session."""
    account = an_account(name=MARKER, username=f"{MARKER}-1")
    person = a_person(a_unit(), account=account, number=MARKER[:20], pinyin=MARKER, initials=MARKER)
    person.affiliations.all().delete()
    Person.objects.filter(pk=person.pk).update(left_on=dt.date(2018, 5, 1))
    unit, other = a_unit(), an_account()
    AppointmentRequest.objects.bulk_create(
        AppointmentRequest(
            person=person, unit=unit, post=Post.GUIDE, since=dt.date(2018, 1, 1), reason=MARKER * 8, asked_by=other,
            outcome=AppointmentRequest.Outcome.REFUSED,
        )
        for _ in range(60)
    )  # fmt: skip
    browser = signed_in(account)
    session = browser.session
    session["name"] = MARKER
    session.save()
    with transaction.atomic():
        for number in range(30):
            notify.tell(account, kind=commands.READY, title=f"{MARKER} {number}", text=MARKER * 50)
    commands.ask_correction(text=f"我叫{MARKER}", by=account)
    caches["default"].set("somebody", MARKER, 3600)
    return account


@pytest.fixture
def cache_on_disk(tmp_path: Path) -> Any:
    location = tmp_path / "data" / "cache"
    kind = "django.core.cache.backends.filebased.FileBasedCache"
    with override_settings(CACHES={"default": {"BACKEND": kind, "LOCATION": location}}):
        yield location


def asked_and_erased() -> list[str]:
    """Somebody asks to be erased and is; where their marker was before."""
    clerk = someone_with(Post.COMMITTEE_CLERK, a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))
    account = somebody()
    commands.ask_for_copy(by=account)
    request = commands.ask_erasure(text=f"请删除{MARKER}", by=account)
    settle()
    before = found()
    commands.erase(request, answer="已经按你的要求删除", by=clerk)
    settle()
    return before


def kept_files(cache: Path) -> list[str]:
    """Files that are packed, so that their bytes would not show a marker: kept values and copies."""
    return sorted(path.suffix for path in (*cache.rglob("*.djcache"), *Path(settings.DATA).rglob("*.zip")))


def database_name() -> str:
    return Path(str(connection.settings_dict["NAME"])).name


def test_marker_when_its_person_is_erased_then_is_in_no_file(cache_on_disk: Path) -> None:
    before = asked_and_erased()
    assert database_name() in before
    assert found() == []
    assert kept_files(cache_on_disk) == []


def test_marker_when_the_database_only_unlinks_what_is_deleted_then_it_is_still_there(
    cache_on_disk: Path,
) -> None:
    """The control: without `secure_delete` the same erasure leaves the marker in the file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
    try:
        asked_and_erased()
        assert database_name() in found()
    finally:
        connection.close()


def test_copies_and_kept_values_when_nobody_clears_them_then_they_are_still_there(
    cache_on_disk: Path,
) -> None:
    """The control of the look at packed files."""
    commands.ask_for_copy(by=somebody())
    assert kept_files(cache_on_disk) == [".djcache", ".zip"]
