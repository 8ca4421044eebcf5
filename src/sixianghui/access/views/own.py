"""What guards one's own account: the second step, recovery codes, where one is signed in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView as PasswordProofView
from allauth.mfa.base.views import ReauthenticateView as CodeProofView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sixianghui.access import browsers, entry, qr, roll
from sixianghui.access.commands import second_steps, sessions
from sixianghui.access.forms import NewAuthenticator, NewPasskey, PasskeyProof, ProofByCode, ProofByPassword
from sixianghui.common.policy import signed_in
from sixianghui.ui import public as ui


@signed_in
def security(request: HttpRequest) -> HttpResponse:
    """Everything that guards one's own account, on one page."""
    account: Any = request.user
    has = roll.second_steps(account)
    context = {
        "must_set_up": roll.needs_second_step(account) and not has,
        "app": next((one for one in has if one.type == "totp"), None),
        "passkeys": [one for one in has if one.type == "webauthn"],
        "codes_left": roll.codes_left(account),
        "sessions": [
            {"at": one, "here": one.mark == entry.mark_of(request), "browser": browsers.in_words(one.browser)}
            for one in roll.sessions_of(account)
        ],
    }
    return render(request, "access/security.html", context)


@signed_in
@require_POST
def other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    account: Any = request.user
    sessions.end_sessions(account, but=entry.mark_of(request))
    ui.toast(request, _("别的设备都已退出。"))
    return redirect("access:security")


class _Guarded:
    """Asks for a fresh proof before anything is shown or changed, and writes a change down with what follows."""

    request: HttpRequest
    #: What changes, as the audit chain has it.
    change: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = entry.ask_proof(request)
        return asked or super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        account: Any = self.request.user
        with second_steps.changing(account, self.change, session=entry.mark_of(self.request)):
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


class _NewAuthenticator(_Guarded, ActivateTOTPView):
    form_class = NewAuthenticator
    template_name = "access/authenticator.html"
    change = "add_app"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "qr": qr.draw(context["totp_url"])}


class _NoAuthenticator(_Guarded, DeactivateTOTPView):
    template_name = "access/authenticator_removal.html"
    change = "remove_app"


class _NewPasskey(_Guarded, AddWebAuthnView):
    form_class = NewPasskey
    template_name = "access/passkey.html"
    change = "add_passkey"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question for the device asks for one that stays on it and knows its owner."""
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": begin_registration(self.request.user, True)}
        context["by_number"] = entry.is_by_number(self.request)
        return context


class _NoPasskey(_Guarded, RemoveWebAuthnView):
    template_name = "access/passkey_removal.html"
    success_url = reverse_lazy("access:security")
    change = "remove_passkey"

    def form_valid(self, form: Any) -> HttpResponse:
        if not roll.may_remove(self.get_object()):
            messages.error(self.request, _("你的职务要有第二步验证。先加好新的，再删这一个。"))
            return redirect("access:security")
        return super().form_valid(form)


class _Codes(_Guarded, ViewRecoveryCodesView):
    template_name = "access/codes.html"


class _NewCodes(_Guarded, GenerateRecoveryCodesView):
    template_name = "access/codes_renewal.html"
    change = "renew_codes"


class _ProofByPassword(PasswordProofView):
    form_class = ProofByPassword
    template_name = "access/proof.html"
    extra_context = {"by": "password"}


class _ProofByCode(CodeProofView):
    form_class = ProofByCode
    template_name = "access/proof.html"
    extra_context = {"by": "code"}


class _ProofByPasskey(ReauthenticateWebAuthnView):
    form_class = PasskeyProof
    template_name = "access/proof.html"
    extra_context = {"by": "passkey"}

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("没有认出这个通行密钥，请换一种方式。"))
        return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?{self.request.GET.urlencode()}")


new_authenticator = signed_in(_NewAuthenticator.as_view())
no_authenticator = signed_in(_NoAuthenticator.as_view())
new_passkey = signed_in(_NewPasskey.as_view())
no_passkey = signed_in(_NoPasskey.as_view())
codes = signed_in(_Codes.as_view())
new_codes = signed_in(_NewCodes.as_view())
proof_by_password = signed_in(_ProofByPassword.as_view())
proof_by_code = signed_in(_ProofByCode.as_view())
proof_by_passkey = signed_in(_ProofByPasskey.as_view())
