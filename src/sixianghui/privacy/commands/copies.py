"""A copy of everything kept about oneself: asked for, made by a job room by room, gone after a week."""

from __future__ import annotations

import datetime as dt
import io
import os
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.notify import public as notify
from sixianghui.privacy import papers, queries, rules
from sixianghui.privacy.models import Copy
from sixianghui.privacy.queries import Told
from sixianghui.realtime import public as realtime
from sixianghui.tasks import public as tasks
from sixianghui.vault import public as vault

READY = "privacy.copy"
#: One that was not finished by then never will be; another may be asked for. A day later what was written of it goes.
_GIVEN_UP, _SWEPT = dt.timedelta(minutes=10), dt.timedelta(days=1)


def ask_for_copy(*, by: Account) -> Copy:
    """Have a copy made, unless one is being made already."""
    making = Copy.objects.filter(account=by, ready_at__isnull=True, gone_at__isnull=True)
    making.filter(asked_at__lte=time.now() - _GIVEN_UP).update(gone_at=time.now())
    found = making.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            copy = Copy.objects.create(account=by, rooms=len(vault.holders()))
            audit.record("privacy:copy", actor=by, thing=copy)
            make_copy.enqueue(copy.pk, translation.get_language() or settings.LANGUAGE_CODE)
    except IntegrityError:  # pressed twice at the same moment
        return making.get()
    return copy


@tasks.job(retries=2, backoff=5, priority=20)
def make_copy(number: int, language: str) -> None:
    """Ask room after room, write the file, and tell the person that it is there."""
    copy = (
        Copy.objects.select_related("account")
        .filter(pk=number, ready_at__isnull=True, gone_at__isnull=True)
        .first()
    )
    if copy is None:
        return
    with translation.override(language):
        packed = papers.packed(copy.account, _asked_one_by_one(copy))
    path = queries.copy_file(copy)
    _write(path, packed)
    with transaction.atomic():
        ready = {"ready_at": time.now(), "size": len(packed), "rooms_done": copy.rooms}
        if not Copy.objects.filter(pk=copy.pk, ready_at=None, gone_at=None).update(**ready):
            if not Copy.objects.filter(pk=copy.pk, gone_at=None).exists():
                # Its owner was erased meanwhile. What cannot be deleted now goes with `drop_old_copies`.
                _delete_later(path)
            return  # or another run has finished it, and the file is that copy's
        realtime.progress(f"copy:{copy.ref}", copy.rooms, copy.rooms, finished=True)
        notify.tell(
            copy.account,
            kind=READY,
            title=gettext_lazy("你要的个人信息副本做好了"),
            text=gettext_lazy("可以下载了。只有你能下载，七天后删除；要用可以再做一份。"),
            url="/me/data/copy/",
            once=f"copy:{copy.ref}",
        )


def _asked_one_by_one(copy: Copy) -> list[Told]:
    subject, found = queries.subject_of(copy.account), []
    for done, holder in enumerate(reversed(vault.holders()), start=1):
        sections = holder.sections(subject)
        if sections:
            found.append(Told(holder.name, holder.label, sections))
        Copy.objects.filter(pk=copy.pk).update(rooms_done=done)
        realtime.progress(f"copy:{copy.ref}", done, copy.rooms)
    return found


def _write(path: Path, packed: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = _half(path)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(packed)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _half(path: Path) -> Path:
    """What stands there while a copy is being written, and for longer when its writer was killed."""
    return path.with_suffix(".new")


def fetch_copy(copy: Copy, *, by: Account) -> io.BufferedReader:
    """The file of one's own copy, opened; each time is recorded."""
    file = queries.copy_file(copy).open("rb")
    with transaction.atomic():
        audit.record("privacy:fetch", actor=by, thing=copy)
    return file


def drop_copies(account_id: int) -> int:
    """Delete all copies of somebody, the files too; how many there were."""
    copies = Copy.objects.filter(account_id=account_id, gone_at__isnull=True)
    return _drop(list(copies))


def drop_all_copies() -> int:
    """After a restore: copies are in no backup, so there are none; they may be asked for again. How many there were."""
    return _drop(list(Copy.objects.filter(gone_at__isnull=True)))


def drop_old_copies() -> None:
    """The routine: delete copies that are a week old or were never finished, that there were any, and files that belong to none."""
    now = time.now()
    old = Q(ready_at__lte=now - rules.COPY_LIFE) | Q(ready_at=None, asked_at__lte=now - _SWEPT)
    _drop(list(Copy.objects.filter(old, gone_at__isnull=True)))
    folder = Path(settings.DATA) / "exports"
    kept = set(Copy.objects.filter(gone_at__isnull=True).values_list("ref", flat=True))
    for path in (*folder.glob("*.zip"), *folder.glob("*.new")):
        if path.stem not in kept:
            path.unlink(missing_ok=True)
    Copy.objects.filter(gone_at__isnull=False).delete()


def _drop(copies: list[Copy]) -> int:
    """Files go when it is certain: what an erasure would do is also tried and taken back."""
    for copy in copies:
        Copy.objects.filter(pk=copy.pk).update(gone_at=time.now())
        for path in (queries.copy_file(copy), _half(queries.copy_file(copy))):
            _delete_later(path)  # or it is deleted by `drop_old_copies`
    return len(copies)


def _delete_later(path: Path) -> None:
    """When it is certain. A `partial` would not do: of what fails Django wants to tell the name."""
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)
