"""The forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from sixianghui.channel import queries
from sixianghui.channel.rules import REASON_LENGTH

#: As long as the title of any page.
TITLE_LENGTH = 255
#: Letters of a column's address: search keeps what it finds under no longer one.
LONGEST_COLUMN = 60
#: The buttons by which a piece is handed in.
HANDING_IN = ("action-submit", "action-restart-workflow")


class DeskForm(WagtailAdminPageForm):
    """Any page of ours: an address that nobody wrote is made of the title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class PieceForm(DeskForm):
    """A piece as its writer fills it in. What stands in the way of handing it in is said at the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.instance.pk and self.instance.live):
            # Only a piece that readers know of has something to correct.
            self.fields.pop("correction", None)

    def _post_clean(self) -> None:
        super()._post_clean()
        if not any(self.data.get(name) for name in HANDING_IN):
            return
        for field, sentence in queries.not_ready(self.instance):
            if not self.errors.get(field):
                self.add_error(field if field in self.fields else None, sentence)


class ColumnForm(DeskForm):
    """A column as the chief editor fills it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "head" in self.fields:
            self.fields["head"].queryset = queries.heads()
        if "slug" in self.fields:
            self.fields["slug"].validators.append(MaxLengthValidator(LONGEST_COLUMN))


class WithdrawForm(forms.Form):
    """Why a piece is taken back."""

    reason = forms.CharField(
        label=_("为什么撤下"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清楚是谁要求的、因为什么。原因记进修订记录，不会公开。"),
        error_messages={"required": _("请写明为什么撤下。原因会留在修订记录里。")},
    )


class CopyPieceForm(CopyForm):
    """A copy is a draft, alone and in one place: no aliases, nothing published on the way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("copy_subpages", "publish_copies", "alias"):
            self.fields.pop(name, None)
        self.fields["new_title"].validators.append(MaxLengthValidator(TITLE_LENGTH))
        self.fields["new_parent_page"].label = _("放进哪个栏目")
        self.fields["new_parent_page"].help_text = _("复制出来的是一篇新草稿，归你；三审从头走。")
