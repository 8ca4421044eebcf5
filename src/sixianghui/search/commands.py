"""Writes of search: what everybody may find, and what was asked."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import InternalError, OperationalError, connection, transaction
from django.db.models.functions import Greatest

from sixianghui.common import time
from sixianghui.search import index, rules, sources
from sixianghui.search.models import Asked, Document, Popular, Text
from sixianghui.search.sounds import index_sounds
from sixianghui.search.sources import Doc
from sixianghui.search.tokens import index_text

_MOMENT_MS = 250


def put(doc: Doc) -> None:
    """Let everybody find this, as it is now; in the transaction of whoever calls."""
    at = None if doc.at is None else doc.at.astimezone(time.SHANGHAI)
    url = doc.url.removeprefix("/en") if doc.url.startswith("/en/") else doc.url
    names = tuple(dict.fromkeys((doc.title, *doc.names, *rules.quoted(f"{doc.lead}\n{doc.body}"))))
    with transaction.atomic():
        row, _made = Document.objects.update_or_create(
            kind=doc.kind,
            key=doc.key,
            defaults={
                "title": doc.title, "url": url, "column": doc.column, "at": doc.at,
                "year": None if at is None else at.year, "names": "\n".join(names),
            },
        )  # fmt: skip
        Text.objects.update_or_create(document=row, defaults={"lead": doc.lead, "body": doc.body})
        _write(row, doc.lead, doc.body, names)


def _write(row: Document, lead: str, body: str, names: Iterable[str]) -> None:
    parts = (index_text(row.title), index_text(lead), index_text(body), index_sounds(tuple(names)))
    index.write(row.pk, index.Parts(*parts))


def remove(kind: str, keys: Iterable[str]) -> None:
    """Nobody finds these any more; in the transaction of whoever calls."""
    with transaction.atomic():
        rows = Document.objects.filter(kind=kind, key__in=list(keys))
        numbers = list(rows.values_list("pk", flat=True))
        index.drop(numbers)
        rows.delete()


def rebuild() -> int:
    """Make the index anew of what the rooms have now. Returns how many documents there are."""
    number = 0
    with transaction.atomic():
        index.clear()
        Document.objects.all().delete()
        for source in sources.documents.values():
            for doc in source.documents():
                put(doc)
                number += 1
    return number


def reindex() -> int:
    """Make the database's own index anew of the documents that are kept, whose numbers stay. Returns how many."""
    number = 0
    with transaction.atomic():
        index.clear()
        for text in Text.objects.select_related("document").iterator(500):
            _write(text.document, text.lead, text.body, text.document.names.split("\n"))
            number += 1
    return number


def fill_if_empty() -> None:
    """After a migration: a site that was there before its index gets one."""
    if not Document.objects.exists():
        rebuild()


def note_query(query: str, reader: str) -> None:
    """Somebody asked for something that is here. Only the words, the day and a digest of the day are kept.

    reader: where the question came from; it is not kept, and the digest is another one on every day.
    While the database takes nothing, nothing is kept: whoever asked gets their answer.
    """
    words = rules.remembered(query)
    if not words or not reader:
        return
    today = time.today()
    salt = f"search.asked:{today.isoformat()}:{reader}".encode()
    digest = hmac.new(settings.LASTING_KEY.encode(), salt, hashlib.sha256).hexdigest()[:32]
    with suppress(OperationalError, InternalError), _briefly(), transaction.atomic():
        Asked.objects.bulk_create([Asked(query=words, day=today, reader=digest)], ignore_conflicts=True)
        people = Asked.objects.filter(query=words, day=today).count()
        if people >= rules.ENOUGH_PEOPLE:
            Popular.objects.update_or_create(
                query=words,
                defaults={"people": Greatest("people", people), "day": today},
                create_defaults={"people": people, "day": today},
            )


@contextmanager
def _briefly() -> Iterator[None]:
    """For a write that nobody asked for: SQLite's lock is waited for a moment only, as by `ui.impatient`, a neighbour."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_MOMENT_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


def forget_queries() -> int:
    """Forget what was asked more than thirty days ago. Returns how many rows went."""
    last = time.today() - rules.REMEMBERED
    Popular.objects.filter(day__lte=last).delete()
    return Asked.objects.filter(day__lte=last).delete()[0]
