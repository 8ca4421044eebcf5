"""The second step: its secrets, what follows a change of it, and its reset by two people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from django.db import transaction

from sixianghui.access.commands.sessions import end_sessions
from sixianghui.access.models import Account, StepSecret
from sixianghui.access.signals import security_changed
from sixianghui.audit import public as audit


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
        audit.record(f"second-step:{change}", actor=account, thing=account)
        end_sessions(account, but=session)
        security_changed.send(sender=Account, account_id=account.pk, what=f"second-step:{change}")


def forget_secrets(account: Account) -> None:
    """Delete the secrets of an account's authenticators, before these are deleted."""
    StepSecret.objects.filter(ref__in=_secrets_of(account)).delete()


def _secrets_of(account: Account) -> set[str]:
    """The references to secrets in an account's authenticators."""
    rows = Authenticator.objects.filter(user=account).values_list("data", flat=True)
    return {ref for data in rows for ref in (data.get("secret"), data.get("seed")) if ref}
