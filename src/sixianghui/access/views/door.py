"""Signing in and out."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.core.internal import ratelimit
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from sixianghui.access import entry, roll
from sixianghui.access.commands import accounts
from sixianghui.access.forms import NewPassword, PasskeyEntry, SecondStepCode, SignIn
from sixianghui.common.errors import HouseError, NotThere
from sixianghui.common.policy import open_to_all, signed_in
from sixianghui.ui import public as ui


class _SignIn(LoginView):
    """The form of name and password."""

    form_class = SignIn
    template_name = "access/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"next": self.get_next_url() or "", "again": "again" in self.request.GET}
        return {**super().get_context_data(**kwargs), **more}

    def form_invalid(self, form: SignIn) -> HttpResponse:
        """The form again, with 429 when it was tried too often."""
        return self.render_to_response(
            self.get_context_data(form=form), status=429 if form.must_wait else 200
        )


class _SecondStep(AuthenticateView):
    """After the password or whatever else: a code, or the passkey."""

    form_class = SecondStepCode
    template_name = "access/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {str(one.type) for one in roll.second_steps(self.stage.login.user)}
        return {**super().get_context_data(**kwargs), "kinds": kinds}

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again, with 429 when it was tried too often."""
        status = 429 if getattr(form, "must_wait", False) else 200
        return self.render_to_response(self.get_context_data(), status=status)


@method_decorator(
    ratelimit.decorator(app="allauth.mfa", action="webauthn_login", limit_get=True), name="dispatch"
)
class _Passkey(LoginWebAuthnView):
    """A passkey instead of name, password and second step. Asked for JSON, it gives the question for the device.

    Each question is a row in the table of sessions, so one address gets only so many a minute.
    """

    form_class = PasskeyEntry

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("没有认出这个通行密钥，请换一种方式登录。"))
        return redirect("access:sign-in")


sign_in = open_to_all(_SignIn.as_view())
second_step = open_to_all(_SecondStep.as_view())
passkey = open_to_all(_Passkey.as_view())


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
        with transaction.atomic():  # a link is not spent unless its owner is in
            account = accounts.use_link(token, address=request.META["REMOTE_ADDR"])
            then = "workbench:week" if account.is_sample else "access:password"
            return entry.enter(request, account, by="link", then=reverse(then))
    except NotThere as error:
        return render(request, "access/link_gone.html", {"message": str(error)}, status=404)


@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Choose a new password, soon after having proved who one is. Every other browser is signed out by it."""
    asked = entry.ask_proof(
        request, back=reverse("access:password") + ("?old=1" if "old" in request.GET else "")
    )
    if asked is not None:
        return asked
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account: Any = request.user
        try:
            accounts.set_password(account, form.cleaned_data["password"], session=entry.mark_of(request))
        except HouseError as error:
            form.add_error("password", str(error))
        else:
            update_session_auth_hash(request, account)
            ui.toast(request, _("密码换好了，别的设备都已退出。"))
            return redirect("workbench:week")
    return render(request, "access/password.html", {"form": form, "old": "old" in request.GET})
