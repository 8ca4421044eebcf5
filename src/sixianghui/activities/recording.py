"""The form by which an activity is announced or recorded, for this room's pages and for rooms above.

Six fields are in sight, most of them filled in: what kind, its name, when, where, how many, a few lines. The rest is
folded away. A room above makes `RecordForm(data, asker=…, initial=…)`, shows `activities/parts/record_fields.html`, and
calls `save`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account
from sixianghui.activities import commands, queries, rules
from sixianghui.activities.commands.holding import Record
from sixianghui.activities.models import Activity, Held, Kind
from sixianghui.activities.moments import MomentField, last_hour
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.directory.public import Unit
from sixianghui.ui.public import HouseForm

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
USUAL, OPEN, INSIDE = "usual", "open", "inside"


class ActivityForm(HouseForm):
    """What announcing and recording have in common. `initial` may bring any field; `unit` by its slug, `kind` by its code."""

    unit = forms.ChoiceField(label=gettext_lazy("哪个组织办的"))
    kind = forms.ChoiceField(
        label=gettext_lazy("是什么活动"),
        error_messages={"required": gettext_lazy("请选一种。"), "invalid_choice": gettext_lazy("请选一种。")},
    )
    title = forms.CharField(
        label=gettext_lazy("名称"),
        required=False,
        max_length=rules.TITLE_LENGTH,
        help_text=gettext_lazy("空着就用上面的种类作名称。"),
        error_messages={"max_length": gettext_lazy("名称请控制在 %(limit_value)d 字以内。")},
    )
    starts_at = MomentField(
        label=gettext_lazy("什么时候"),
        error_messages={"required": gettext_lazy("请写什么时候开始。")},
    )
    place = forms.CharField(
        label=gettext_lazy("在哪儿"),
        required=False,
        max_length=rules.PLACE_LENGTH,
        error_messages={"max_length": gettext_lazy("地点请控制在 %(limit_value)d 字以内。")},
    )
    ends_at = MomentField(label=gettext_lazy("到什么时候"), required=False)
    partners = forms.CharField(
        label=gettext_lazy("和谁合办"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("写组织的名称或简称，几个之间用顿号。他们会收到消息，可以自己退出。"),
    )
    open = forms.ChoiceField(
        label=gettext_lazy("谁看得到"),
        required=False,
        choices=(
            (USUAL, gettext_lazy("照这种活动的惯例")),
            (OPEN, gettext_lazy("给大家看")),
            (INSIDE, gettext_lazy("只给本组织和上级看")),
        ),
    )

    def __init__(self, *args: Any, asker: Account, activity: Activity | None = None, **more: Any) -> None:
        self.asker, self.activity = asker, activity
        self.units = (
            {activity.unit.slug: activity.unit}
            if activity is not None
            else {unit.slug: unit for unit in queries.units_to_record(asker)}
        )
        self.kinds = {kind.code: kind for kind in queries.kinds_in_use()}
        if activity is not None:
            self.kinds.setdefault(activity.kind.code, activity.kind)
        self.places = queries.last_places(self.units.values())
        more["initial"] = {**self._usual(), **self._of(activity), **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self._choose("unit", [(slug, unit.short_name) for slug, unit in self.units.items()])
        self._choose("kind", [("", _("请选一种")), *((code, one.label) for code, one in self.kinds.items())])
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = next(iter(self.units))
        self.fields["place"].widget.attrs["list"] = "places"
        self.fields["title"].widget.attrs["autocomplete"] = "off"

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _usual(self) -> dict[str, Any]:
        """What is likely: where they met last."""
        return {"place": self.places[0] if self.places else "", "open": USUAL}

    def _of(self, activity: Activity | None) -> dict[str, Any]:
        """What is known of an activity already."""
        if activity is None:
            return {}
        return {
            "kind": activity.kind.code,
            "title": activity.title,
            "starts_at": activity.starts_at,
            "ends_at": activity.ends_at,
            "place": activity.place,
            "partners": queries.written_as(queries.partners_of(activity)),
            "open": OPEN if activity.open else INSIDE,
        }

    @property
    def folded(self) -> bool:
        """Whether nothing in the folded part needs a look."""
        names = ("ends_at", "partners", "open", "entitled", "voting")
        return not any(name in self.errors for name in names) and not self["partners"].value()

    def clean_title(self) -> str:
        return " ".join(_CONTROL.sub(" ", self.cleaned_data["title"]).split())

    def clean_place(self) -> str:
        return " ".join(_CONTROL.sub(" ", self.cleaned_data["place"]).split())

    def clean_partners(self) -> tuple[Unit, ...]:
        units, unknown = queries.units_named(
            self.cleaned_data["partners"], known=queries.partners_of(self.activity)
        )
        if unknown:
            raise forms.ValidationError(
                _("没有认出“%(names)s”。请照组织架构里的名称写。") % {"names": "、".join(unknown)}
            )
        return tuple(units)

    def clean_open(self) -> bool | None:
        return {OPEN: True, INSIDE: False}.get(self.cleaned_data["open"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if "unit" in self.errors and self["unit"].is_hidden:
            self.add_error(None, _("你的职务变了，请重新打开这一页。写的还在下面。"))
        kind = self.kinds.get(found.get("kind", ""))
        if kind is not None and not found.get("title"):
            found["title"] = kind.label
        return found

    @property
    def chosen_unit(self) -> Unit:
        """The unit that was chosen; only once the form is valid."""
        return self.units[self.cleaned_data["unit"]]

    @property
    def chosen_kind(self) -> Kind:
        """The kind that was chosen; only once the form is valid."""
        return self.kinds[self.cleaned_data["kind"]]

    def wanted(self) -> dict[str, Any]:
        """What is common to every command of this room that takes an activity's description."""
        names = ("title", "starts_at", "ends_at", "place", "partners", "open")
        return {"kind": self.chosen_kind, **{name: self.cleaned_data[name] for name in names}}


class PlanForm(ActivityForm):
    """Announce a coming activity, or change what was announced."""

    note = forms.CharField(
        label=gettext_lazy("一句话预告"),
        required=False,
        max_length=rules.LINE_LENGTH,
        help_text=gettext_lazy("要带什么、从哪儿进，都可以写在这里。"),
        error_messages={"max_length": gettext_lazy("请控制在 %(limit_value)d 字以内。")},
    )

    def _usual(self) -> dict[str, Any]:
        tomorrow = time.now().astimezone(time.SHANGHAI) + dt.timedelta(days=1)
        return {**super()._usual(), "starts_at": tomorrow.replace(hour=15, minute=0, second=0, microsecond=0)}

    def _of(self, activity: Activity | None) -> dict[str, Any]:
        return {} if activity is None else {**super()._of(activity), "note": activity.note}

    def save(self, *, by: Account) -> Activity:
        """Announce it, or change the announcement. Raises `HouseError`."""
        wanted = {**self.wanted(), "note": self.cleaned_data["note"]}
        if self.activity is None:
            return commands.plan_activity(unit=self.chosen_unit, by=by, **wanted)
        return commands.change_plan(self.activity, by=by, **wanted)


class RecordForm(ActivityForm):
    """Record an activity that took place; with `held`, put right what was recorded of it."""

    present = forms.IntegerField(
        label=gettext_lazy("到了多少人"),
        required=False,
        min_value=1,
        max_value=rules.MOST_PRESENT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1"}),
        help_text=gettext_lazy("没数过可以不写；要表决的会要写。"),
        error_messages={
            "invalid": gettext_lazy("请写一个数。"),
            "min_value": gettext_lazy("到场人数至少是 1。"),
            "max_value": gettext_lazy("到场人数太大了，请再看一眼。"),
        },
    )
    told = forms.CharField(
        label=gettext_lazy("几句话"),
        required=False,
        max_length=rules.TOLD_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("做了什么。想写多少写多少。"),
        error_messages={
            "max_length": gettext_lazy("请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。")
        },
    )
    entitled = forms.IntegerField(
        label=gettext_lazy("应到"), required=False, min_value=1, max_value=rules.MOST_PRESENT
    )
    voting = forms.IntegerField(
        label=gettext_lazy("其中实到"), required=False, min_value=0, max_value=rules.MOST_PRESENT
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么改"),
        max_length=rules.REASON_LENGTH,
        help_text=gettext_lazy("原来记的会划掉，和这句话一起留着。"),
        error_messages={"required": gettext_lazy("请写一句为什么改，以后看得明白。")},
    )

    def __init__(self, *args: Any, held: Held | None = None, **more: Any) -> None:
        self.held = held
        super().__init__(*args, **more)
        if held is None:
            del self.fields["reason"]

    def _usual(self) -> dict[str, Any]:
        return {**super()._usual(), "starts_at": last_hour(time.now())}

    def _of(self, activity: Activity | None) -> dict[str, Any]:
        """Besides, what was recorded of it: what is put right, or what was struck by mistake."""
        recorded = self.held or (queries.struck_last(activity) if activity is not None else None)
        if recorded is None:
            return super()._of(activity)
        known = {name: getattr(recorded, name) for name in ("present", "told", "entitled", "voting")}
        return {**super()._of(activity), **known}

    @property
    def asks_quorum(self) -> str:
        """The codes of kinds that ask for a quorum, for the script that unfolds its fields."""
        return " ".join(code for code, kind in self.kinds.items() if kind.quorum_id is not None)

    @property
    def quorum_folded(self) -> bool:
        """Whether the numbers of a vote may stay folded away."""
        kind = self.kinds.get(str(self["kind"].value() or ""))
        bad = any(name in self.errors for name in ("entitled", "voting"))
        return not bad and (kind is None or kind.quorum_id is None)

    @property
    def entitled_known(self) -> list[tuple[str, int]]:
        """What the roster knows of those entitled, in words: nobody has to count them. Only for a single unit."""
        if len(self.units) != 1:
            return []
        (unit,) = self.units.values()
        known = ((_("正式党员"), queries.full_members(unit)), (_("支委"), queries.committee_members(unit)))
        return [(label, many) for label, many in known if many]

    def record(self) -> Record:
        """What was filled in, as the commands take it; only once the form is valid."""
        more = {name: self.cleaned_data[name] for name in ("present", "told", "entitled", "voting")}
        return Record(**self.wanted(), **more)

    def save(self, *, by: Account) -> Activity:
        """Record it: a new one, the announced one, or the correction. Raises `HouseError`."""
        if self.activity is None:
            return commands.record_activity(unit=self.chosen_unit, by=by, **vars(self.record()))
        if self.held is not None:
            commands.correct_activity(self.activity, self.record(), by=by, reason=self.cleaned_data["reason"])
        else:
            commands.hold_activity(self.activity, self.record(), by=by)
        return self.activity


def save(form: ActivityForm, *, by: Account) -> Activity | None:
    """Save a form that was sent; None when it cannot be, with the reason on the form."""
    if not form.is_valid():
        return None
    assert isinstance(form, PlanForm | RecordForm)
    try:
        return form.save(by=by)
    except HouseError as error:
        form.add_error(None, str(error))
        return None
