"""The few places where we reach into allauth: begin a sign-in, and what someone has proved in this session.

Every way in goes through allauth's stages, so that none gets around the second step.
"""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sixianghui.access import rules
from sixianghui.access.models import Account


def enter(request: HttpRequest, account: Account, *, by: str, then: str) -> HttpResponse:
    """Sign `account` in by a proof that is not a password (`by`), through the second step, and go to `then`."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, account, method=by)
    response: HttpResponse = perform_login(request, account, redirect_url=then)
    return response


def proofs(request: HttpRequest) -> str:
    """By what someone has come in, as codes: `password`, `password+totp`, `link`, `webauthn`."""
    found = [
        str(one.get("type") or one.get("provider") or one["method"])
        for one in get_authentication_records(request, request.user)
    ]
    return "+".join(dict.fromkeys(found)) or "unknown"


def is_fresh(request: HttpRequest) -> bool:
    """Whether someone proved who they are within the last minutes."""
    records = get_authentication_records(request, request.user)
    return bool(records) and timezone.now().timestamp() - records[-1]["at"] < rules.FRESH.total_seconds()
