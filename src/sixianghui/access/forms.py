"""The only way input gets in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


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
