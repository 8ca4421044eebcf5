"""Beginning a report, and what it is about: its title, what its numbers are taken over, for whom it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sixianghui.ledger.public import Scope
from sixianghui.reports.models import Audience, Span, Template
from sixianghui.reports.rules import periods
from sixianghui.reports.rules.body import TITLE_LENGTH
from sixianghui.reports.rules.reports import REASON_LENGTH
from sixianghui.ui.public import DayField, HouseForm

Choices = Sequence[tuple[str, str]]
_DAY_ERRORS = {"invalid": gettext_lazy("请写成 2018-06-05 这样的日期。")}


def _ordered(form: forms.Form, since: dt.date | None, until: dt.date | None) -> None:
    if since and until and until < since:
        form.add_error("until", _("结束的日子早于开始，请对调。"))


class NewForm(HouseForm):
    """What a report begins with. Which fields there are depends on the template and on whoever asks."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=TITLE_LENGTH, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("哪个组织的报告"))
    campaign = forms.ChoiceField(
        label=gettext_lazy("哪项主题活动"), error_messages={"required": gettext_lazy("请选一项主题活动。")}
    )
    period = forms.ChoiceField(label=gettext_lazy("哪一段时间"))
    since = DayField(label=gettext_lazy("从哪天"), required=False, error_messages=_DAY_ERRORS)
    until = DayField(label=gettext_lazy("到哪天"), required=False, error_messages=_DAY_ERRORS)
    audience = forms.ChoiceField(
        label=gettext_lazy("给谁看"), choices=Audience.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, span: str, units: Choices, campaigns: Choices, today: dt.date, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.span = span
        choices = {
            "unit": units,
            "campaign": campaigns,
            "period": [(one.key, period_words(one)) for one in periods.offered(span, today)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial.setdefault("unit", units[0][0])
        wanted = {Span.CAMPAIGN: {"campaign"}, Span.QUARTER: {"period"}, Span.YEAR: {"period"}}
        for name in {"campaign", "period", "since", "until"} - wanted.get(Span(span), {"since", "until"}):
            del self.fields[name]
        self.fields["title"].help_text = _("可以空着，会按模板和时间起一个，随时能改")

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        found: dict[str, Any] = super().clean() or {}
        _ordered(self, found.get("since"), found.get("until"))
        return found

    def scope(self, unit: int | None) -> Scope:
        """What the numbers are taken over."""
        said = self.cleaned_data
        if self.span == Span.CAMPAIGN:
            return Scope(unit, thing=("campaign", int(said["campaign"])))
        if "period" in said:
            period = periods.of_key(said["period"])
            return Scope(unit, period.since, period.until)
        return Scope(unit, said.get("since"), said.get("until"))

    def title_for(self, template: Template | None, unit: str) -> str:
        """The title that was typed, or one by the template and the time, or by the name of the unit."""
        said = self.cleaned_data
        if said["title"].strip():
            return str(said["title"].strip())
        if template is None:
            return (_("%(unit)s报告") % {"unit": unit})[:TITLE_LENGTH]
        name, over = template.name, ""
        if "campaign" in said:
            over = dict(self.fields["campaign"].choices)[said["campaign"]]  # type: ignore[attr-defined]
            name = name.removeprefix("主题活动")
        elif "period" in said:
            over = period_words(periods.of_key(said["period"]))
            name = name.removeprefix("季度").removeprefix("年度")
        gap = " " if over and over.isascii() else ""  # 2018 Q2 台账, in English
        return f"{over}{gap}{name}"[:TITLE_LENGTH]


class SettingsForm(HouseForm):
    """What a report is about, in the editor."""

    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=TITLE_LENGTH,
        error_messages={"required": gettext_lazy("请写一个标题。")},
    )
    campaign = forms.ChoiceField(label=gettext_lazy("只算一项主题活动的"), required=False)
    since = DayField(label=gettext_lazy("从哪天"), required=False, error_messages=_DAY_ERRORS)
    until = DayField(label=gettext_lazy("到哪天"), required=False, error_messages=_DAY_ERRORS)
    own = forms.BooleanField(label=gettext_lazy("只算本组织和所属组织的"), required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("给谁看"), choices=Audience.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, campaigns: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["campaign"].choices = [("", _("不限")), *campaigns]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        found: dict[str, Any] = super().clean() or {}
        _ordered(self, found.get("since"), found.get("until"))
        return found

    def scope(self, unit: int) -> Scope:
        """What the numbers are taken over."""
        said = self.cleaned_data
        thing = ("campaign", int(said["campaign"])) if said.get("campaign") else None
        return Scope(unit if said["own"] else None, said["since"], said["until"], thing=thing)


def settings_of(title: str, audience: str, scope: Scope) -> dict[str, Any]:
    """The values of a `SettingsForm`."""
    thing = scope.thing if scope.thing is not None and scope.thing[0] == "campaign" else None
    return {
        "title": title,
        "campaign": str(thing[1]) if thing else "",
        "since": scope.since,
        "until": scope.until,
        "own": scope.unit is not None,
        "audience": audience,
    }


class VerdictForm(HouseForm):
    """What a second pair of eyes says."""

    reason = forms.CharField(
        label=gettext_lazy("意见"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("退回的话，写一句改哪里；同意可以不写"),
    )
    #: The version that was read.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PublishForm(HouseForm):
    """What is different from the edition before."""

    note = forms.CharField(
        label=gettext_lazy("和上一版有什么不同"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("一句话，来看的人都看得到"),
    )


class TemplateForm(HouseForm):
    """What a saved template is called."""

    name = forms.CharField(
        label=gettext_lazy("模板叫什么"),
        max_length=40,
        error_messages={"required": gettext_lazy("请给模板起个名字。")},
    )
    summary = forms.CharField(label=gettext_lazy("用来做什么"), max_length=120, required=False)


def period_words(period: periods.Period) -> str:
    """2018年, or 2018年第二季度."""
    english = (get_language() or "").startswith("en")
    quarter = str(period.quarter) if english else "零一二三四"[period.quarter]
    said = {"year": period.year, "quarter": quarter}
    return _("%(year)d年第%(quarter)s季度") % said if period.quarter else _("%(year)d年") % said
