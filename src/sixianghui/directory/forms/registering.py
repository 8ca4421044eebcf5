"""Forms about units: entering one, putting it right, its terms, its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import may
from sixianghui.common import time
from sixianghui.directory import queries, rules
from sixianghui.directory.actions import Action
from sixianghui.directory.models import Enterprise, Term, Unit, UnitKind
from sixianghui.ui.public import DayField, HouseForm, long_date

_DAY = {"required": _("请填日期。"), "invalid": _("请写成 2018-06-05 这样的日期。")}


class SuperiorField(forms.ModelChoiceField):
    """A unit by its address, out of those below which one may be entered."""

    def label_from_instance(self, unit: Unit) -> str:
        return unit.name


class _Called(HouseForm):
    """What a unit or an enterprise is called."""

    name = forms.CharField(
        label=_("名称"),
        max_length=80,
        help_text=_("全称，比如样例科技有限公司党支部"),
        error_messages={"required": _("请填名称。")},
    )
    short_name = forms.CharField(
        label=_("简称"),
        max_length=20,
        help_text=_("二十个字以内，列表里用"),
        error_messages={"required": _("请填简称。")},
    )


class _AboutUnit(_Called):
    """What is registered of a unit. Which enterprise it is of is said by whoever guides."""

    superior = SuperiorField(
        queries.no_units(),  # filled for each asker
        label=_("隶属于"),
        to_field_name="slug",
        required=False,
        empty_label=_("没有上级，由行业指导"),
        error_messages={
            "required": _("请选它隶属于谁。"),
            "invalid_choice": _("请从列表里选一个组织。"),
        },
    )
    enterprise = forms.ModelChoiceField(
        queries.no_enterprises(),
        label=_("所属企业"),
        required=False,
        empty_label=_("和上级一样"),
        help_text=_("没有上级的要写明是哪家。登记企业自己，不用选"),
        error_messages={"invalid_choice": _("请从列表里选一家企业。")},
    )
    new_enterprise = forms.CharField(
        label=_("新的企业"),
        max_length=80,
        required=False,
        help_text=_("列表里没有的，在这里写全称，一起登记"),
    )
    founded_on = DayField(label=_("成立日期"), required=False, error_messages=_DAY)
    summary = forms.CharField(
        label=_("一句话介绍"), max_length=200, required=False, help_text=_("所有人看得到")
    )

    def __init__(self, *args: Any, asker: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guides = may(asker, Action.GUIDE)
        self.fields["superior"].queryset = queries.superiors_for(asker, kind)  # type: ignore[attr-defined]
        self.fields["enterprise"].queryset = queries.enterprises_for(asker)  # type: ignore[attr-defined]
        if not self.guides:
            self.leave_out("enterprise", "new_enterprise")
            self.need_superior()

    def leave_out(self, *names: str) -> None:
        """Ask nothing of these."""
        for name in names:
            self.fields.pop(name, None)

    def need_superior(self) -> None:
        """Without a superior there is none."""
        field = self.fields["superior"]
        field.required, field.empty_label = True, _("请选")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One enterprise, known or new."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("enterprise") and found.get("new_enterprise"):
            self.add_error("new_enterprise", _("选一家，或者写一家新的，两样选一样。"))
        return found


class NewUnit(_AboutUnit):
    """A unit that is not registered yet, with the term that runs."""

    kind = forms.TypedChoiceField(
        label=_("类型"),
        coerce=UnitKind,
        choices=[],
        widget=forms.RadioSelect,
        help_text=_("还没有党组织的企业，选“企业”"),
        error_messages={"required": _("请选类型。"), "invalid_choice": _("请选类型。")},
    )
    term_began_on = DayField(
        label=_("本届从哪天起"),
        required=False,
        help_text=_("党委、党总支、党支部才有；哪天届满会自己算"),
        error_messages=_DAY,
    )
    field_order = ("kind", "superior", "name", "short_name", "enterprise", "new_enterprise")

    def __init__(self, *args: Any, asker: Any, **kwargs: Any) -> None:
        super().__init__(*args, asker=asker, **kwargs)
        superiors = list(self.fields["superior"].queryset)  # type: ignore[attr-defined]
        above = {one.kind for one in superiors}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label)
            for kind in UnitKind
            if (self.guides and rules.may_be_guided(kind))
            or any(rules.may_stand_below(one, kind) for one in above)
        ]
        if not self.guides and len(superiors) == 1:
            self.initial["superior"] = superiors[0].slug

    @staticmethod
    def kept(said: Mapping[str, str]) -> dict[str, Any]:
        """What an address says of the next one to be entered."""
        return {"kind": said.get("kind"), "superior": said.get("superior")}


class ChangeUnit(_AboutUnit):
    """What may be put right of a unit."""

    def __init__(self, *args: Any, asker: Any, unit: Unit, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self._of(unit))
        super().__init__(*args, asker=asker, kind=unit.kind, **kwargs)
        if unit.kind == UnitKind.INDUSTRY_COMMITTEE or not queries.places(asker, unit):
            self.leave_out("superior", "enterprise", "new_enterprise")
        elif not rules.may_be_guided(unit.kind):
            self.need_superior()

    @staticmethod
    def _of(unit: Unit) -> dict[str, Any]:
        same = {name: getattr(unit, name) for name in ("name", "short_name", "founded_on", "summary")}
        superior = unit.parent.slug if unit.parent is not None else None
        return {**same, "superior": superior, "enterprise": unit.enterprise_id}

    def changes(self) -> dict[str, Any]:
        """As the command takes it; an enterprise that is left open is the superior's."""
        found = dict(self.cleaned_data)
        if "superior" in found:
            superior = found["parent"] = found.pop("superior")
            if superior is not None and "enterprise" in found and found["enterprise"] is None:
                found["enterprise"] = superior.enterprise
        return found


class EnterpriseName(_Called):
    """What an enterprise is called."""

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": enterprise.name, "short_name": enterprise.short_name})
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.help_text = _("企业名称"), _("全称，和营业执照上一样")


class NewTerm(HouseForm):
    """The day on which a leadership took office: a new one, or the present one put right.

    `seen`: the term that was the present one when the form was opened.
    """

    NEW, CORRECTION = "new", "correction"
    what = forms.ChoiceField(label=_("登记的是"), widget=forms.RadioSelect, initial=NEW)
    began_on = DayField(label=_("从哪天起"), help_text=_("选出这一届的那天"), error_messages=_DAY)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, term: Term | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = term
        if term is None:
            del self.fields["what"], self.fields["seen"]
            return
        self.initial["seen"] = str(term.pk)
        wrong = _("登记错了，更正这一届（现在登记的是%(day)s起）") % {"day": long_date(term.began_on)}
        self.fields["what"].choices = [(self.NEW, _("新的一届")), (self.CORRECTION, wrong)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What is put right is what was seen: somebody may have recorded a newer term since the form was opened."""
        found: dict[str, Any] = super().clean() or {}
        if self.present is not None and self.corrects and found.get("seen") != str(self.present.pk):
            self.data = {**self.data, "seen": str(self.present.pk)}  # shown again, it is about the newer one
            self.add_error(None, _("这一届之后已经登记了新的一届，请看一下再改。"))
        return found

    @property
    def corrects(self) -> bool:
        """Whether the present term is put right."""
        return self.cleaned_data.get("what") == self.CORRECTION


class Closing(HouseForm):
    """The day until which a unit was there."""

    on = DayField(label=_("撤销日期"), initial=time.today, error_messages=_DAY)
