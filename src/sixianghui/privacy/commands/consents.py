"""Saying yes to one purpose, and taking it back, each with a row in the chain."""

from __future__ import annotations

from django.db import transaction

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.vault import public as vault
from sixianghui.vault.public import Consent


def give_consent(code: str, *, by: Account) -> Consent:
    """Agree, for oneself."""
    with transaction.atomic():
        given = vault.give_consent(by.pk, code)
        audit.record("consent:give", actor=by, thing=given, detail={"purpose": code})
    return given


def withdraw_consent(code: str, *, by: Account) -> Consent:
    """Take it back, for oneself; nothing else changes."""
    with transaction.atomic():
        taken = vault.withdraw_consent(by.pk, code)
        audit.record("consent:withdraw", actor=by, thing=taken, detail={"purpose": code})
    return taken
