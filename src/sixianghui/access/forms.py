"""The only way input gets in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordProofForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeProofForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from sixianghui.access.commands import tries
from sixianghui.ui import public as ui


class SignIn(LoginForm):
    """A name and a password. The answer is the same whether the name exists or not."""

    password = forms.CharField(label=_("密码"), max_length=256, strip=False, widget=forms.PasswordInput)

    @property
    def must_wait(self) -> bool:
        """Whether it was refused for the number of tries rather than for what was typed."""
        return self.has_error("__all__", "too_many_login_attempts")


class NewPassword(forms.Form):
    """A password twice."""

    password = forms.CharField(label=_("新密码"), max_length=256, strip=False, widget=forms.PasswordInput)
    again = forms.CharField(label=_("再输一次"), max_length=256, strip=False, widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        values = super().clean() or {}
        if values.get("password") != values.get("again"):
            self.add_error("again", _("两次输入的密码不一样。"))
        return values


class KnownIdentity(forms.Form):
    """Whose identity at a provider is known beforehand."""

    username = forms.CharField(
        label=_("登录名"), max_length=64, error_messages={"required": _("请填登录名。")}
    )
    provider = forms.ChoiceField(label=_("从哪里登录"), error_messages={"required": _("请选一个。")})
    identifier = forms.CharField(
        label=_("他在那里的编号"), max_length=255, error_messages={"required": _("请填编号。")}
    )

    def __init__(self, *args: Any, providers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = providers  # type: ignore[attr-defined]


def _spent(account: Any, code: str) -> str:
    """A right code, which from now on is no right one."""
    if not tries.spend_code(account, code):
        raise forms.ValidationError(_("这个验证码刚用过，请等它换成下一个。"), code="incorrect_code")
    return code


class _Code(forms.Form):
    """A code of the second step: five wrong ones make the account's codes wait, and a right one works once."""

    user: Any

    code = forms.CharField(label=_("验证码"), max_length=32, error_messages={"required": _("请填验证码。")})

    def clean_code(self) -> str:
        if not tries.begin_code(self.user):
            raise forms.ValidationError(_("试了太多次，请等一刻钟再来。"), code="too_many_login_attempts")
        return _spent(self.user, super().clean_code())  # type: ignore[misc]

    @property
    def must_wait(self) -> bool:
        """Whether it was refused for the number of tries rather than for what was typed."""
        return self.has_error("code", "too_many_login_attempts")


class SecondStepCode(_Code, AuthenticateForm):
    """The code after the password."""


class ProofByCode(_Code, CodeProofForm):
    """The code once more, before something that guards the account is changed."""


class ProofByPassword(PasswordProofForm):
    """The password once more."""

    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("请填密码。")},
    )


class NewAuthenticator(ActivateTOTPForm):
    """The first code of a new authenticator: it signs nobody in. Looking at the page again shows the same secret."""

    code = forms.CharField(label=_("验证码"), max_length=32, error_messages={"required": _("请填验证码。")})

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        forms.Form.__init__(self, *args, **kwargs)
        self.secret: str = get_totp_secret(regenerate=False)

    def clean_code(self) -> str:
        return _spent(self.user, super().clean_code())

    @property
    def secret_in_fours(self) -> str:
        """The secret as one reads it aloud."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


class _Said(forms.JSONField):
    """What a device said. JSON of which Python makes nothing (a number of thousands of digits, brackets without end) is as
    wrong as what is none."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput(data)


class NewPasskey(AddWebAuthnForm):
    """A passkey: it stays on the device and asks for its finger, face or PIN, so that it counts as both steps."""

    credential = _Said(widget=forms.HiddenInput)
    name = forms.CharField(label=_("叫什么"), max_length=40, required=False)
    passwordless = forms.BooleanField(required=False)

    def clean_passwordless(self) -> bool:
        return True


class PasskeyEntry(LoginWebAuthnForm):
    """Coming in by a passkey."""

    credential = _Said(widget=forms.HiddenInput)


class PasskeyProof(ReauthenticateWebAuthnForm):
    """Showing once more who one is, by a passkey."""

    credential = _Said(widget=forms.HiddenInput)


class FindAccount(forms.Form):
    """A piece of a name. What is typed wrong finds everything."""

    q = forms.CharField(max_length=40, required=False)
    state = forms.ChoiceField(choices=[("", ""), ("disabled", "")], required=False)

    @property
    def words(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))

    @property
    def disabled_alone(self) -> bool:
        self.is_valid()
        return self.cleaned_data.get("state") == "disabled"

    @property
    def kept(self) -> str:
        """What an address asks for beside the page."""
        return urlencode({"q": self.words, **({"state": "disabled"} if self.disabled_alone else {})})


class NewAccount(ui.HouseForm):
    """Whom an account is for."""

    name = forms.CharField(label=_("姓名"), max_length=64, error_messages={"required": _("请填姓名。")})
    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("登录名"),
        max_length=64,
        help_text=_("登录时要输的，好记就行：姓名的拼音、工号都可以。开好以后不能改。"),
        error_messages={
            "required": _("请填登录名。"),
            "invalid": _("只用文字、数字和 . @ + - _，中间不留空格。"),
        },
    )
