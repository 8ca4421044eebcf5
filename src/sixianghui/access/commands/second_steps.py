"""The second step: its secrets, what follows a change of it, and its reset by two people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.actions import Action
from sixianghui.access.commands.sessions import end_sessions
from sixianghui.access.models import Account, ResetRequest, StepSecret
from sixianghui.access.queries import require
from sixianghui.access.signals import security_changed
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused


def keep_secret(text: str) -> str:
    """Keep a secret of an authenticator encrypted; returns the reference that stands for it in allauth's row."""
    return StepSecret.objects.create(text=text).ref


@contextmanager
def changing(account: Account, change: str, *, session: str = "") -> Iterator[None]:
    """Around a change of somebody's second step: one transaction with its line of audit.

    Every other browser is signed out, so that whoever came in before without the new step is out; the owner is told.
    """
    with transaction.atomic():
        before = _secrets_of(account)
        yield
        StepSecret.objects.filter(ref__in=before - _secrets_of(account)).delete()
        end_sessions(account, but=session)
        audit.record(f"second-step:{change}", actor=account, thing=account)
        security_changed.send(sender=Account, account_id=account.pk, what=f"second-step:{change}")


def ask_reset(account: Account, *, by: Account) -> ResetRequest:
    """Ask that somebody's second step be taken off, because they have lost it. Another person decides."""
    require(by, Action.OPEN_ACCOUNT)
    if account.pk == by.pk:
        raise Conflict(_("自己的要请另一位安全管理员来提。"))
    if not Authenticator.objects.filter(user=account).exists():
        raise Conflict(_("这个账号没有设第二步验证，不用重置。"))
    try:
        with transaction.atomic():
            request = ResetRequest.objects.create(account=account, asked_by=by)
            audit.record("reset:ask", actor=by, thing=account)
    except IntegrityError as error:
        raise Conflict(_("已经有人提过了，等另一个人批。")) from error
    return request


def decide_reset(request: ResetRequest, *, approve: bool, by: Account) -> ResetRequest:
    """Take the second step off, or not. Who asked does not decide, nor does whom it is about.

    The account is signed out everywhere; its owner, told of it, comes in by password or link and sets up a new one.
    """
    require(by, Action.APPROVE_RESET)
    if by.pk in {request.asked_by_id, request.account_id}:
        raise Refused(_("提的人和本人都不能批，要另一个人来批。"))
    account = request.account
    with transaction.atomic():
        changed = ResetRequest.objects.filter(pk=request.pk, decided_at__isnull=True).update(
            decided_by=by, decided_at=time.now(), is_approved=approve
        )
        if not changed:
            raise Conflict(_("这件事已经有人批过了。"))
        if approve:
            take_off(account)
        audit.record("reset:approve" if approve else "reset:refuse", actor=by, thing=account)
    request.refresh_from_db()
    return request


def take_off(account: Account) -> None:
    """Remove every second step of an account, sign it out everywhere and tell its owner. Asks no permission."""
    with transaction.atomic():
        forget_secrets(account)
        Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
        audit.record("second-step:reset", thing=account)
        security_changed.send(sender=Account, account_id=account.pk, what="second-step:reset")


def forget_secrets(account: Account) -> None:
    """Delete the secrets of an account's authenticators, before these are deleted."""
    StepSecret.objects.filter(ref__in=_secrets_of(account)).delete()


def _secrets_of(account: Account) -> set[str]:
    """The references to secrets in an account's authenticators."""
    rows = Authenticator.objects.filter(user=account).values_list("data", flat=True)
    return {ref for data in rows for ref in (data.get("secret"), data.get("seed")) if ref}
