"""Why a published report is withdrawn."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from sixianghui.reports.rules.reports import REASON_LENGTH
from sixianghui.ui.public import HouseForm


class WithdrawalForm(HouseForm):
    """A reason that everybody reads."""

    reason = forms.CharField(
        label=gettext_lazy("为什么撤回"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("来看这份报告的人都会看到这句话。比如：第二节的场次算重了，改好再公布。"),
        error_messages={
            "required": gettext_lazy("请写一句为什么撤回，来看的人都看得到。"),
            "max_length": gettext_lazy("请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
    )
