"""The accounts of others: open, disable, make links; take off a second step, decided by another."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.access import entry, queries, roll
from sixianghui.access.actions import Action
from sixianghui.access.commands import accounts, second_steps
from sixianghui.access.forms import FindAccount, NewAccount
from sixianghui.access.models import Account
from sixianghui.access.words import post_words
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui

PAGE = 50


@requires(Action.OPEN_ACCOUNT)
@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    """The accounts, found by a piece of name or sign-in name."""
    find = FindAccount(request.GET)
    found = roll.accounts(find.words, disabled_alone=find.disabled_alone)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "access/accounts.html", {"find": find, "page": page})


@requires(Action.OPEN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an account. Its one-time link is shown once, on the answer itself."""
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account, token = accounts.open_with_link(**form.cleaned_data, by=_me(request))
        except HouseError as error:
            form.add_error("username", str(error))
        else:
            return render(
                request, "access/account_link.html", {"account": account, "token": token, "is_new": True}
            )
    return render(request, "access/account_new.html", {"form": form}, status=422 if form.errors else 200)


@requires(Action.OPEN_ACCOUNT)
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One account: which posts it holds, how it is guarded, what may be done with it."""
    account = _account(number)
    posts = dict.fromkeys(
        post_words(held.post) for held in sorted(queries.held_by(account), key=lambda held: held.post)
    )
    context = {
        "account": account,
        "posts": list(posts),
        "has_second_step": roll.has_second_step(account),
        "needs_second_step": roll.needs_second_step(account),
        "reset": roll.open_reset_of(account),
        "is_me": account.pk == request.user.pk,
    }
    return render(request, "access/account.html", context)


@requires(Action.OPEN_ACCOUNT)
@require_POST
def state(request: HttpRequest, number: int) -> HttpResponse:
    """Disable or enable; disabling ends every session with its next request."""
    account = _account(number)
    try:
        if request.POST.get("to") == "disabled":
            accounts.disable_account(account, by=_me(request))
            ui.toast(request, _("%(name)s的账号停用了，开着的页面也都退出了。") % {"name": account.name})
        else:
            accounts.enable_account(account, by=_me(request))
            ui.toast(request, _("%(name)s的账号启用了。") % {"name": account.name})
    except HouseError as error:
        ui.refused(request, str(error))
    return redirect("access:account", number)


@requires(Action.OPEN_ACCOUNT)
@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """A new one-time link, shown once."""
    asked = entry.ask_proof(request, back=reverse("access:account", args=[number]))
    if asked is not None:
        return asked
    account = _account(number)
    try:
        token = accounts.renew_link(account, by=_me(request))
    except HouseError as error:
        ui.refused(request, str(error))
        return redirect("access:account", number)
    return render(request, "access/account_link.html", {"account": account, "token": token, "is_new": False})


@requires(Action.OPEN_ACCOUNT)
@require_POST
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """Ask that the second step be taken off."""
    try:
        second_steps.ask_reset(_account(number), by=_me(request))
    except HouseError as error:
        ui.refused(request, str(error))
    else:
        ui.toast(request, _("提出了，等另一个人批。"))
    return redirect("access:account", number)


@requires(Action.APPROVE_RESET)
@require_safe
def resets(request: HttpRequest) -> HttpResponse:
    """Second steps that somebody asked to take off, and that this person may decide."""
    return render(request, "access/resets.html", {"waiting": roll.resets_to_decide(_me(request))})


@requires(Action.APPROVE_RESET)
@require_POST
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """Take it off, or not, soon after having proved who one is."""
    asked = entry.ask_proof(request, back=reverse("access:resets"))
    if asked is not None:
        return asked
    wanted = next((each for each in roll.resets_to_decide(_me(request)) if each.pk == number), None)
    if wanted is None:
        raise Http404
    approve = request.POST.get("answer") == "yes"
    try:
        second_steps.decide_reset(wanted, approve=approve, by=_me(request))
    except HouseError as error:
        ui.refused(request, str(error))
    else:
        name = {"name": wanted.account.name}
        ui.toast(
            request,
            (
                _("重置了，请%(name)s重新登录，设一个新的。")
                if approve
                else _("没有同意，%(name)s的第二步验证照旧。")
            )
            % name,
        )
    return redirect("access:resets")


def _account(number: int) -> Account:
    found = roll.account(number)
    if found is None:
        raise Http404
    return found


def _me(request: HttpRequest) -> Account:
    me: Any = request.user
    return me
