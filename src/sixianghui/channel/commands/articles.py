"""Writing drafts."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.channel import desk_clock, queries
from sixianghui.channel.actions import Action
from sixianghui.channel.models import ColumnPage, Piece
from sixianghui.common.errors import Conflict

AnyPiece = TypeVar("AnyPiece", bound=Piece)


def write_draft(column: ColumnPage, piece: AnyPiece, *, by: Account) -> AnyPiece:
    """Put a new piece into a column as a draft. Raises `Conflict` with the field and what is wrong with it."""
    require(by, Action.EDIT_PAGE)
    return add_draft(column, piece, by=by)


def add_draft(column: ColumnPage, piece: AnyPiece, *, by: Account) -> AnyPiece:
    """The same for a sender who has no desk; the caller has asked whether they may."""
    piece.live, piece.has_unpublished_changes, piece.owner = False, True, by
    with transaction.atomic(), desk_clock.our_time():
        fresh = ColumnPage.objects.get(pk=column.pk)
        try:
            fresh.add_child(instance=piece)
        except ValidationError as error:
            raise Conflict(_words(error)) from error
        piece.save_revision(user=by)
        audit.record("article:draft", actor=by, thing=piece)
    return piece


def revise(piece: AnyPiece, *, by: Account, **changes: object) -> AnyPiece:
    """Write a new version of a piece: the latest one with `changes`. What readers see stays until it is reviewed.

    Raises `Conflict` while somebody else reviews it.
    """
    require(by, Action.EDIT_PAGE)
    if queries.state_of(piece) is not None and not queries.may_review(by, piece):
        raise Conflict(_("这篇稿子正在审，等审完或退回再改。"))
    with transaction.atomic(), desk_clock.our_time():
        latest: AnyPiece = piece.get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(latest, name, value)
        try:
            latest.save_revision(user=by)
        except ValidationError as error:
            raise Conflict(_words(error)) from error
        audit.record("article:revise", actor=by, thing=piece)
    return latest


def copy_article(piece: AnyPiece, *, to: ColumnPage, title: str, slug: str, by: Account) -> AnyPiece:
    """Begin a new draft with the text of another piece: never out, without reviews, and whoever copies it owns it.

    Who sent the other one in, whether its person agreed and when it comes out are not taken over.
    """
    require(by, Action.EDIT_PAGE)
    fresh: dict[str, Any] = {
        "title": title,
        "slug": slug,
        "contributor": None,
        "correction": "",
        "go_live_at": None,
        "expire_at": None,
    }
    if hasattr(piece, "person_agreed"):
        fresh["person_agreed"] = False
    with transaction.atomic(), desk_clock.our_time():
        copying = CopyPageAction(
            page=piece,
            to=ColumnPage.objects.get(pk=to.pk),
            update_attrs=fresh,
            copy_revisions=False,
            keep_live=False,
            user=by,
        )
        try:
            made: AnyPiece = copying.execute()
        except ValidationError as error:
            raise Conflict(_words(error)) from error
        audit.record("article:draft", actor=by, thing=made, detail={"copy_of": piece.pk})
    return made


def _words(error: ValidationError) -> str:
    fields = getattr(error, "message_dict", {"": error.messages})
    return _("稿子存不下：") + "；".join(
        f"{name} {' '.join(texts)}".strip() for name, texts in fields.items()
    )
