"""Which recorded activity makes a line of a plan come true."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.activities.public import Activity
from sixianghui.ui.public import HouseForm


class LinkForm(HouseForm):
    """One of the activities that the unit recorded already."""

    activity = forms.ChoiceField(
        label=_("是哪一次"),
        error_messages={"required": _("请选一次活动。"), "invalid_choice": _("请选一次活动。")},
    )

    def __init__(self, *args: Any, activities: list[Activity], **more: Any) -> None:
        super().__init__(*args, **more)
        self.activities = {one.ref: one for one in activities}
        field: Any = self.fields["activity"]
        field.choices = [(one.ref, f"{one.starts_on:%m-%d}　{one.title}") for one in activities]

    @property
    def chosen(self) -> Activity:
        """The activity; only once the form is valid."""
        return self.activities[self.cleaned_data["activity"]]
