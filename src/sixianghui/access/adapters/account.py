"""What allauth asks of the house: who may come in how, and what it says. Its own limits and mails are off."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access import browsers, entry, roll, rules
from sixianghui.access.commands import second_steps, tries
from sixianghui.access.models import Account
from sixianghui.ui import public as ui

#: allauth's names for what can go wrong, in our words. A name is never confirmed to exist.
SENTENCES = {
    "username_password_mismatch": gettext_lazy("登录名或密码不对，请再试一次。"),
    "incorrect_password": gettext_lazy("密码不对，请再试一次。"),
    "too_many_login_attempts": gettext_lazy(
        "试了太多次，请等一刻钟再来。忘了密码可以请安全管理员发一个新的登录链接。"
    ),
    "incorrect_code": gettext_lazy("验证码不对，请看清楚再试一次。"),
    "cannot_delete_authenticator": gettext_lazy("你的职务要有第二步验证。先加好新的，再删这一个。"),
    "cannot_generate_recovery_codes": gettext_lazy("先设好验证器或通行密钥，才有备用码。"),
    "rate_limited": gettext_lazy("试了太多次，请等一刻钟再来。"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator; failed tries are counted by name and address, in the database."""

    error_messages = {**DefaultAccountAdapter.error_messages, **SENTENCES}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this site: no host, no scheme, whatever a link says."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at, so that many at once are no way around the limit."""
        if not tries.begin_try(credentials.get("username", ""), request.META["REMOTE_ADDR"]):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Who this is, or None; a right password clears the tries before it."""
        found = super().authenticate(request, **credentials)
        if isinstance(found, Account):
            tries.forgive(found.username, request.META["REMOTE_ADDR"])
            return found
        tries.note_refusal(request.META["REMOTE_ADDR"])
        return None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in has just proved who they are."""
        return entry.must_prove(self.request)

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """An invented person comes in by a link on this machine, and by nothing else."""
        if user.is_sample and not (
            entry.proofs(request, user) == "link" and rules.is_loopback(request.META["REMOTE_ADDR"])
        ):
            return ui.sentence(request, 403, _("示例账号只能用一次性链接登录。"))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        return ui.sentence(request, 403, _("这个账号停用了。要恢复，请找安全管理员。"))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Every way in ends here: one line in the audit chain says by which proofs."""
        tries.note_entry(user, request.META["REMOTE_ADDR"], by=entry.proofs(request, user))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what our own views say; allauth's ready-made messages are left out."""
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The house keeps no addresses here; `notify` tells people."""


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step: what it is called, and how its secrets are kept."""

    error_messages = {**DefaultMFAAdapter.error_messages, **SENTENCES}

    def encrypt(self, text: str) -> str:
        return second_steps.keep_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return roll.secret_of(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Somebody whose post asks for a second step keeps one."""
        return roll.may_remove(authenticator)

    def build_totp_svg(self, url: str) -> str:
        """Our page draws the code itself, so that nothing is trusted as markup."""
        return ""

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        """A name by which its owner knows a passkey again: what they are sitting at."""
        return browsers.in_words(rules.browser_of(self.request.META.get("HTTP_USER_AGENT", "")))


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Nobody registers by a provider, and nothing is fetched but by `fetch.ask`."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Any:
        raise RuntimeError("providers are asked by sixianghui.access.adapters.fetch alone")
