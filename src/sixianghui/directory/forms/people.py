"""Forms about people."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.directory import queries
from sixianghui.directory.actions import Action
from sixianghui.directory.models import Affiliation, Line, Person, Standing, Status, Unit
from sixianghui.directory.queries import Filters
from sixianghui.ui.public import DayField, HouseForm

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,31}")


class UnitField(forms.ModelChoiceField):
    """A unit by its address, out of those within reach."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queries.no_units(),  # filled for each asker
            to_field_name="slug",
            empty_label=_("请选"),
            error_messages={"invalid_choice": _("请从列表里选一个组织。"), "required": _("请选组织。")},
            **kwargs,
        )

    def label_from_instance(self, unit: Unit) -> str:
        return unit.name


class Find(forms.Form):
    """How the list is narrowed. What makes no sense is left out rather than complained about."""

    q = forms.CharField(required=False, max_length=40)
    unit = forms.SlugField(required=False, max_length=80)
    status = forms.ChoiceField(required=False, choices=[("", ""), *Status.choices])
    left = forms.BooleanField(required=False)

    def __init__(self, *args: Any, asker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker
        self.units = list(queries.units_within(asker, Action.SEE_PERSON))
        self.is_valid()

    @property
    def values(self) -> dict[str, Any]:
        return {"q": "", "unit": "", "status": "", "left": False, **self.cleaned_data}

    def filters(self) -> Filters:
        """As the query takes it."""
        unit = next((one for one in self.units if one.slug == self.values["unit"]), None)
        return Filters(self.values["q"], unit, self.values["status"], self.values["left"])

    def kept(self) -> str:
        """The filters as part of an address, for the next page."""
        return urlencode({name: value for name, value in self.values.items() if value})

    @property
    def statuses(self) -> list[tuple[str, Any]]:
        return list(Status.choices)


class Entry(HouseForm):
    """With what somebody is entered: where, as what, since when."""

    unit = UnitField(label=_("所在组织"))
    status = forms.TypedChoiceField(
        label=_("政治面貌"),
        coerce=Status,
        choices=[("", _("请选")), *Status.choices],
        error_messages={"required": _("请选政治面貌。和党团组织没有关系的人不用登记。")},
    )
    since = DayField(
        label=_("从哪天起"),
        help_text=_("成为这个身份的日期，比如入党日期、递交申请书的日期"),
        error_messages={"required": _("请填日期。"), "invalid": _("请写成 2018-06-05 这样的日期。")},
    )

    def __init__(self, *args: Any, asker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = queries.units_within(asker, Action.EDIT_PERSON)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if not self.is_bound and not self.initial.get("unit"):
            only = list(units[:2])
            self.initial["unit"] = only[0].slug if len(only) == 1 else None

    @staticmethod
    def of(kept: Affiliation, standing: Standing) -> dict[str, Any]:
        """What the form shows at first."""
        return {"unit": kept.unit.slug, "status": standing.status, "since": standing.since}


class NewPerson(Entry):
    """Someone new on a roster."""

    name = forms.CharField(label=_("姓名"), max_length=64, error_messages={"required": _("请填姓名。")})
    number = forms.CharField(
        label=_("编号"), max_length=32, required=False, help_text=_("本单位自编的号，用来分清同名的人")
    )
    birth_on = DayField(
        label=_("出生日期"), required=False, error_messages={"invalid": _("请写成 2018-06-05 这样的日期。")}
    )
    employed_on = DayField(
        label=_("参加工作日期"),
        required=False,
        error_messages={"invalid": _("请写成 2018-06-05 这样的日期。")},
    )
    field_order = ("name", "unit", "status", "since")

    def clean_name(self) -> str:
        """Without spaces inside a Chinese name, as people type them to align columns."""
        return tidy_name(self.cleaned_data["name"])


class ChangePerson(HouseForm):
    """What may be corrected."""

    name = forms.CharField(label=_("姓名"), max_length=64, error_messages={"required": _("请填姓名。")})
    number = forms.CharField(label=_("编号"), max_length=32, required=False)
    birth_on = DayField(
        label=_("出生日期"), required=False, error_messages={"invalid": _("请写成 2018-06-05 这样的日期。")}
    )
    employed_on = DayField(
        label=_("参加工作日期"),
        required=False,
        error_messages={"invalid": _("请写成 2018-06-05 这样的日期。")},
    )

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """What the form shows at first."""
        return {name: getattr(person, name) for name in ("name", "number", "birth_on", "employed_on")}

    def clean_name(self) -> str:
        return tidy_name(self.cleaned_data["name"])


class NewStatus(HouseForm):
    """A new political status, of a line whose relation is kept within reach or has not begun; not what they are already."""

    status = forms.TypedChoiceField(
        label=_("新的政治面貌"), coerce=Status, choices=[("", _("请选")), *Status.choices],
        error_messages={
            "required": _("请选新的政治面貌。"),
            "invalid_choice": _("请从列表里选一个。现在已经是的身份，不用再记。"),
        },
    )  # fmt: skip
    since = DayField(
        label=_("从哪天起"),
        error_messages={"required": _("请填日期。"), "invalid": _("请写成 2018-06-05 这样的日期。")},
    )

    def __init__(self, *args: Any, asker: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statuses = queries.statuses_to_record(asker, queries.relations_of(person))
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            ("", _("请选")),
            *((one.value, one.label) for one in statuses),
        ]


class Move(HouseForm):
    """Another unit. Of a relation that others keep, nothing is offered."""

    unit = UnitField(label=_("转到哪个组织"))
    line = forms.TypedChoiceField(
        label=_("哪一种关系"), coerce=Line, choices=Line.choices, initial=Line.PARTY, widget=forms.RadioSelect
    )
    since = DayField(
        label=_("从哪天起"),
        error_messages={"required": _("请填日期。"), "invalid": _("请写成 2018-06-05 这样的日期。")},
    )

    def __init__(self, *args: Any, asker: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = queries.units_within(asker, Action.EDIT_PERSON)  # type: ignore[attr-defined]
        lines = queries.lines_to_record(asker, queries.relations_of(person))
        self.fields["line"].choices = [(one.value, one.label) for one in lines]  # type: ignore[attr-defined]
        self.initial.setdefault("line", next(iter(lines), None))
        self.initial.setdefault("since", time.today())


class Leaving(HouseForm):
    """The day someone left."""

    on = DayField(
        label=_("离开日期"),
        initial=time.today,
        error_messages={"required": _("请填日期。"), "invalid": _("请写成 2018-06-05 这样的日期。")},
    )


class TakingBack(HouseForm):
    """Nothing to fill in: it is read once more, and pressed."""


class Invitation(HouseForm):
    """The sign-in name of a new account."""

    username = forms.CharField(
        label=_("登录名"), max_length=32, help_text=_("三个以上的小写字母或数字，以字母开头")
    )

    @staticmethod
    def proposal(person: Person) -> str:
        """The name in pinyin; whoever invites may change it."""
        plain = re.sub(r"[^a-z0-9]", "", person.pinyin.split(" ")[0]) if person.pinyin else ""
        return plain[:32]

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).strip().lower()
        if not _USERNAME.fullmatch(name):
            raise forms.ValidationError(_("登录名要三个以上的小写字母或数字，以字母开头。"))
        return name


class CardLine(HouseForm):
    """One line on one's card."""

    line = forms.CharField(
        label=_("一句话"),
        max_length=60,
        required=False,
        help_text=_("比如你在做什么，别人遇到什么事可以来找你"),
    )


class Reason(HouseForm):
    """Why somebody needs to see a number."""

    reason = forms.CharField(
        label=_("为什么要看"),
        max_length=200,
        help_text=_("一句话，会和你的名字一起留下，备查"),
        error_messages={"required": _("请用一句话写明为什么要看，四个字以上，二百字以内。")},
    )


def tidy_name(name: str) -> str:
    """A name without the spaces that only align columns: 李 鸣 → 李鸣. Latin names keep one between words."""
    words = name.replace("\u3000", " ").split()
    return "".join(words) if all(re.search(r"[\u3400-\u9fff]", one) for one in words) else " ".join(words)
