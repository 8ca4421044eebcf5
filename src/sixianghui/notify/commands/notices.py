"""Telling people what changed about their account."""

from __future__ import annotations

from sixianghui.access.public import Account
from sixianghui.notify import security
from sixianghui.notify.commands.messages import tell
from sixianghui.notify.models import Message


def tell_of_change(account_id: int, what: str) -> Message | None:
    """Tell an account's owner, in the transaction of the change, that `what` guards it has changed."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return None
    words = security.words_for(what)
    return tell(account, kind=security.KIND, title=words.title, text=words.text, urgent=True)
