"""A poster, and things to take along."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.lectures import rules
from sixianghui.ui.public import HouseForm

_LONG = gettext_lazy("请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。")


class PosterForm(HouseForm):
    """A picture that stands above the lecture. Nobody asks for one."""

    picture = forms.FileField(
        label=gettext_lazy("选一张图"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        error_messages={
            "required": gettext_lazy("请选一张图。"),
            "empty": gettext_lazy("这个文件是空的，请另选一张。"),
        },
    )
    alt = forms.CharField(
        label=gettext_lazy("图里是什么"),
        max_length=120,
        error_messages={
            "required": gettext_lazy("请写一句图里是什么，看不见图的人靠它。"),
            "max_length": _LONG,
        },
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("图里的人都同意发布，或者图里没有人"),
        error_messages={"required": gettext_lazy("图里的人同意了才能登。没有人也请勾上。")},
    )


class MaterialForm(HouseForm):
    """A file or an address, one at a time."""

    title = forms.CharField(
        label=gettext_lazy("是什么资料"),
        max_length=rules.TITLE_LENGTH,
        error_messages={"required": gettext_lazy("请写一句这是什么资料。"), "max_length": _LONG},
    )
    file = forms.FileField(
        label=gettext_lazy("选一个文件"),
        required=False,
        error_messages={"empty": gettext_lazy("这个文件是空的，请另选一个。")},
    )
    link = forms.URLField(
        label=gettext_lazy("或者写一个网址"),
        required=False,
        max_length=rules.LINK_LENGTH,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("网址请从 https:// 写起。"), "max_length": _LONG},
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(found.get("file")) == bool(found.get("link")):
            self.add_error("file", _("请选一个文件，或者写一个网址，两样选一样。"))
        return found
