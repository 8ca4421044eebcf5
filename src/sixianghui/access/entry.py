"""The few places where we reach into allauth: begin a sign-in, and what someone has proved in this session.

Every way in goes through allauth's stages, so that none gets around the second step.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from sixianghui.access import rules
from sixianghui.access.models import Account
from sixianghui.common import ids

#: Where a browser's session keeps the token of its `OpenSession`.
TOKEN = "sixianghui.session"  # noqa: S105  (a key, not a secret)


def enter(request: HttpRequest, account: Account, *, by: str, then: str) -> HttpResponse:
    """Sign `account` in by a proof that is not a password (`by`), through the second step, and go to `then`."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, account, method=by)
    response: HttpResponse = perform_login(request, account, redirect_url=then)
    return response


def proofs(request: HttpRequest, account: Account) -> str:
    """By what someone has come in, as codes: `password`, `password+totp`, `link`, `webauthn`."""
    found = [
        str(one.get("type") or one.get("provider") or one["method"])
        for one in get_authentication_records(request, account)
    ]
    return "+".join(dict.fromkeys(found)) or "unknown"


def mark_of(request: HttpRequest) -> str:
    """The mark of this browser's `OpenSession`; empty when it has none."""
    token = request.session.get(TOKEN, "")
    return ids.digest_of(token) if token else ""


def is_fresh(request: HttpRequest) -> bool:
    """Whether someone proved who they are within the last minutes."""
    records = get_authentication_records(request, request.user)
    return bool(records) and timezone.now().timestamp() - records[-1]["at"] < rules.FRESH.total_seconds()


def must_prove(request: HttpRequest) -> bool:
    """Whether someone has to prove once more who they are before changing what guards their account.

    The invented people of a demo could not: the link by which they came worked once.
    """
    return not (is_fresh(request) or (isinstance(request.user, Account) and request.user.is_sample))


def ask_proof(request: HttpRequest, back: str = "") -> HttpResponse | None:
    """Where to prove once more who one is; None if that was just done.

    What was typed is not carried along: it may be a password. Who has nothing to prove it with here signs in again.
    """
    if not must_prove(request):
        return None
    back = back or request.get_full_path()
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        logout(request)
        return redirect_to_login(back)
    return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def is_by_number(request: HttpRequest) -> bool:
    """Whether the site is visited under an IP address; passkeys need a name."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
