"""Codes of an authenticator app, as a phone would show them."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone


def code_of(secret: str, *, later: int = 0) -> str:
    """What the app shows `later` half minutes from now; one either way is still taken."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + later))
