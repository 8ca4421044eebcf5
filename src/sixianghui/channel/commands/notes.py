"""What readers write about pieces, and what editors do with it. Anybody may write, so the first of the five steps is left out."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.channel import queries
from sixianghui.channel.actions import Action
from sixianghui.channel.models import ArticleNote, BasePage, NoteKind
from sixianghui.common import time
from sixianghui.common.errors import Conflict


def write_note(page: BasePage, kind: NoteKind, text: str, *, contact: str, nonce: str) -> ArticleNote:
    """Take down what a reader writes. The same form sent twice is one note."""
    known = ArticleNote.objects.filter(nonce=nonce).first()
    if known is None:
        try:
            with transaction.atomic():
                known = ArticleNote.objects.create(
                    page=page, kind=kind, text=text, contact=contact, nonce=nonce, at=time.now()
                )
                audit.record("note:write", thing=known, detail={"page": page.pk, "kind": str(kind)})
        except IntegrityError:
            known = ArticleNote.objects.get(nonce=nonce)
    if (known.page_id, known.text, known.contact) != (page.pk, text, contact):
        raise Conflict(_("这张表已经交过一次了。要再写一条，请重新打开这一页。"))
    return known


def settle_note(note: ArticleNote, *, by: Account) -> ArticleNote:
    """Somebody has dealt with it; the way to answer the reader is deleted at once."""
    require(by, Action.EDIT_PAGE)
    with transaction.atomic():
        note = ArticleNote.objects.select_for_update(no_key=True).get(pk=note.pk)
        if note.settled_at is None:
            note.settled_at, note.settled_by, note.contact = time.now(), by, ""
            note.save(update_fields=["settled_at", "settled_by", "contact"])
            audit.record("note:settle", actor=by, thing=note)
    return note


def forget_notes() -> int:
    """Delete what was dealt with half a year ago. May run twice."""
    with transaction.atomic():
        old = queries.notes_to_forget(time.now())
        ArticleNote.objects.filter(pk__in=old).delete()
        if old:
            audit.record("note:forget", detail={"notes": len(old)})
    return len(old)
