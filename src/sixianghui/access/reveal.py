"""Looking at an encrypted value: with a permission, a reason in words, and exactly one row in the audit chain."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext as _

from sixianghui.access.models import Account
from sixianghui.access.queries import require
from sixianghui.audit import public as audit
from sixianghui.common.errors import HouseError
from sixianghui.vault import public as vault

SHORTEST_REASON, LONGEST_REASON = 4, 200


def reveal(thing: models.Model, field: str, *, action: str, reason: str, by: Account) -> str:
    """The text of an encrypted field, for someone who may do `action` to `thing` and says why they need it.

    A page shows `vault.HIDDEN` until this was asked for, by POST. Nothing is shown when it cannot be recorded.
    """
    require(by, action, thing)
    words = " ".join(reason.split())
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON:
        raise HouseError(_("请用一句话写明为什么要看，四个字以上，二百字以内。"))
    with transaction.atomic():
        text = getattr(thing, field)
        look = vault.note_look(thing, field, reason=words, account=by.pk)
        audit.record("field:reveal", actor=by, thing=thing, detail={"field": field, "look": look.pk})
    return str(text or "")
