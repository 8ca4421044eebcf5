"""Forms of those who write: a remark, a name, a better wording, a report, an appeal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.remarks import rules
from sixianghui.remarks.models import ReportKind
from sixianghui.ui.public import HouseForm


def _text(label: Any, least: int, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=least,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": more.pop("rows", 4)}),
        error_messages={
            "required": _("还没有写字。"),
            "min_length": _("再多写几个字，至少 %(limit_value)d 个。"),
            "max_length": _("太长了，请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
        **more,
    )


class NameForm(HouseForm):
    """The name under which somebody is shown."""

    name = forms.CharField(
        label=_("显示的名字"),
        max_length=40,  # how long it may be, and the rest, is the rules' business
        help_text=_("2 到 12 个字，大家看到的是它，看不到账号。不能像单位、职务或者电话号码。"),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("先给自己起一个显示的名字。")},
    )


class RemarkForm(HouseForm):
    """A remark. Whoever has no name yet chooses one with it. `to`: the remark that it answers."""

    text = _text(_("你想说的"), rules.SHORTEST, rules.LONGEST)
    to = forms.SlugField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, named: bool, asks: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if asks:
            self.fields["text"].label = _("你想问的")
        if not named:
            self.fields = {"name": NameForm().fields["name"], **self.fields}


class WordingForm(HouseForm):
    """A better wording."""

    text = _text(_("改成"), rules.SHORTEST, rules.LONGEST)


class ReportForm(HouseForm):
    """What is wrong with somebody's remark: each kind is a button."""

    kind = forms.ChoiceField(
        choices=ReportKind.choices,
        error_messages={"required": _("请选一种。"), "invalid_choice": _("请选一种。")},
    )
    note = forms.CharField(
        label=_("想补一句"),
        required=False,
        max_length=rules.REASON_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": _("太长了，请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。")
        },
    )


class AppealForm(HouseForm):
    """Why it should be let through."""

    words = _text(_("为什么应当放出来"), rules.REASON_SHORTEST, rules.REASON_LONGEST, rows=3)
