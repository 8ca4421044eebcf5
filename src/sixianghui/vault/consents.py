"""Consent, one purpose at a time: what is asked in which words, and whether somebody has said yes and not taken it back.

It lives this low so that every room can ask before it uses something. Saying no blocks nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sixianghui.common import time
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.vault.models import Consent
from sixianghui.vault.register import Text
from sixianghui.vault.signals import consent_changed


@dataclass(frozen=True)
class Asked:
    """Something that needs a yes: a short title, what it means, and what happens without it.

    `wording` is the version of these words. With a new one, an old yes no longer counts.
    """

    code: str
    title: Text
    text: Text
    without: Text
    wording: str
    order: int = 0


_asked: dict[str, Asked] = {}


def register_consent(asked: Asked) -> None:
    """Called in `AppConfig.ready()` by the room that uses what is asked for."""
    if asked.code in _asked:
        raise ValueError(f"consent {asked.code} is asked for already")
    _asked[asked.code] = asked


def all_asked() -> list[Asked]:
    """Everything anybody may be asked for."""
    return sorted(_asked.values(), key=lambda one: (one.order, one.code))


def title_of(code: str) -> Text:
    """What one agrees to, as a reader calls it; the code itself when no room asks for it any more."""
    return _asked[code].title if code in _asked else code


def consented(account: int, code: str) -> bool:
    """Whether somebody has agreed to this, in the words of today, and not withdrawn."""
    wording = _one(code).wording
    return Consent.objects.filter(
        account=account, purpose=code, wording=wording, withdrawn_at__isnull=True
    ).exists()


def standing(code: str) -> models.QuerySet[Consent]:
    """The yeses to this that hold now, in the words of today."""
    return Consent.objects.filter(purpose=code, wording=_one(code).wording, withdrawn_at__isnull=True)


def give_consent(account: int, code: str) -> Consent:
    """Note a yes, in the caller's transaction. Who asks records it in the audit chain."""
    asked = _one(code)
    if consented(account, code):
        raise Conflict(_("这一项你已经同意过了。"))
    now = time.now()
    older = Consent.objects.filter(account=account, purpose=code, withdrawn_at__isnull=True)
    older.exclude(wording=asked.wording).update(withdrawn_at=now)
    try:
        with transaction.atomic():
            given = Consent.objects.create(account=account, purpose=code, wording=asked.wording, given_at=now)
    except IntegrityError:
        raise Conflict(_("这一项你已经同意过了。")) from None  # pressed twice: the other was first
    consent_changed.send(sender=Consent, account=account, code=code)
    return given


def withdraw_consent(account: int, code: str) -> Consent:
    """Note that a yes is taken back, to what is no longer asked too; what was done before stays lawful."""
    found = Consent.objects.filter(account=account, purpose=code, withdrawn_at__isnull=True).first()
    if found is None:
        raise Conflict(_("这一项你没有同意过，不用撤回。"))
    found.withdrawn_at = time.now()
    found.save(update_fields=["withdrawn_at"])
    consent_changed.send(sender=Consent, account=account, code=code)
    return found


def _one(code: str) -> Asked:
    if code not in _asked:
        raise NotThere(_("没有这一项。"))
    return _asked[code]
