"""Small forms. Announcing and recording stand in `recording.py`, since rooms above show them too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.activities import rules
from sixianghui.ui.public import HouseForm


class ReasonForm(HouseForm):
    """Why; `must`: it has to be said."""

    reason = forms.CharField(
        label=_("为什么"),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("请写一句为什么。"),
            "max_length": _("请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
    )

    def __init__(self, *args: Any, must: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].required = must
