"""Keeping a picture or a file that another room brings.

Whether somebody may is asked by the room that they do it for: a branch's photo, an editor's chart, a letter's
enclosure have different doors. Here everything else is asked.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import ReferenceIndex

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.media import rules, uploads, wording
from sixianghui.media.models import Consent, File, Picture
from sixianghui.media.rules import Unfit


def save_picture(
    file: Any,
    *,
    title: str,
    alt: str,
    by: Account | None,
    consent: Consent | str,
    consent_note: str = "",
    credit: str = "",
    is_sample: bool = False,
) -> Picture:
    """Keep a picture, written anew from its pixels. `file` has a name and bytes.

    Raises `Conflict` with a sentence that says what to do. What the demo brings does not count as somebody's day.
    """
    try:
        rules.check_words(title, alt)
        upload = uploads.take_picture(file, by=by, counts=not is_sample)
    except Unfit as unfit:
        raise Conflict(wording.sentence(unfit)) from unfit
    picture = Picture(
        title=title.strip(),
        description=alt.strip(),
        credit=credit.strip()[:120],
        consent=Consent(consent),
        consent_note=consent_note.strip()[:200],
        is_sample=is_sample,
        uploaded_by_user=by,
        file=upload,
    )
    picture._set_image_file_metadata()
    with transaction.atomic():
        picture.save()
    return picture


def unask(picture: Picture, *, by: Account) -> bool:
    """Whoever said that those in a picture agree has taken it off: nobody is sent it any more, until somebody asks them.

    Where it stands elsewhere too, it stays as it is, and this is False. Called by the room where it was taken off, which has
    asked for permission.
    """
    if picture.consent == Consent.NOT_ASKED or ReferenceIndex.get_references_to(picture).exists():
        return False
    with transaction.atomic():
        picture.consent = Consent.NOT_ASKED
        picture.save(update_fields=["consent"])
        audit.record("media:unask", actor=by, thing=picture)
    return True


def save_file(file: Any, *, title: str, by: Account | None, is_sample: bool = False) -> File:
    """Keep a file for download. Raises `Conflict` with a sentence that says what to do."""
    try:
        rules.check_words(title, None)
        upload = uploads.take_paper(file, by=by, counts=not is_sample)
    except Unfit as unfit:
        raise Conflict(wording.sentence(unfit)) from unfit
    kept = File(title=title.strip(), is_sample=is_sample, uploaded_by_user=by, file=upload)
    kept._set_document_file_metadata()
    with transaction.atomic():
        kept.save()
    return kept
