"""The trip to a provider and back: sign in by it, or link it to one's account."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sixianghui.access import entry, queries
from sixianghui.access.actions import Action
from sixianghui.access.adapters.base import Outside, Trip
from sixianghui.access.adapters.fetch import Down, NotAccepted, ProviderProblem
from sixianghui.access.adapters.ways import PROVIDERS, provider_of
from sixianghui.access.commands import identities
from sixianghui.access.forms import KnownIdentity
from sixianghui.access.models import Account
from sixianghui.common import ids
from sixianghui.common.errors import HouseError, NotThere
from sixianghui.common.policy import open_to_all, requires, signed_in
from sixianghui.ui import public as ui

logger = logging.getLogger(__name__)


class Cancelled(ProviderProblem):
    """The person did not agree over there."""


class Stale(ProviderProblem):
    """The way back belongs to no trip of this browser, or to one begun too long ago."""


#: What happened and what to do: when signing in, when linking.
_SENTENCES: dict[type[ProviderProblem], dict[str, Any]] = {
    Cancelled: {
        "login": gettext_lazy("你没有同意用%(provider)s登录。可以再试，也可以用密码登录。"),
        "connect": gettext_lazy("你在%(provider)s那边没有同意，所以没有连上。"),
    },
    Stale: {
        "login": gettext_lazy("这一次%(provider)s登录隔得太久了，请再按一次。"),
        "connect": gettext_lazy("隔得太久了，没有连上%(provider)s，请再按一次。"),
    },
    NotAccepted: {
        "login": gettext_lazy("%(provider)s没有认可这一次登录，请再试一次，或者用密码登录。"),
        "connect": gettext_lazy("%(provider)s没有认可，所以没有连上。请再试一次。"),
    },
    Down: {
        "login": gettext_lazy("%(provider)s现在连不上。请先用密码登录，或者过一会儿再试。"),
        "connect": gettext_lazy("%(provider)s现在连不上，请过一会儿再试。"),
    },
}


def _back_with(request: HttpRequest, process: str, text: str) -> HttpResponse:
    """The page where the trip began, with what went wrong."""
    messages.error(request, text)
    return redirect("access:security" if process == "connect" else "access:sign-in")


def _failed(request: HttpRequest, provider: Outside, process: str, problem: ProviderProblem) -> HttpResponse:
    logger.warning("sign-in by %s: %s: %s", provider.id, type(problem).__name__, problem)
    return _back_with(request, process, _SENTENCES[type(problem)][process] % {"provider": provider.name})


def _provider(request: HttpRequest, name: str) -> Outside:
    provider = provider_of(request, name)
    if provider is None:
        raise Http404
    return provider


@open_to_all
def start(request: HttpRequest, name: str) -> HttpResponse:
    """Set out. Only by POST, so that no link can send anybody; linking needs someone who has just proved who they are.

    The answer is a page that leads on by itself: a redirect after a form would need a hole in the content policy.
    """
    provider = _provider(request, name)
    process = "connect" if request.POST.get("process") == "connect" else "login"
    if request.method != "POST":
        return redirect("access:sign-in")
    if process == "connect":
        if not request.user.is_authenticated:
            return redirect("access:sign-in")
        asked = entry.ask_proof(request, reverse("access:security"))
        if asked:
            return asked
    target = request.POST.get("next", "")
    trip = Trip(
        state=ids.new_token(),
        callback=request.build_absolute_uri(reverse("provider_back", args=[name])),
        secret=ids.new_token(32),
    )
    try:
        address = provider.way_out(request, trip)
    except ProviderProblem as problem:
        return _failed(request, provider, process, problem)
    provider.stash_redirect_state(
        request,
        process,
        target if target and get_adapter(request).is_safe_url(target) else reverse("workbench:week"),
        state_id=trip.state,
        secret=trip.secret,
        callback=trip.callback,
        language=translation.get_language(),
        account=request.user.pk if process == "connect" else None,
    )
    return render(request, "access/outside.html", {"provider": provider, "address": address})


@open_to_all
def back(request: HttpRequest, name: str) -> HttpResponse:
    """Come back: only from a trip that this browser began, and only with what the provider itself answers."""
    provider = _provider(request, name)
    try:
        trip = provider.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        return _failed(request, provider, "login", Stale("no such trip"))
    with translation.override(trip["language"]):
        try:
            identifiers = _identifiers(request, provider, trip)
        except ProviderProblem as problem:
            return _failed(request, provider, trip["process"], problem)
        if trip["process"] == "connect":
            return _connect(request, provider, identifiers, trip)
        return _enter(request, provider, identifiers, trip)


def _identifiers(request: HttpRequest, provider: Outside, trip: dict[str, Any]) -> tuple[str, ...]:
    code = request.GET.get(provider.code_name, "")
    if request.GET.get("error") not in (None, "access_denied"):
        raise NotAccepted("an error in the address")
    if not code:
        raise Cancelled("no code")
    if len(code) > 2048 or not code.isascii() or not code.isprintable():
        raise NotAccepted("an odd code")
    return provider.identify(
        code, Trip(request.GET["state"], callback=trip["callback"], secret=trip["secret"])
    )


def _enter(
    request: HttpRequest, provider: Outside, identifiers: tuple[str, ...], trip: dict[str, Any]
) -> HttpResponse:
    identity = queries.identity_of(provider.kept_as(), identifiers)
    if identity is None:
        identities.note_stranger(provider.kept_as(), request.META["REMOTE_ADDR"])
        text = _(
            "这个%(provider)s还没有连到账号。有账号的，先用密码登录，下一页就能连上；没有账号的，请所在组织的书记邀请。"
        )
        messages.error(request, text % {"provider": provider.name})
        return redirect(f"{reverse('access:sign-in')}?{urlencode({'next': reverse('access:security')})}")
    account = identities.use_identity(identity, identifiers[0])
    return entry.enter(request, account, by=provider.kept_as(), then=trip["next"])


def _connect(
    request: HttpRequest, provider: Outside, identifiers: tuple[str, ...], trip: dict[str, Any]
) -> HttpResponse:
    account = request.user
    if not isinstance(account, Account) or account.pk != trip["account"]:
        return _failed(request, provider, "connect", Stale("someone else's trip"))
    try:
        identities.connect_identity(account, provider.kept_as(), *identifiers)
    except HouseError as error:
        return _back_with(request, "connect", str(error))
    ui.toast(request, _("连上了，以后可以用%(provider)s登录。") % {"provider": provider.name})
    return redirect("access:security")


@signed_in
@require_POST
def disconnect(request: HttpRequest, number: int) -> HttpResponse:
    """Take one of my ways in away."""
    account: Any = request.user
    asked = entry.ask_proof(request, reverse("access:security"))
    if asked:
        return asked
    try:
        identities.disconnect_identity(account, number, session=entry.mark_of(request))
    except HouseError as error:
        return _back_with(request, "connect", str(error))
    ui.toast(request, _("断开了。"))
    return redirect("access:security")


@requires(Action.OPEN_ACCOUNT)
def beforehand(request: HttpRequest) -> HttpResponse:
    """Link somebody who has not come in yet, by what an administrator knows of them."""
    known = [one for one in (provider_of(request, each.id) for each in PROVIDERS) if one and one.known_by]
    form = KnownIdentity(
        request.POST or None, providers=[(one.id, f"{one.name} · {one.known_by}") for one in known]
    )
    if request.method == "POST" and form.is_valid():
        provider = next(one for one in known if one.id == form.cleaned_data["provider"])
        account = queries.account_named(form.cleaned_data["username"])
        try:
            if account is None:
                raise NotThere(_("没有这个登录名，请核对。"))
            identifier = provider.named(form.cleaned_data["identifier"])
            identities.connect_identity(account, provider.kept_as(), identifier, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("username", str(error))
        else:
            ui.toast(request, _("给%(name)s连上了。") % {"name": account.name})
            return redirect("access:beforehand")
    status = 422 if form.errors else 200
    return render(request, "access/beforehand.html", {"form": form, "known": known}, status=status)
