"""The only way input gets in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.channel import rules
from sixianghui.channel.models import NoteKind
from sixianghui.complaints.public import BadSlip, TooQuick, new_slip, nonce_of
from sixianghui.ui.public import HouseForm

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class NoteForm(HouseForm):
    """What a reader writes about a piece. `website` is for machines, which fill in everything; people do not see it."""

    kind = forms.ChoiceField(
        label=_("是想"),
        choices=NoteKind.choices,
        initial=NoteKind.ERROR.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种。"), "invalid_choice": _("请选一种。")},
    )
    text = forms.CharField(
        label=_("想说什么"),
        min_length=rules.NOTE_SHORTEST,
        max_length=rules.NOTE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("写错了的，说哪一段、应该是什么。"),
        error_messages={
            "required": _("请写几句，我们才知道是什么事。"),
            "min_length": _("再多写几个字，至少 %(limit_value)d 个。"),
            "max_length": _("太长了，请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
    )
    contact = forms.CharField(
        label=_("怎么回复你"),
        required=False,
        max_length=rules.CONTACT_LENGTH,
        help_text=_("电话、邮箱都行。加密存放，办完就删。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("联系方式请控制在 %(limit_value)d 字以内。")},
    )
    slip = forms.CharField(max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(label=_("这一格请留空"), required=False, max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.nonce = ""
        self.fresh_slip = str(self.data.get("slip", "")) or new_slip()

    def clean_text(self) -> str:
        """Line breaks are kept, other control characters are not."""
        lines = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        return _CONTROL.sub(" ", lines).strip()

    def clean_website(self) -> str:
        """Filled in by a machine, or by mistake: then it can be emptied, and nothing else is lost."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("这一格是拦机器用的，请清空后再交。"))
        return ""

    def clean_slip(self) -> str:
        """Made by us, and not just now."""
        slip = str(self.cleaned_data["slip"])
        try:
            self.nonce = nonce_of(slip)
        except TooQuick:
            raise forms.ValidationError(_("交得太快，没有收下。请等两秒，再按一次。")) from None
        except BadSlip:
            self.fresh_slip = new_slip()
            raise forms.ValidationError(_("这一页开得太久了。写的还在，请再按一次。")) from None
        return slip
