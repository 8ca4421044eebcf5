"""Whatever way somebody came in or went, their session has its row, or has none."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from sixianghui.access import entry, roll, rules
from sixianghui.access.commands import sessions, tries
from sixianghui.access.models import Account


def someone_came_in(sender: Any, request: HttpRequest, user: Account, **more: Any) -> None:
    """A row for the session that has just begun; the cookie lasts as long as anybody's session may."""
    request.session.set_expiry(int(rules.MEMBER_STAY.whole.total_seconds()))
    request.session[entry.TOKEN] = sessions.begin_session(
        user,
        browser=request.META.get("HTTP_USER_AGENT", ""),
        by=entry.proofs(request, user),
        instead_of=entry.mark_of(request),
    )


def someone_went(sender: Any, request: HttpRequest, user: Account | None, **more: Any) -> None:
    """The session's row goes with it."""
    found = roll.session_of(user, request.session.get(entry.TOKEN, "")) if user is not None else None
    if found is not None:
        sessions.end_session(found)


def a_code_was_wrong(sender: Any, request: HttpRequest, user: Account, **more: Any) -> None:
    """The password was right and the code was not: it is written down."""
    tries.note_wrong_code(user, request.META["REMOTE_ADDR"])
