"""The only way input gets in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sixianghui.access import commands
from sixianghui.access.models import Account


class SignIn(forms.Form):
    """A name and a password. The answer is the same whether the name exists or not."""

    username = forms.CharField(label=_("登录名"), max_length=64)
    password = forms.CharField(label=_("密码"), max_length=256, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.account: Account | None = None
        self.must_wait = False

    def clean(self) -> dict[str, Any]:
        """Check the pair; five failures of one name from one address make it wait."""
        values = super().clean() or {}
        name, password = values.get("username", ""), values.get("password", "")
        address = self.request.META["REMOTE_ADDR"]
        if not name or not password:
            return values
        if commands.has_to_wait(name, address):
            self.must_wait = True
            raise forms.ValidationError(
                _("试了太多次，请等一刻钟再来。忘了密码可以请管理员发一个新的登录链接。")
            )
        found = authenticate(self.request, username=name, password=password)
        if not isinstance(found, Account):
            commands.note_failure(name, address)
            raise forms.ValidationError(_("登录名或密码不对，请再试一次。"))
        self.account = found
        return values


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
