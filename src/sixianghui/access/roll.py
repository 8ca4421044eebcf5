"""What is known of accounts, their sessions and second steps. Reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone

from sixianghui.access import entry, rules
from sixianghui.access.actions import Action
from sixianghui.access.models import Account, OpenSession, ResetRequest, StepSecret
from sixianghui.access.posts import SECOND_FACTOR, STAFF
from sixianghui.access.queries import Person, held_by, may
from sixianghui.common import ids

#: Kinds of proof that count as a second step; recovery codes only stand in for one.
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

#: How the sign-in names of erased accounts begin.
ERASED = "erased-"


def is_staff(account: Account) -> bool:
    """Whether someone holds a post in the committee's offices."""
    return any(one.post in STAFF for one in held_by(account))


def needs_second_step(account: Account) -> bool:
    """Whether someone's posts ask for a second step. The invented people of a demo are let off."""
    return not account.is_sample and any(one.post in SECOND_FACTOR for one in held_by(account))


def has_second_step(account: Account) -> bool:
    """Whether someone has an authenticator or a passkey."""
    return bool(Authenticator.objects.filter(user=account, type__in=SECOND_STEPS).exists())


def second_steps(account: Account) -> list[Authenticator]:
    """Someone's authenticator and passkeys, the oldest first."""
    return list(
        Authenticator.objects.filter(user=account, type__in=SECOND_STEPS).order_by("created_at", "pk")
    )


def may_remove(step: Authenticator) -> bool:
    """Whether a second step may go: somebody whose post asks for one keeps one."""
    return not needs_second_step(step.user) or any(one.pk != step.pk for one in second_steps(step.user))


def secret_of(ref: str) -> str:
    """The secret for which a reference stands; empty when it is gone."""
    found = StepSecret.objects.filter(ref=ref).first()
    return "" if found is None else str(found.text)


def codes_left(account: Account) -> int | None:
    """How many recovery codes someone has left; None when they have none at all."""
    found = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return None if found is None else len(found.wrap().get_unused_codes())


def must_renew_password(account: Account, *, now: dt.datetime | None = None) -> bool:
    """Whether the profile `djbh` asks someone of the staff to change a password that is ninety days old."""
    if (
        settings.CONFIG.security_profile != "djbh"
        or not account.has_usable_password()
        or not is_staff(account)
    ):
        return False
    return account.password_at is None or (now or timezone.now()) - account.password_at >= rules.PASSWORD_LIFE


def stay_of(account: Account) -> rules.Stay:
    """How long this person's sessions last, by the posts they hold now."""
    if account.is_sample:
        return rules.SAMPLE_STAY
    return rules.STAFF_STAY if is_staff(account) else rules.MEMBER_STAY


def session_of(account: Account, token: str) -> OpenSession | None:
    """The session that a browser's token stands for, over or not."""
    return OpenSession.objects.filter(account=account, mark=ids.digest_of(token)).first() if token else None


def sessions_of(account: Account, *, now: dt.datetime | None = None) -> list[OpenSession]:
    """Where someone is signed in, the last one first."""
    moment, stay = now or timezone.now(), stay_of(account)
    return [
        one
        for one in OpenSession.objects.filter(account=account).order_by("-seen_at")
        if not rules.has_ended(stay, began=one.began_at, seen=one.seen_at, now=moment)
    ]


def accounts(words: str = "", *, disabled_alone: bool = False) -> QuerySet[Account]:
    """Accounts by sign-in name, narrowed by a piece of sign-in name or name. For those who may open accounts."""
    found = Account.objects.exclude(username__startswith=ERASED).order_by("username")
    if disabled_alone:
        found = found.filter(is_active=False)
    for word in words.split():
        found = found.filter(Q(username__icontains=word) | Q(name__icontains=word))
    return found


def account(number: int) -> Account | None:
    """One account."""
    return accounts().filter(pk=number).first()


def open_reset_of(account: Account) -> ResetRequest | None:
    """The request to take off this account's second step that nobody has decided yet."""
    return (
        ResetRequest.objects.filter(account=account, decided_at__isnull=True)
        .select_related("asked_by")
        .first()
    )


def resets_to_decide(person: Person) -> list[ResetRequest]:
    """The requests that this person may decide, the oldest first: not what they asked for, nor what is about them."""
    if not may(person, Action.APPROVE_RESET):
        return []
    waiting = ResetRequest.objects.filter(decided_at__isnull=True).select_related("account", "asked_by")
    return list(waiting.exclude(asked_by=person.pk).exclude(account=person.pk).order_by("asked_at", "pk"))


def accounts_behind(sessions: Collection[str]) -> dict[str, int]:
    """Which account is signed in in each of these sessions, by the keys of their cookies. Two queries.

    For counting without anybody's page being asked for: it is no use of a session.
    """
    held = Session.objects.filter(session_key__in=sessions, expire_date__gt=timezone.now())
    marks = {ids.digest_of(one.get_decoded().get(entry.TOKEN, "")): one.session_key for one in held}
    found = OpenSession.objects.filter(mark__in=marks).values_list("mark", "account_id")
    return {marks[mark]: account for mark, account in found}
