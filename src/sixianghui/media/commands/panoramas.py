"""Writes about panoramas themselves."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.media import queries, rules, uploads, wording
from sixianghui.media.actions import Action
from sixianghui.media.commands.making import make_panorama
from sixianghui.media.models import Consent, Panorama
from sixianghui.media.rules import Unfit
from sixianghui.ui import public as ui

State = Panorama.State


def add_panorama(
    file: Any,
    *,
    title: str,
    alt: str,
    by: Account,
    consent: Consent | str,
    consent_note: str = "",
    credit: str = "",
    heading: int = 0,
    is_sample: bool = False,
) -> Panorama:
    """Keep a panorama and have its sizes made by a job. The same picture again is the same panorama.

    Raises `Conflict` with a sentence that says what to do.
    """
    require(by, Action.EDIT_PANORAMA)
    try:
        rules.check_words(title, alt)
        upload = uploads.take_picture(file, by=by, panorama=True, counts=not is_sample)
    except Unfit as unfit:
        raise Conflict(wording.sentence(unfit)) from unfit
    digest, (width, height) = _digest(upload), uploads.measure(upload)
    one = Panorama(
        title=title.strip(),
        alt=alt.strip(),
        credit=credit.strip()[:120],
        consent=Consent(consent),
        consent_note=consent_note.strip()[:200],
        heading=_whole_turn(heading),
        is_sample=is_sample,
        made_by=by,
        file=upload,
        width=width,
        height=height,
        file_size=upload.size,
        digest=digest,
    )
    with transaction.atomic():
        _one_after_another(digest)
        known = queries.same_panorama(digest)
        if known is not None:
            return known
        one.save()
        audit.record("panorama:add", actor=by, thing=one)
    return one


def change_panorama(
    one: Panorama,
    *,
    title: str,
    alt: str,
    by: Account,
    consent: Consent | str,
    consent_note: str = "",
    credit: str = "",
    heading: int = 0,
) -> Panorama:
    """Other words, another consent, another direction to begin with. Taken-back consent holds at once."""
    require(by, Action.EDIT_PANORAMA)
    try:
        rules.check_words(title, alt)
    except Unfit as unfit:
        raise Conflict(wording.sentence(unfit)) from unfit
    one.title, one.alt, one.credit = title.strip(), alt.strip(), credit.strip()[:120]
    one.consent, one.consent_note = Consent(consent), consent_note.strip()[:200]
    one.heading = _whole_turn(heading)
    with transaction.atomic():
        one.save(update_fields=["title", "alt", "credit", "consent", "consent_note", "heading"])
        audit.record("panorama:change", actor=by, thing=one, detail={"consent": str(one.consent)})
        _changed(one)
    return one


def make_again(one: Panorama, *, by: Account) -> Panorama:
    """Have a job try again what it could not make."""
    require(by, Action.EDIT_PANORAMA)
    with transaction.atomic():
        if not Panorama.objects.filter(pk=one.pk, state=State.FAILED).update(state=State.QUEUED):
            raise Conflict(_("它正在做，或者已经做好了。请刷新看看。"))
        make_panorama.enqueue(one.pk)
    return one


def remove_panorama(one: Panorama, *, by: Account) -> Panorama:
    """Throw a panorama away. For a week it can be taken back; readers do not get it from now on."""
    require(by, Action.EDIT_PANORAMA)
    with transaction.atomic():
        Panorama.objects.filter(pk=one.pk, removed_at__isnull=True).update(removed_at=timezone.now())
        audit.record("panorama:remove", actor=by, thing=one)
        _changed(one)
    return one


def return_panorama(one: Panorama, *, by: Account) -> Panorama:
    """Take it back. Raises `NotThere` when its week is over and it was swept away."""
    require(by, Action.EDIT_PANORAMA)
    with transaction.atomic():
        if not Panorama.objects.filter(pk=one.pk).update(removed_at=None):
            raise NotThere(_("这张全景已经删掉，找不回来了。"))
        audit.record("panorama:return", actor=by, thing=one)
        _changed(one)
    return one


def _one_after_another(digest: str) -> None:
    """Of two that bring the same picture at once the second sees the first. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def _changed(one: Panorama) -> None:
    """Pages that show it are made anew."""
    ui.purge(f"panorama-{one.ref}")


def _whole_turn(heading: int) -> int:
    """-180…179."""
    return (int(heading) + 180) % 360 - 180


def _digest(upload: Any) -> str:
    upload.file.seek(0)
    found = hashlib.sha256()
    while piece := upload.file.read(256 * 1024):
        found.update(piece)
    upload.file.seek(0)
    return found.hexdigest()
