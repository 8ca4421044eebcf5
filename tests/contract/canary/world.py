"""A marker in every encrypted field of the installation, and who the register says may see it.

The fields are asked of the models, the readers of the register: a new field cannot be forgotten, and one for which
nothing is planted fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models

from sixianghui.access.public import Account
from sixianghui.common import ids
from sixianghui.vault.public import Entry, Sees, encrypted_fields, registered_for
from tests.contract.twins.world import Side, a_side

MARK = "金丝雀"


@dataclass(frozen=True)
class Canary:
    """A marker, the field in which it sits, and the roles that may see it."""

    text: str
    field: str
    seen_by: frozenset[str]


#: Roles that crawl: people of the side, and those who run the installation.
SIDE_ROLES = ("clerk", "discipline", "secretary", "successor", "member")


def planted(side: Side) -> list[Canary]:
    """Put a marker of its own into every encrypted field of every model, in a row of this side."""
    found = []
    for number, (model, field) in enumerate(sorted(encrypted_fields(), key=_name)):
        row = ROWS[model._meta.label](side)
        text = f"{MARK}{number:02}{model._meta.model_name}{field.name}"
        setattr(row, field.name, text)
        row.save()
        registered = registered_for(model._meta.label)
        assert registered is not None
        entry = registered.fields[field.name]
        assert isinstance(entry, Entry), f"{_name((model, field))} is encrypted and not personal?"
        found.append(Canary(text, _name((model, field)), _readers(entry, model._meta.label)))
    return found


def _name(pair: tuple[type[models.Model], Any]) -> str:
    return f"{pair[0]._meta.label}.{pair[1].name}"


def unplanted() -> list[str]:
    """Models with encrypted fields for which nobody says where the marker goes."""
    return sorted({model._meta.label for model, _ in encrypted_fields()} ^ ROWS.keys())


#: Who deals with what: letters come to the committee's staff, corrections to whoever keeps the roster.
HANDLERS = {"complaints": {"clerk"}, "privacy": {"clerk", "secretary"}}
#: The text for everybody is prepared by one, here the secretary, and looked at by others before anybody reads it.
ALSO = {"complaints.PublicText": {"secretary", "chief_editor"}}


def _readers(entry: Entry, label: str) -> frozenset[str]:
    room = label.split(".")[0]
    seen: set[str] = set()
    for who in entry.sees:
        if who is Sees.SELF:
            seen.add("member" if room in HANDLERS else "secretary")
        elif who is Sees.HANDLER:
            seen |= HANDLERS[room] | ALSO.get(label, set())
        elif who is Sees.UNIT:
            seen.add("secretary")
        elif who is Sees.EDITORS:
            seen.add("chief_editor")
        elif who is Sees.ABOVE:
            seen |= {"clerk", "secretary"}
        # REVEAL: only by POST with a reason, which a crawl never sends. NOBODY: nobody.
    return frozenset(seen)


def _message(side: Side) -> models.Model:
    from sixianghui.notify.models import Message

    found = Message.objects.filter(account=side.secretary).first()
    return found or Message(account=side.secretary, kind="directory.post")


def _outbox(side: Side) -> models.Model:
    from sixianghui.notify.models import OutboxLetter

    found = OutboxLetter.objects.filter(account=side.secretary).first()
    return found or OutboxLetter(ref=ids.new_ref(), account=side.secretary, channel="mail")


def _address(side: Side) -> models.Model:
    from sixianghui.notify.models import Address

    return Address.objects.get(ref=side.refs["address"])


def _numbers(side: Side) -> models.Model:
    from sixianghui.directory.models import PersonNumbers

    return PersonNumbers.objects.get(person=side.person)


def _words(side: Side) -> models.Model:
    from sixianghui.complaints.models import Words

    return Words.objects.get(complaint__ref=side.refs["letter"])


def _public_text(side: Side) -> models.Model:
    from sixianghui.complaints.models import PublicText

    return PublicText.objects.get(preparation__ref=side.refs["preparation"])


def _sender(side: Side) -> models.Model:
    from sixianghui.complaints.models import Sender

    return Sender.objects.get(complaint__ref=side.refs["letter"])


def _secret(side: Side) -> models.Model:
    from sixianghui.access.models import StepSecret
    from tests.factories import an_authenticator

    an_authenticator(side.secretary)
    step = Authenticator.objects.get(user=side.secretary, type=Authenticator.Type.TOTP)
    return StepSecret.objects.get(ref=step.data["secret"])


def _request(side: Side) -> models.Model:
    from sixianghui.privacy.models import Request

    return Request.objects.get(ref=side.refs["correction"])


def _note(side: Side) -> models.Model:
    from sixianghui.channel.models import ArticleNote, BasePage, NoteKind
    from sixianghui.common import time

    page = BasePage.objects.order_by("depth").first()
    found = ArticleNote.objects.first()
    return found or ArticleNote(page=page, kind=NoteKind.ERROR, nonce=ids.new_ref(), at=time.now())


def _remark(side: Side) -> models.Model:
    from wagtail.models import Revision

    from sixianghui.channel.models import BasePage, OutsideRemark, ReviewLink
    from sixianghui.common import time

    found = OutsideRemark.objects.first()
    if found is not None:
        return found
    page = BasePage.objects.order_by("depth").first()
    assert page is not None
    revision = Revision.objects.first() or page.save_revision()
    now = time.now()
    link = ReviewLink.objects.create(
        digest=ids.new_ref(), page=page, revision=revision, invited="外面的人", made_at=now, ends_at=now
    )
    return OutsideRemark(link=link, nonce=ids.new_ref(), at=now)


ROWS: dict[str, Callable[[Side], Any]] = {
    "access.StepSecret": _secret,
    "channel.ArticleNote": _note,
    "channel.OutsideRemark": _remark,
    "complaints.Sender": _sender,
    "complaints.PublicText": _public_text,
    "complaints.Words": _words,
    "directory.PersonNumbers": _numbers,
    "notify.Address": _address,
    "notify.Message": _message,
    "notify.OutboxLetter": _outbox,
    "privacy.Request": _request,
}


def a_world() -> tuple[Side, list[Canary]]:
    """One side with its canaries."""
    side = a_side("甲甲甲")
    # The twins' passkey is a row without a key in it; pages that would use it cannot.
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
    return side, planted(side)


def roles(side: Side) -> Iterator[tuple[str, Account | None]]:
    """Everybody who crawls, by role; None is nobody signed in."""
    from sixianghui.access.public import Post
    from tests.factories import someone_with

    yield "anonymous", None
    for role in SIDE_ROLES:
        yield role, side.account(role)
    for post in (Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDITOR, Post.CHIEF_EDITOR):
        yield str(post), someone_with(post, side.committee)
