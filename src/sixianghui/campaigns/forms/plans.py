"""Forms of plans. A line of a plan is a form of its own, so that it can travel alone or with the whole page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.activities.public import kinds_in_use
from sixianghui.campaigns.commands.plan_lines import Written
from sixianghui.campaigns.models import Audience, Carrier, Plan, Point, Stance
from sixianghui.campaigns.queries import plan_lists
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.plan_lists import Filters
from sixianghui.campaigns.queries.plans import month_label
from sixianghui.campaigns.queries.proposals import usual_month
from sixianghui.campaigns.rules import plans as rules
from sixianghui.campaigns.rules.plans import State
from sixianghui.ui.public import HouseForm

#: What a browser may choose as the name of a line.
REF = re.compile(r"[a-z0-9_-]{2,36}")


@dataclass(frozen=True)
class Choices:
    """What a line of this plan may choose from; read once for the page."""

    items: list[Point]
    carriers: list[Carrier]
    kinds: list[tuple[str, str]]
    months: list[dt.date]
    usual: dt.date

    @classmethod
    def of(cls, plan: Plan, months: Any = ()) -> Choices:
        """Four queries. `months`: others that lines name already."""
        return cls(
            queries.items_of(plan),
            queries.carriers_of(plan.notice),
            [(kind.code, kind.label) for kind in kinds_in_use()],
            queries.months_of(plan.notice, months),
            usual_month(plan),
        )


class _Piece(HouseForm):
    """A part of a plan that travels by itself."""

    @property
    def ref(self) -> str:
        """The name of the line or goal."""
        return str(self.prefix)

    @property
    def first_error(self) -> str:
        """What is wrong with it, in one sentence."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class LineForm(_Piece):
    """One line. `version` is the one that was shown; `tried` what was sent before and not answered."""

    stance = forms.ChoiceField(choices=Stance.choices, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("打算做什么"),
        required=False,
        max_length=rules.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": gettext_lazy("一行写到 %(limit_value)d 字就够了；现在是 %(show_value)d 字。")
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么不适用"),
        required=False,
        max_length=rules.REASON_LENGTH,
        error_messages={
            "max_length": gettext_lazy("写到 %(limit_value)d 字就够了；现在是 %(show_value)d 字。")
        },
    )
    month = forms.ChoiceField(label=gettext_lazy("哪个月"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("谁参加"), choices=Audience.choices, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("什么活动"), required=False)
    carrier = forms.ChoiceField(label=gettext_lazy("载体"), required=False)
    items = forms.MultipleChoiceField(
        label=gettext_lazy("对应通知哪一条"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    tried = forms.CharField(max_length=rules.TEXT_LENGTH, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["month"].choices = [("", _("不定"))] + [
            (one.isoformat(), month_label(one)) for one in choices.months
        ]
        fields["kind"].choices = [("", _("不定")), *choices.kinds]
        fields["carrier"].choices = [("", _("不分"))] + [(str(one.pk), one.name) for one in choices.carriers]
        fields["items"].choices = [
            (str(one.pk), f"{numeral(at)}、{one.title}") for at, one in enumerate(choices.items, 1)
        ]
        self.has_carriers, self.has_items = bool(choices.carriers), bool(choices.items)

    @property
    def is_reason(self) -> bool:
        """Whether it says why something does not apply."""
        return self["stance"].value() == Stance.NOT_APPLICABLE

    @property
    def gist(self) -> str:
        """What was chosen, in a few words: 6月 · 党员 · 主题党日."""
        fields: Any = self.fields
        chosen = [
            dict(fields[name].choices).get(self[name].value(), "")
            for name in ("month", "audience", "kind", "carrier")
            if self[name].value()
        ]
        return " · ".join(str(one) for one in chosen if one)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written, so that there is nothing to keep."""
        return not (self.cleaned_data["text"].strip() or self.cleaned_data["reason"].strip())

    def written(self) -> Written:
        """As the command takes it."""
        data = self.cleaned_data
        return Written(
            text=data["text"],
            reason=data["reason"],
            stance=data["stance"] or Stance.OWN,
            carrier=int(data["carrier"]) if data["carrier"] else None,
            kind=data["kind"],
            month=dt.date.fromisoformat(data["month"]) if data["month"] else None,
            audience=data["audience"],
            items=tuple(int(point) for point in data["items"]),
        )


class GoalForm(_Piece):
    """A goal, and by whom or what it measures itself."""

    audience = forms.ChoiceField(choices=Audience.choices, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("目标"),
        required=False,
        max_length=rules.GOAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": gettext_lazy("写到 %(limit_value)d 字就够了；现在是 %(show_value)d 字。")
        },
    )
    model = forms.CharField(
        label=gettext_lazy("对标谁"),
        required=False,
        max_length=rules.MODEL_LENGTH,
        error_messages={
            "max_length": gettext_lazy("写到 %(limit_value)d 字就够了；现在是 %(show_value)d 字。")
        },
    )
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    tried = forms.CharField(max_length=rules.GOAL_LENGTH, required=False, widget=forms.HiddenInput)

    @property
    def label(self) -> str:
        """For whom it is; nothing where the hidden field holds what no page of ours puts there."""
        value = self["audience"].value()
        return str(Audience(value).label) if value in Audience.values else ""


class ReturnForm(HouseForm):
    """Why a plan is returned."""

    reason = forms.CharField(
        label=gettext_lazy("为什么退回"),
        max_length=rules.RETURN_LENGTH,
        min_length=rules.RETURN_AT_LEAST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("对方只看得到这里的字和各行的建议。"),
        error_messages={
            "required": gettext_lazy("请写一句为什么退回，好让对方知道改哪里。"),
            "min_length": gettext_lazy("请写一句为什么退回，好让对方知道改哪里。"),
            "max_length": gettext_lazy("太长了，请控制在 %(limit_value)d 字以内。"),
        },
    )
    #: How often it had been handed in when it was read.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SaidForm(HouseForm):
    """A word with a decision; none is needed."""

    said = forms.CharField(required=False, max_length=rules.RETURN_LENGTH)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AdviceForm(HouseForm):
    """A piece of advice on a line, or on the whole plan."""

    line = forms.RegexField(REF, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("建议"),
        max_length=rules.ADVICE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("写一句建议再存。"),
            "max_length": gettext_lazy("太长了，请控制在 %(limit_value)d 字以内。"),
        },
    )


class Find(forms.Form):
    """How the list of plans is narrowed. What makes no sense is left out rather than complained about."""

    q = forms.CharField(required=False, max_length=40)
    campaign = forms.SlugField(required=False, max_length=60)
    notice = forms.SlugField(required=False, max_length=32)
    unit = forms.SlugField(required=False, max_length=80)
    state = forms.ChoiceField(required=False, choices=[("", ""), *((one.value, one.value) for one in State)])

    def __init__(self, *args: Any, asker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()
        self.asker = asker
        self.found = plan_lists.named(
            asker,
            campaign=self.values["campaign"],
            notice=self.values["notice"],
            unit=self.values["unit"],
        )

    @property
    def values(self) -> dict[str, str]:
        return {"q": "", "campaign": "", "notice": "", "unit": "", "state": "", **self.cleaned_data}

    def filters(self) -> Filters:
        """As the query takes it."""
        found, values = self.found, self.values
        return Filters(found.campaign, found.notice, found.unit, values["state"], values["q"].strip())

    def kept(self) -> str:
        """The filters as part of an address, for the next page."""
        return urlencode({name: value for name, value in self.values.items() if value})


_NUMERALS = "〇一二三四五六七八九十"


def numeral(number: int) -> str:
    """一, 二, … 十, 十一, 二十: how items of a notice are counted."""
    if number <= 10:
        return _NUMERALS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")
