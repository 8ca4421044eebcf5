"""What the fronts call an account and a session: the same word each time, which says nothing of either.

Made by a key that stays: a stream that was opened before SECRET_KEY was renewed is still found by its word.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
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
    salt = f"sixianghui.realtime.{kind}"
    made = salted_hmac(salt, str(name), secret=settings.LASTING_KEY, algorithm="sha256")
    return made.hexdigest()[:32]
