"""T12: a marker in every confidential field appears only where the register allows.

Looked for in every page and file that each role reaches by following links, in what the page cache would keep, in the
log, in the cache, in the files of the data folder, and in the bytes of the database.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from sixianghui.access.public import Account
from sixianghui.common import wire
from tests.contract.canary.world import MARK, Canary, a_world, roles, unplanted
from tests.factories import signed_in
from tools.addresses import addresses

_LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
#: A form that is told which page somebody came from; every page leads to each of them.
_CAME_FROM = re.compile(r"\?page=(?:/|%2F)")
#: More pages than any role has; a crawl that reaches it has run away.
MOST = 1500


def starts() -> list[str]:
    """Every address without a parameter."""
    return [one.path for one in addresses() if "<" not in one.route and "(" not in one.route]


def crawled(account: Account | None) -> dict[str, bytes]:
    """Every page and file that somebody reaches by following links, unpacked where it is a zip."""
    client = Client() if account is None else signed_in(account)
    found: dict[str, bytes] = {}
    forms: set[str] = set()
    wanted = [path for path in starts() if "sign-out" not in path and not path.startswith("/cms/")]
    while wanted and len(found) < MOST:
        path = wanted.pop()
        if path in found or path.startswith(("/static/", "/cms/", "/sign-out/")) or "/en/" in path:
            continue
        if _CAME_FROM.search(path):
            form = path.partition("?")[0]
            if form in forms:
                continue
            forms.add(form)
        answer = client.get(path.replace("&amp;", "&"))
        body = b"".join(answer) if answer.streaming else answer.content
        found[path] = unpacked(body)
        if wire.CACHE_TAGS in answer.headers:
            found[f"kept: {path}"] = found[path]
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            wanted += _LINK.findall(body.decode())
    assert len(found) < MOST
    return found


def unpacked(body: bytes) -> bytes:
    """A workbook's or archive's parts one after the other; anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(unpacked(archive.read(name)) for name in archive.namelist())


def sightings(canaries: list[Canary], places: dict[str, bytes]) -> list[tuple[Canary, str]]:
    """Which markers are in which places."""
    return [(one, place) for one in canaries for place, body in places.items() if one.text.encode() in body]


def test_encrypted_fields_when_listed_then_each_has_its_canary() -> None:
    assert unplanted() == []


@pytest.mark.django_db
def test_markers_when_everybody_follows_every_link_then_are_seen_only_by_whom_the_register_names(
    record_property: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    side, canaries = a_world()
    wrong, pages, seen = [], 0, set()
    for role, account in roles(side):
        places = crawled(account)
        pages += len(places)
        for canary, place in sightings(canaries, places):
            seen.add((canary.field, role))
            if role not in canary.seen_by or place.startswith("kept: "):
                wrong.append(f"{role} sees {canary.field} on {place}")
    record_property(
        "counted", f"canary: {len(canaries)} markers, {pages} pages read, {len(wrong)} where they must not be"
    )
    assert wrong == []
    # The control: those whose it is do see it, so the crawl looks in the right places.
    assert {("complaints.Words.text", "member"), ("notify.Message.text", "secretary")} <= seen
    assert [one for one in (record.getMessage() for record in caplog.records) if MARK in one] == []
    assert MARK not in repr(getattr(cache, "_cache", {}))


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_markers_when_the_database_is_read_byte_by_byte_then_none_is_there(tmp_path: Path) -> None:
    _side, canaries = a_world()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database = Path(connection.settings_dict["NAME"])
    raw = b"".join(
        path.read_bytes() for path in database.parent.glob(f"{database.name}*") if path.is_file()
    ) + b"".join(
        path.read_bytes()
        for path in Path(settings.DATA).rglob("*")
        if path.is_file() and path.stat().st_size < 50_000_000
    )
    assert [one.field for one in canaries if one.text.encode() in raw] == []
    # The control: what is not encrypted is there to be read.
    assert "甲甲甲".encode() in raw


@pytest.mark.django_db
def test_marker_when_a_page_shows_it_to_the_wrong_reader_then_it_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: a page of messages that forgets whose they are."""
    from sixianghui.notify import queries
    from sixianghui.notify.models import Message

    side, canaries = a_world()
    monkeypatch.setattr(queries, "visible_to", lambda _person: Message.objects.all())
    text = next(one for one in canaries if one.field == "notify.Message.text")
    answer: Any = signed_in(side.member).get("/messages/")
    assert text.text in answer.content.decode()
