"""What a moderator sends: one decision, or something to say to everybody."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.lectures import rules
from sixianghui.remarks.public import READY, Outcome, Seen
from sixianghui.ui import public as ui

_SEEN = re.compile(r"([a-z0-9]{1,32}):(\d{1,4}):(\d{1,4})")


class OneDecision(forms.Form):
    """Let through or refuse one remark, as it stood on the page (`remarks.Case.key`). `do`: an outcome, and a ready reason."""

    seen = forms.CharField(max_length=60)
    do = forms.CharField(max_length=20)
    reason = forms.CharField(max_length=200, required=False)

    def clean_seen(self) -> tuple[str, Seen]:
        """The ref and how it stood."""
        found = _SEEN.fullmatch(self.cleaned_data["seen"])
        if found is None:
            raise forms.ValidationError(_("这一页旧了，请刷新再来。"))
        return found[1], Seen(int(found[2]), int(found[3]))

    def clean_do(self) -> tuple[Outcome, str]:
        """The outcome, and the words of the ready reason."""
        outcome, _dash, ready = str(self.cleaned_data["do"]).partition("-")
        if outcome not in set(Outcome) or (ready and ready not in READY):
            raise forms.ValidationError(_("这一页旧了，请刷新再来。"))
        return Outcome(outcome), str(READY[ready]) if ready else ""

    @property
    def why(self) -> str:
        """The ready reason, or what was written."""
        return self.cleaned_data["do"][1] or str(self.cleaned_data["reason"])


class NoticeForm(ui.HouseForm):
    """Something to say to everybody."""

    text = forms.CharField(
        label=_("对大家说一句"),
        max_length=rules.NOTICE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("还没有写字。"), "max_length": _("请在 %(limit_value)d 字以内。")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, auto_id="notice_%s", **more)
