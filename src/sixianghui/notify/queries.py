"""Reads of notify. A person sees their own messages and nobody else's."""

from __future__ import annotations

from sixianghui.access.public import Account
from sixianghui.notify.models import Preference


def preference_of(account: Account) -> Preference:
    """How this person wants to be told; the usual way while they have not said."""
    return Preference.objects.filter(account=account).first() or Preference(account=account)
