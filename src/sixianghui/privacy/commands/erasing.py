"""Erasing somebody: every room forgets what it may, says what must stay and why, and what is left over is cleared."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import ERASED, Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time, wire
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import public as directory
from sixianghui.privacy import erased, queries
from sixianghui.privacy.actions import Action
from sixianghui.privacy.commands.copies import drop_copies
from sixianghui.privacy.commands.requests import require_answerer, sound_text
from sixianghui.privacy.models import Kind, Outcome, Request
from sixianghui.tasks import public as tasks
from sixianghui.ui import public as ui
from sixianghui.vault.public import Erasure, Subject, Text, holders

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Forgotten:
    """What one room did, or would do."""

    label: Text
    done: Erasure


def preview_erasure(request: Request, *, by: Account) -> list[Forgotten]:
    """What each room would erase and keep: it is really done, and undone again."""
    _may_be_erased(request, by)
    with transaction.atomic():
        found = _forget(queries.subject_of(request.account))
        transaction.set_rollback(True)
    return found


def erase(request: Request, *, answer: str, by: Account) -> Request:
    """Erase whoever asked. Their account is closed, so the answer is given to them in person or by letter."""
    _may_be_erased(request, by)
    words, account = sound_text(answer), request.account
    subject = queries.subject_of(account)
    with transaction.atomic():
        if not Request.objects.filter(pk=request.pk, outcome="").update(
            outcome=Outcome.DONE, answered_by=by, answered_at=time.now()
        ):
            raise Conflict(_("这一件已经办过了。"))
        found = _forget(subject)
        request.refresh_from_db()
        request.answer, request.report = words, _report(found)
        request.save(update_fields=["answer", "report"])
        audit.record("privacy:erase", actor=by, thing=request, detail={"account": account.pk})
        ui.purge(wire.EVERYTHING)
        # Should this fail, the routine notes it within the hour.
        transaction.on_commit(note_erased, robust=True)
        clear_residue.enqueue(account.pk)
    return request


def _may_be_erased(request: Request, by: Account) -> None:
    require(by, Action.ANSWER)
    require_answerer(request, by)
    if request.kind != Kind.ERASURE:
        raise Refused(_("这一件不是删除申请。"))
    if request.outcome:
        raise Conflict(_("这一件已经办过了。"))
    posts = list(directory.own_appointments(request.account, coming=True))
    standing = [post for post in posts if post.until is None and post.since <= time.today()]
    if standing:
        raise Conflict(_("对方还在%(unit)s任职，请先办交接，再来删除。") % {"unit": _units(standing)})
    coming = next((post for post in posts if post.until is None), None)
    if coming is not None:
        raise Conflict(
            _("对方在%(unit)s的职务从%(day)s开始，请有权免职的人先免去，再来删除。")
            % {"unit": coming.unit.name, "day": ui.long_date(coming.since)}
        )
    ends = [post.until for post in posts if post.until is not None]
    if ends:
        raise Conflict(
            _("对方在%(unit)s的职务到%(day)s为止，到那天再来删除；要提前，请有权免职的人先免去。")
            % {"unit": _units(posts), "day": ui.long_date(max(ends))}
        )


def _units(posts: list[directory.Appointment]) -> str:
    return "、".join(post.unit.name for post in posts)


def _forget(subject: Subject) -> list[Forgotten]:
    found = [Forgotten(holder.label, holder.erase(subject)) for holder in holders()]
    return [one for one in reversed(found) if one.done.erased or one.done.kept]


def _report(found: list[Forgotten]) -> dict[str, Any]:
    return {
        "rooms": [
            {
                "label": str(one.label),
                "erased": [[str(what), count] for what, count in one.done.erased],
                "kept": [[str(kept.what), str(kept.why)] for kept in one.done.kept],
            }
            for one in found
        ]
    }


def note_erased() -> None:
    """Bring the list of the erased up to date with the database. Also a routine, should a process die before it could."""
    people = directory.Person.objects.filter(erased_at__isnull=False)
    done = Request.objects.filter(kind=Kind.ERASURE, outcome=Outcome.DONE).select_related("account")
    erased.note([*map(erased.digest_of, people), *(erased.digest_of(one.account) for one in done)])


def erase_again() -> int:
    """After an older backup was restored: erase everybody on the list who is back; how many that were.

    An account that was closed already when the backup was made is back with its name, and counts. Only whoever had left
    stands on the list as a person: they have left here too. A request that was still open has been met.
    """
    listed, count = erased.noted(), 0
    people = {
        person.account_id or -person.pk: Subject(person.account_id, person.pk)
        for person in directory.Person.objects.filter(erased_at__isnull=True)
        if erased.digest_of(person) in listed
    }
    accounts = {
        account.pk: Subject(account.pk, queries.subject_of(account).person)
        for account in Account.objects.exclude(username__startswith=ERASED)
        if erased.digest_of(account) in listed
    }
    for key, subject in {**accounts, **people}.items():
        with transaction.atomic():
            if key in people and subject.person is not None:
                directory.has_left(subject.person)
            Request.objects.filter(account=subject.account, kind=Kind.ERASURE, outcome="").update(
                outcome=Outcome.DONE, answered_at=time.now()
            )
            _forget(subject)
            audit.record("privacy:erase_again", detail={"account": subject.account, "person": subject.person})
            ui.purge(wire.EVERYTHING)
            clear_residue.enqueue(subject.account or 0)
        count += 1
    return count


@tasks.job(retries=8, backoff=30, priority=10)
def clear_residue(account_id: int) -> None:
    """What an erasure leaves behind outside the tables: copies, kept values, and old pages in the write-ahead log."""
    drop_copies(account_id)
    cache.clear()
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    if busy:
        raise Busy


class Busy(Exception):
    """Somebody is reading old pages of the log; the job is tried again."""
