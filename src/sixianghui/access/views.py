"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from sixianghui.access import commands
from sixianghui.access.forms import NewPassword, SignIn
from sixianghui.common.errors import HouseError, NotThere
from sixianghui.common.policy import open_to_all, signed_in

_BACKEND = "sixianghui.access.backends.Accounts"


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: only to a path of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""


@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form of name and password."""
    form = SignIn(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and form.account is not None:
        login(request, form.account, backend=_BACKEND)
        commands.note_entry(form.account, request.META["REMOTE_ADDR"])
        return redirect(_next(request) or "workbench:week")
    status = 429 if form.must_wait else 200
    return render(request, "access/sign_in.html", {"form": form, "next": _next(request)}, status=status)


@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. Only by POST, so that no picture or link can do it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(request)
    response = render(request, "access/signed_out.html")
    response.delete_cookie("csrftoken")
    return response


@open_to_all
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link. Opening it shows a button; only pressing it spends the link, so that a preview cannot."""
    if request.method != "POST":
        return render(request, "access/link.html", {"token": token})
    try:
        account = commands.use_link(token, address=request.META["REMOTE_ADDR"])
    except NotThere as error:
        return render(request, "access/link_gone.html", {"message": str(error)}, status=404)
    login(request, account, backend=_BACKEND)
    return redirect("workbench:week" if account.is_sample else "access:password")


@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Choose a new password."""
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_password(request.user, form.cleaned_data["password"])  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("password", str(error))
        else:
            login(request, request.user, backend=_BACKEND)  # type: ignore[arg-type]
            return redirect("workbench:week")
    return render(request, "access/password.html", {"form": form})
