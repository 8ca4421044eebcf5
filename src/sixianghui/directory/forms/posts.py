"""Forms about posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.access.public import ADMINISTRATORS, CENTRAL, HANDED_OVER, Post, held_by, post_words
from sixianghui.common import time
from sixianghui.directory import queries
from sixianghui.directory.actions import Action
from sixianghui.directory.forms.people import UnitField
from sixianghui.directory.models import Appointment, Person
from sixianghui.ui.public import DayField, HouseForm


class AskPost(HouseForm):
    """A post for somebody."""

    unit = UnitField(label=_("在哪个组织"))
    post = forms.TypedChoiceField(
        label=_("什么职务"), coerce=Post, choices=[], error_messages={"required": _("请选职务。")}
    )
    since = DayField(
        label=_("从哪天起"),
        initial=time.today,
        error_messages={"required": _("请填日期。"), "invalid": _("请写成 2018-06-05 这样的日期。")},
    )
    reason = forms.CharField(
        label=pgettext_lazy("任职", "依据"),
        max_length=200,
        help_text=_("哪次会议或哪份文件决定的，一句话"),
        error_messages={"required": _("请写一句依据，批的人要看。")},
    )

    def __init__(self, *args: Any, asker: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = queries.units_within(asker, Action.ASK_APPOINTMENT)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["post"].choices = [("", _("请选")), *self._posts(asker)]  # type: ignore[attr-defined]
        mine = [one.slug for one in units if one.pk in person.policy_unit_ids]
        self.initial.setdefault("unit", mine[0] if mine else None)

    @staticmethod
    def _posts(asker: Any) -> list[tuple[str, str]]:
        held = {one.post for one in held_by(asker)}
        offered = set(HANDED_OVER) - CENTRAL
        if held & {Post.COMMITTEE_CLERK, Post.SECURITY_ADMIN}:
            offered |= CENTRAL | ADMINISTRATORS
        return [(str(one), post_words(one)) for one in Post if one in offered]


class EndPost(HouseForm):
    """The day a post ends."""

    on = DayField(
        label=_("从哪天起不再担任"),
        initial=time.today,
        error_messages={"required": _("请填日期。"), "invalid": _("请写成 2018-06-05 这样的日期。")},
    )


class Refusal(HouseForm):
    """Why not."""

    answer = forms.CharField(
        label=_("为什么不同意"),
        max_length=200,
        error_messages={"required": _("请写一句为什么不同意，提出的人好知道怎么办。")},
    )


class SuccessorField(forms.ModelChoiceField):
    """Someone of the unit, by their ref."""

    def label_from_instance(self, person: Person) -> str:
        return person.name if person.account_id else str(_("%(name)s（还没有账号）") % {"name": person.name})


class Offer(HouseForm):
    """Who takes a post over, and a word to them."""

    successor = SuccessorField(
        queries.no_people(),
        label=_("交给谁"),
        to_field_name="ref",
        empty_label=_("请选"),
        error_messages={"required": _("请选接手的人。"), "invalid_choice": _("请从名单里选一位。")},
    )
    note = forms.CharField(
        label=_("想交代的话"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = queries.successors(appointment)  # type: ignore[attr-defined]
