"""Forms about notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.campaigns import holdings, queries
from sixianghui.campaigns.commands import Head, Item, To
from sixianghui.campaigns.forms.campaigns import DAY_ERRORS
from sixianghui.campaigns.models import Ask, Audience, Notice, Point, Way
from sixianghui.campaigns.rules import burden
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.ui.public import DayField, HouseForm


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class HeadForm(HouseForm):
    """What a notice says around its points."""

    title = forms.CharField(
        label=_("标题"),
        max_length=80,
        help_text=_("例如：关于开展红“芯”向党主题活动的通知"),
        error_messages={"required": _("请写标题。")},
    )
    campaign = forms.ChoiceField(label=_("属于哪个主题活动"), required=False)
    opening = forms.CharField(label=_("开头"), max_length=1000, required=False, widget=_area(3))
    closing = forms.CharField(label=_("结尾"), max_length=500, required=False, widget=_area(2))
    plan_due_on = DayField(
        label=_("计划哪天前交"),
        required=False,
        help_text=_("只要知道就行的，空着"),
        error_messages=DAY_ERRORS,
    )
    public = forms.BooleanField(label=_("在主题活动的页面上公开"), required=False)

    def __init__(self, *args: Any, committee: Unit, notice: Notice | None = None, **more: Any) -> None:
        if notice is not None:
            names = ("title", "opening", "closing", "plan_due_on", "public")
            more["initial"] = {
                **{name: getattr(notice, name) for name in names},
                "campaign": notice.campaign.ref if notice.campaign else "",
            }
        super().__init__(*args, **more)
        self._campaigns = {one.ref: one for one in queries.campaigns_for(committee)}
        choices = [("", _("不属于哪个活动")), *((ref, one.title) for ref, one in self._campaigns.items())]
        self.fields["campaign"].choices = choices  # type: ignore[attr-defined]

    @property
    def head(self) -> Head:
        """What was typed, for the command."""
        typed = self.cleaned_data
        return Head(
            title=typed["title"],
            campaign=self._campaigns.get(typed["campaign"]),
            opening=typed["opening"],
            closing=typed["closing"],
            plan_due_on=typed["plan_due_on"],
            public=typed["public"],
        )


class ItemForm(HouseForm):
    """One point of a notice. Without a reason and the minutes it cannot be sent, so both are asked for here."""

    title = forms.CharField(
        label=_("要做什么事"), max_length=60, error_messages={"required": _("请写要做什么事。")}
    )
    why = forms.CharField(
        label=_("为什么要"),
        max_length=120,
        help_text=_("用在哪里。收到的人看得到"),
        error_messages={"required": _("请写为什么要。说不出为什么，就别让人做。")},
    )
    minutes = forms.IntegerField(
        label=_("大约几分钟"),
        min_value=0,
        max_value=burden.LONGEST_POINT,
        help_text=_("自己先做一遍；只要知道就行的写 0"),
        error_messages={"required": _("请写大约几分钟。"), "invalid": _("请写一个整数。")},
    )
    ask = forms.ChoiceField(label=_("要对方怎么办"), choices=Ask.choices)
    audience = forms.ChoiceField(label=_("谁来做"), choices=Audience.choices)
    holding = forms.ChoiceField(
        label=_("平台是不是已有"),
        required=False,
        help_text=_("平台已有的，对方那里自动填好、隐去，不花时间"),
    )
    text = forms.CharField(label=_("具体说明"), max_length=600, required=False, widget=_area(3))
    due_on = DayField(label=_("哪天前"), required=False, error_messages=DAY_ERRORS)
    carrier = forms.ChoiceField(label=_("载体"), required=False)

    def __init__(self, *args: Any, notice: Notice, item: Point | None = None, **more: Any) -> None:
        if item is not None:
            names = ("title", "why", "minutes", "ask", "audience", "holding", "text", "due_on")
            more["initial"] = {
                **{name: getattr(item, name) for name in names},
                "carrier": str(item.carrier_id or ""),
            }
        super().__init__(*args, **more)
        self._carriers = {str(one.pk): one for one in queries.carriers_of(notice)}
        held = [("", _("没有，要问")), *((one.name, one.label) for one in holdings.all_holdings())]
        self.fields["holding"].choices = held  # type: ignore[attr-defined]
        carriers = [("", _("不分载体")), *((key, one.name) for key, one in self._carriers.items())]
        self.fields["carrier"].choices = carriers  # type: ignore[attr-defined]
        if not self._carriers:
            del self.fields["carrier"]

    def clean(self) -> dict[str, Any]:
        """What wants something takes time."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("ask") != Ask.KNOW and found.get("minutes") == 0:
            self.add_error("minutes", _("要做的事总要花时间，请写大约几分钟。"))
        return found

    @property
    def item(self) -> Item:
        """What was typed, for the command."""
        typed = self.cleaned_data
        return Item(
            title=typed["title"],
            why=typed["why"],
            minutes=typed["minutes"],
            ask=typed["ask"],
            text=typed["text"],
            audience=typed["audience"],
            due_on=typed["due_on"],
            carrier=self._carriers.get(typed.get("carrier", "")),
            holding=typed["holding"],
        )


class AddressForm(HouseForm):
    """To whom: all on a line, narrowed by kinds; units by name; those whose plans have a carrier."""

    ways = forms.MultipleChoiceField(
        label=_("哪条线上的组织"),
        required=False,
        choices=[(Way.SUBORDINATION, _("隶属的组织")), (Way.GUIDANCE, _("行业指导的组织"))],
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=_("只发给这几类"), required=False, widget=forms.CheckboxSelectMultiple
    )
    carriers = forms.MultipleChoiceField(
        label=_("计划里用了这个载体的组织"), required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.MultipleChoiceField(
        label=_("再加上这几个组织"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, notice: Notice, **more: Any) -> None:
        reachable = queries.reachable(notice.unit)
        self._units = {one.unit.slug: one.unit for one in reachable}
        self._carriers = {str(one.pk): one for one in queries.carriers_of(notice)}
        more.setdefault("initial", _addressed(notice))
        super().__init__(*args, **more)
        present = {one.unit.kind for one in reachable}
        kinds = [(kind.value, kind.label) for kind in UnitKind if kind.value in present]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["units"].choices = [(slug, one.name) for slug, one in self._units.items()]  # type: ignore[attr-defined]
        self.fields["carriers"].choices = [(key, one.name) for key, one in self._carriers.items()]  # type: ignore[attr-defined]
        if not self._carriers:
            del self.fields["carriers"]

    def clean(self) -> dict[str, Any]:
        """It goes to somebody."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(found.get(name) for name in ("ways", "kinds", "carriers", "units")):
            raise forms.ValidationError(_("还没有选发给谁。"))
        return found

    @property
    def each_unit(self) -> list[tuple[str, str, bool]]:
        """The units as boxes: slug, name, ticked. There may be a thousand, and Django's own boxes take their time."""
        ticked = set(self["units"].value() or ())
        return [(slug, one.name, slug in ticked) for slug, one in self._units.items()]

    @property
    def to(self) -> list[To]:
        """What was chosen, for the command."""
        typed = self.cleaned_data
        ways, kinds = typed["ways"], typed["kinds"]
        lines = [To(kind=kind, way=way) for way in ways or [""] for kind in kinds or [""] if way or kind]
        carriers = [To(carrier=self._carriers[key]) for key in typed.get("carriers", ())]
        return [*lines, *carriers, *(To(unit=self._units[slug]) for slug in typed["units"])]


def _addressed(notice: Notice) -> dict[str, list[str]]:
    rows = list(notice.addresses.select_related("to_unit"))
    return {
        "ways": sorted({one.to_way for one in rows if one.to_way}),
        "kinds": sorted({one.to_kind for one in rows if one.to_kind}),
        "carriers": [str(one.to_carrier_id) for one in rows if one.to_carrier_id],
        "units": [one.to_unit.slug for one in rows if one.to_unit],
    }


class SendingForm(HouseForm):
    """Why a notice goes over the month's budget; asked for only when it does."""

    reason = forms.CharField(
        label=_("为什么非要超过每月上限"),
        max_length=300,
        widget=_area(3),
        help_text=_("至少十个字，收到的人看得到"),
        error_messages={"required": _("超过了每月上限，请写明原因，收到的人看得到。")},
    )

    def __init__(self, *args: Any, over: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not over:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        """A reason that says something."""
        found = str(self.cleaned_data["reason"])
        if not burden.is_a_reason(found):
            raise forms.ValidationError(
                _("再写具体一点，至少 %(least)d 个字。"), params={"least": burden.SHORTEST_REASON}
            )
        return found


class AmendmentForm(HouseForm):
    """What changed."""

    text = forms.CharField(
        label=_("改了什么"),
        max_length=600,
        widget=_area(4),
        help_text=_("原来的字留着，更正写在旁边，大家都看得到"),
        error_messages={"required": _("请写明改了什么。")},
    )
    plan_due_on = DayField(
        label=_("计划改到哪天前交"),
        required=False,
        help_text=_("日子不改就空着"),
        error_messages=DAY_ERRORS,
    )


class RecallForm(HouseForm):
    """Why a notice is withdrawn."""

    reason = forms.CharField(
        label=_("为什么撤回"),
        max_length=300,
        help_text=_("一句话，收到的人看得到"),
        error_messages={"required": _("请写一句为什么撤回，收到的人看得到。")},
    )


class BudgetForm(HouseForm):
    """How much a committee may ask of one branch in a month."""

    minutes = forms.IntegerField(
        label=_("每个组织每月最多几分钟"),
        min_value=10,
        max_value=600,
        error_messages={"required": _("请写几分钟。"), "invalid": _("请写一个整数。")},
    )
    since = forms.ChoiceField(label=_("从什么时候起"), choices=[("now", _("这个月")), ("next", _("下个月"))])


class LetterheadForm(HouseForm):
    """What stands at the head of notices."""

    organ = forms.CharField(
        label=_("发文机关名称"), max_length=40, error_messages={"required": _("请写发文机关名称。")}
    )
    code = forms.CharField(
        label=_("机关代字"),
        max_length=12,
        help_text=_("发文字号里年份前面的几个字"),
        error_messages={"required": _("请写机关代字。")},
    )
