"""Who is there, whether they have proved enough, and default deny: every view declares who may enter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access import entry, roll, rules
from sixianghui.access.commands import sessions
from sixianghui.access.models import Account, OpenSession
from sixianghui.access.policies import policy_for
from sixianghui.access.posts import is_for_staff_alone
from sixianghui.access.queries import may
from sixianghui.common import wire
from sixianghui.ui import public as ui

Answer = Callable[[HttpRequest], HttpResponse]

#: What somebody may still open who has yet to do that.
_ON_THE_WAY = frozenset(
    {
        "access:security", "access:password", "access:sign-out", "access:sign-in", "access:link", "mfa_index",
        "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "account_logout", "account_login", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    }
)  # fmt: skip


class Sessions:
    """A session holds only while its row is there and it is not over; both are asked anew by each request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Account):
            # Not Django's: a preview at the desk asks these pages while that one says the time of the site (`desk_clock`).
            now = dt.datetime.now(dt.UTC)
            found = roll.session_of(request.user, request.session.get(entry.TOKEN, ""))
            if found is None or self._is_over(request.user, found, now):
                logout(request)
                request.was_signed_in = True  # type: ignore[attr-defined]
            else:
                self._use(request, found, now)
        return self.get_response(request)

    def _is_over(self, account: Account, session: OpenSession, now: dt.datetime) -> bool:
        return rules.has_ended(roll.stay_of(account), began=session.began_at, seen=session.seen_at, now=now)

    def _use(self, request: HttpRequest, session: OpenSession, now: dt.datetime) -> None:
        if request.path == wire.EVENTS:
            return  # A page that was left open is not somebody at work.
        try:
            sessions.use_session(session, now=now)
        except DatabaseError:
            # A full disk or a lock is no reason to show nobody anything; the session then simply ends a little earlier.
            return


class Enforce:
    """Ask the view's policy before it runs. A view without one is refused, whoever asks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        policy = policy_for(view, request.resolver_match.route if request.resolver_match else "")
        if policy is not None and policy.open:
            return None
        if policy is None:
            return ui.sentence(request, 403)
        if policy.action is not None and self._is_out_of_bounds(request, policy.action):
            return ui.sentence(request, 403, _("这一页只能在单位的网络里打开。"))
        if not request.user.is_authenticated:
            return redirect_to_login(self._here(request), self._door(request))
        if policy.action is None or may(request.user, policy.action):
            return None
        return ui.sentence(
            request, 403, _("这一页要由相应职务的人打开。工作需要的话，请书记提一个职务，由另一个人批。")
        )

    @staticmethod
    def _is_out_of_bounds(request: HttpRequest, action: str) -> bool:
        """Whether staff may do this from certain networks only, and the client is elsewhere.

        The address is the one that `front` vouches for; what a client says of itself never gets here.
        """
        networks = settings.CONFIG.staff_networks
        return (
            bool(networks)
            and is_for_staff_alone(action)
            and not rules.is_within(request.META["REMOTE_ADDR"], networks)
        )

    @staticmethod
    def _here(request: HttpRequest) -> str:
        """Where to come back to: a form that was being sent is not there to be read again."""
        return request.get_full_path() if request.method in {"GET", "HEAD"} else ""

    @staticmethod
    def _door(request: HttpRequest) -> str:
        """Our sign-in; it says why it is shown to somebody who was signed in a moment ago."""
        return reverse("access:sign-in") + ("?again=1" if hasattr(request, "was_signed_in") else "")


class FirstThings:
    """What somebody has to do before anything else: set up a second step, renew an old password."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Whatever way they came in, whatever they want to open."""
        account = request.user
        here = request.resolver_match.view_name if request.resolver_match else ""
        if not isinstance(account, Account) or here in _ON_THE_WAY:
            return None
        if roll.needs_second_step(account) and not roll.has_second_step(account):
            return HttpResponseRedirect(reverse("access:security"))
        if roll.must_renew_password(account):
            return HttpResponseRedirect(f"{reverse('access:password')}?old=1")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """allauth asks for a fresh proof: ask for it without keeping what was typed."""
        return entry.ask_proof(request) if isinstance(error, ReauthenticationRequired) else None
