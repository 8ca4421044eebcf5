"""Forms of practices: five sentences, and a word on what came of it elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.campaigns.commands.practices import Telling
from sixianghui.campaigns.models import HowItWent
from sixianghui.campaigns.queries import practices as queries
from sixianghui.directory.public import Unit
from sixianghui.ui.public import HouseForm

_LONG = {
    "required": gettext_lazy("请写一句。"),
    "max_length": gettext_lazy("请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
}


class UnitForm(HouseForm):
    """A form for one of the asker's units; chosen only when there are several."""

    unit = forms.ChoiceField(
        label=gettext_lazy("哪个组织"),
        error_messages={
            "required": gettext_lazy("请选一个组织。"),
            "invalid_choice": gettext_lazy("请选一个组织。"),
        },
    )

    def __init__(self, *args: Any, asker: Any, but: Unit | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.units = {unit.slug: unit for unit in queries.sharing_units(asker) if unit != but}
        field: Any = self.fields["unit"]
        field.choices = [(slug, unit.name) for slug, unit in self.units.items()]
        if len(self.units) == 1:
            field.widget = forms.HiddenInput()
            self.initial["unit"] = next(iter(self.units))

    @property
    def chosen(self) -> Unit:
        """The unit; only once the form is valid."""
        return self.units[self.cleaned_data["unit"]]


class PracticeForm(UnitForm):
    """A practice: what it is called, what was done, for whom, what it took, what came of it."""

    title = forms.CharField(label=gettext_lazy("叫什么"), max_length=60, error_messages=_LONG)
    done = forms.CharField(
        label=gettext_lazy("怎么做的"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("别的支部照着做，要知道哪几步。"),
        error_messages=_LONG,
    )
    for_whom = forms.CharField(label=gettext_lazy("为了谁"), max_length=120, error_messages=_LONG)
    took = forms.CharField(
        label=gettext_lazy("花了什么"),
        max_length=200,
        help_text=gettext_lazy("时间、人、钱，各说一句就够。"),
        error_messages=_LONG,
    )
    came = forms.CharField(
        label=gettext_lazy("有什么结果"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("没成的也可以写，省得别人再走一遍。"),
        error_messages=_LONG,
    )
    campaign = forms.ChoiceField(label=gettext_lazy("属于哪个主题活动"), required=False)
    inside = forms.BooleanField(
        label=gettext_lazy("先不公开，只给自己组织和上级、指导的人看"), required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.campaigns = {one.slug: one for one in queries.open_campaigns()}
        field: Any = self.fields["campaign"]
        field.choices = [("", _("不属于")), *((slug, one.title) for slug, one in self.campaigns.items())]

    def telling(self, activity: Any = None) -> Telling:
        """As the command takes it."""
        data = self.cleaned_data
        return Telling(
            title=data["title"],
            done=data["done"],
            for_whom=data["for_whom"],
            took=data["took"],
            came=data["came"],
            campaign=self.campaigns.get(data["campaign"]),
            activity=activity,
            open=not data["inside"],
        )


class TrialForm(UnitForm):
    """What came of a practice in another unit."""

    went = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=HowItWent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一个结果。")},
    )
    text = forms.CharField(
        label=gettext_lazy("说一句"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("哪里管用，哪里要改。"),
        error_messages=_LONG,
    )
