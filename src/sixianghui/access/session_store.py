"""Where sessions are kept: Django's own table, with an honest answer when it cannot be written."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError

from sixianghui.ui.public import may_come_again


class SessionStore(db.SessionStore):
    """Django takes every fault of the database at the end of a request for a session that somebody ended, and answers 400."""

    def _validate_session_key(self, key: str | None) -> bool:
        """One of Django's own making: what else a cookie holds is not asked for in the database."""
        if key is None or not (key.isascii() and key.isalnum()):
            return False
        return bool(super()._validate_session_key(key))  # type: ignore[misc]

    def save(self, must_create: bool = False) -> None:
        """As Django's, but a database that is busy, full or away is tried once more and then said to be so.

        What the view did is already done, so the second try is worth it: without its session somebody would have spent
        their link for nothing.
        """
        try:
            super().save(must_create)
        except (UpdateError, DatabaseError) as error:
            cause = error.__context__ if isinstance(error, UpdateError) else error
            if not isinstance(cause, DatabaseError) or not may_come_again(cause):
                raise
            try:
                super().save(must_create)
            except UpdateError as again:
                raise again.__context__ or again from None
