"""Where people are signed in: a row for each browser, without which its session is worth nothing."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from sixianghui.access import rules
from sixianghui.access.models import Account, OpenSession, SignInLink
from sixianghui.audit import public as audit
from sixianghui.common import ids
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui

#: Sessions signed again in one transaction.
_AT_ONCE = 200


def begin_session(
    account: Account, *, browser: str, by: str, instead_of: str = "", now: dt.datetime | None = None
) -> str:
    """A new session, instead of the one with that mark; returns its token, which the browser's session keeps."""
    token, moment = ids.new_token(), now or timezone.now()
    with transaction.atomic():
        if instead_of:
            OpenSession.objects.filter(mark=instead_of).delete()
        OpenSession.objects.create(
            mark=ids.digest_of(token),
            account=account,
            began_at=moment,
            seen_at=moment,
            browser=rules.browser_of(browser),
            by=by[:80],
        )
    return token


def use_session(session: OpenSession, *, now: dt.datetime) -> None:
    """Remember that a session is in use at `now`, at most once a minute."""
    if abs(now - session.seen_at) >= rules.SEEN_EVERY:
        with ui.impatient():
            OpenSession.objects.filter(pk=session.pk).update(seen_at=now)


def end_session(session: OpenSession) -> None:
    """End one session: its owner signed out, or it was left alone for too long. Open streams must ask anew."""
    with transaction.atomic():
        OpenSession.objects.filter(pk=session.pk).delete()
        audit.record("session:end", actor=session.account_id, detail={"count": 1})
        realtime.recheck(session.account_id)


def end_sessions(account: Account, *, but: str = "") -> int:
    """End every session of an account, but the one with this mark, from their next request on; how many there were.

    Called before a command records: who signs out has deleted the session's row before the chain is held.
    """
    with transaction.atomic():
        count, _ = OpenSession.objects.filter(account=account).exclude(mark=but).delete()
        if count:
            audit.record("session:end", actor=account, detail={"count": count})
            realtime.recheck(account.pk)
    return count


def sign_sessions_again() -> int:
    """Sign every session with the key in force, before the one that signed some of them is forgotten. How many there were.

    What changes meanwhile is left alone: whoever changed it signed it.
    """
    living = Session.objects.filter(expire_date__gt=timezone.now()).order_by("pk")
    keys, signed = list(living.values_list("pk", flat=True)), 0
    for start in range(0, len(keys), _AT_ONCE):
        with transaction.atomic():
            for row in living.filter(pk__in=keys[start : start + _AT_ONCE]):
                held = row.get_decoded()
                if held:
                    same = Session.objects.filter(pk=row.pk, session_data=row.session_data)
                    signed += same.update(session_data=Session.objects.encode(held))
    return signed


def end_every_way_in() -> tuple[int, int]:
    """After a restore: end all sessions and all one-time links, for some of them had been ended or used since. How many of
    each there were. Passwords, passkeys and authenticators stay.
    """
    with transaction.atomic():
        sessions, _ = OpenSession.objects.all().delete()
        links, _ = SignInLink.objects.filter(used_at__isnull=True).delete()
        Session.objects.all().delete()
        audit.record("session:end_all", detail={"sessions": sessions, "links": links})
        realtime.recheck_everybody()
    return sessions, links
