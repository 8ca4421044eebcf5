"""What the fronts call an account and a session: the same word each time, which says nothing of either."""

from __future__ import annotations

from typing import Any

from django.utils.crypto import salted_hmac

#: Nobody: a reader without an account or a session.
NOBODY = "-"
#: All accounts at once.
EVERYBODY = "*"


def account_key(account: int | None) -> str:
    """The word for an account, by its id."""
    return NOBODY if account is None else _word("account", account)


def session_key(session: str | None) -> str:
    """The word for a session, by its key."""
    return NOBODY if not session else _word("session", session)


def _word(kind: str, name: Any) -> str:
    return salted_hmac(f"sixianghui.realtime.{kind}", str(name), algorithm="sha256").hexdigest()[:32]
