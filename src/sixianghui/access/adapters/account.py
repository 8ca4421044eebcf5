"""What allauth asks of the house: who may come in how, and what it says. Its own limits and mails are off."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access import commands, entry
from sixianghui.access.models import Account
from sixianghui.ui import public as ui

#: allauth's names for what can go wrong, in our words. A name is never confirmed to exist.
SENTENCES = {
    "username_password_mismatch": gettext_lazy("登录名或密码不对，请再试一次。"),
    "incorrect_password": gettext_lazy("密码不对，请再试一次。"),
    "too_many_login_attempts": gettext_lazy(
        "试了太多次，请等一刻钟再来。忘了密码可以请管理员发一个新的登录链接。"
    ),
    "incorrect_code": gettext_lazy("验证码不对，请看清楚再试一次。"),
    "rate_limited": gettext_lazy("试了太多次，请等一刻钟再来。"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator; failed tries are counted by name and address, in the database."""

    error_messages = {**DefaultAccountAdapter.error_messages, **SENTENCES}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this site: no host, no scheme, whatever a link says."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at, so that many at once are no way around the limit."""
        if not commands.begin_try(credentials.get("username", ""), request.META["REMOTE_ADDR"]):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Who this is, or None; a right password clears the tries before it."""
        found = super().authenticate(request, **credentials)
        if isinstance(found, Account):
            commands.forgive(found.username, request.META["REMOTE_ADDR"])
            return found
        commands.note_refusal(request.META["REMOTE_ADDR"])
        return None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in has just proved who they are."""
        return not entry.is_fresh(self.request)

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        return ui.sentence(request, 403, _("这个账号停用了。要恢复，请找开账号的管理员。"))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Every way in ends here: one line in the audit chain says by which proofs."""
        commands.note_entry(user, request.META["REMOTE_ADDR"], by=entry.proofs(request))
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


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Nobody registers by a provider, and nothing is fetched but by `fetch.ask`."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Any:
        raise RuntimeError("providers are asked by sixianghui.access.adapters.fetch alone")
