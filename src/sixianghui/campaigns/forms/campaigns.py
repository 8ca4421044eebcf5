"""Forms about campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.campaigns.commands import Words
from sixianghui.campaigns.models import Audience
from sixianghui.campaigns.queries import Told
from sixianghui.campaigns.rules import campaigns as rules
from sixianghui.ui.public import DayField, HouseForm

DAY_ERRORS = {"required": _("请填日期。"), "invalid": _("请写成 2018-06-05 这样的日期。")}


class LinesField(forms.CharField):
    """One thing a line. Cleans to a list."""

    def __init__(self, *, longest: int, most: int = rules.MOST_LINES, **more: Any) -> None:
        self.longest, self.most = longest, most
        super().__init__(
            required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=(longest + 2) * most, **more
        )

    def clean(self, value: Any) -> list[str]:
        """The lines; complains about one that is too long, and about too many."""
        found = rules.lines(super().clean(value))
        if len(found) > self.most:
            raise forms.ValidationError(_("最多 %(most)d 行。"), params={"most": self.most})
        for line in found:
            if len(line) > self.longest:
                raise forms.ValidationError(
                    _("“%(line)s…”太长了，一行不超过 %(longest)d 个字。"),
                    params={"line": line[:8], "longest": self.longest},
                )
        return found


class CampaignForm(HouseForm):
    """What a campaign says of itself."""

    title = forms.CharField(
        label=_("名称"),
        max_length=40,
        help_text=_("大家平时怎么叫它，例如：红“芯”向党"),
        error_messages={"required": _("请写名称。")},
    )
    full_title = forms.CharField(label=_("全称"), max_length=120, required=False)
    summary = forms.CharField(
        label=_("一句话说明"),
        max_length=200,
        help_text=_("做什么，为了谁。不认识它的人也读得懂"),
        error_messages={"required": _("请写一句话说明。")},
    )
    begins_on = DayField(label=_("从哪天"), error_messages=DAY_ERRORS)
    ends_on = DayField(
        label=_("到哪天"),
        help_text=_("过了这一天自己结束，不再收新的通知和计划"),
        error_messages=DAY_ERRORS,
    )
    audiences = forms.MultipleChoiceField(
        label=_("面向谁"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选面向谁。")},
    )
    issuers = LinesField(label=_("谁发起的"), longest=60, help_text=_("一行一个，上级部门也写"))
    aims = LinesField(label=_("目标"), longest=rules.LINE_LENGTH, help_text=_("一行一个"))
    carriers = LinesField(
        label=_("载体"),
        longest=rules.CARRIER_LENGTH + rules.LINE_LENGTH + 1,
        most=rules.MOST_CARRIERS,
        help_text=_("一行一个，“名称：做什么”。没有就空着"),
    )

    def __init__(self, *args: Any, told: Told | None = None, **more: Any) -> None:
        if told is not None:
            more["initial"] = _initial(told)
        super().__init__(*args, **more)

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        found: dict[str, Any] = super().clean() or {}
        begins, ends = found.get("begins_on"), found.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("结束的日子早于开始，请对调。"))
        return found

    @property
    def words(self) -> Words:
        """What was typed, for the command."""
        typed = self.cleaned_data
        return Words(
            title=typed["title"],
            full_title=typed["full_title"],
            summary=typed["summary"],
            begins_on=typed["begins_on"],
            ends_on=typed["ends_on"],
            audiences=typed["audiences"],
            issuers=typed["issuers"],
            aims=typed["aims"],
            carriers=[rules.carrier(line) for line in typed["carriers"]],
        )


def _initial(told: Told) -> dict[str, Any]:
    campaign = told.campaign
    return {
        "title": campaign.title,
        "full_title": campaign.full_title,
        "summary": campaign.summary,
        "begins_on": campaign.begins_on,
        "ends_on": campaign.ends_on,
        "audiences": campaign.audiences,
        "issuers": "\n".join(one.name for one in told.issuers),
        "aims": "\n".join(one.text for one in told.aims),
        "carriers": "\n".join(f"{one.name}：{one.text}" if one.text else one.name for one in told.carriers),
    }


class ClosingForm(HouseForm):
    """Why a campaign ends early."""

    reason = forms.CharField(
        label=_("为什么提前结束"),
        max_length=rules.REASON_LENGTH,
        help_text=_("一句话，大家都看得到"),
        error_messages={"required": _("请写一句为什么提前结束，大家都看得到。")},
    )
