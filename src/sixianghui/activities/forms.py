"""Small forms. Announcing and recording stand in `recording.py`, since rooms above show them too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import post_words
from sixianghui.activities import queries, rules
from sixianghui.activities.models import Activity, Held
from sixianghui.directory.public import Person
from sixianghui.ui.public import DayField, HouseForm

_LONG = _("请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。")


class ReasonForm(HouseForm):
    """Why; `must`: it has to be said."""

    reason = forms.CharField(
        label=_("为什么"),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写一句为什么。"), "max_length": _LONG},
    )

    def __init__(self, *args: Any, must: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].required = must


class ResolutionForm(HouseForm):
    """What was resolved, whose it is, until when. `despite` only where the meeting had no quorum."""

    text = forms.CharField(
        label=_("定了什么事"),
        max_length=rules.LINE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写决定了什么。"), "max_length": _LONG},
    )
    owner = forms.ChoiceField(
        label=_("由谁办"),
        error_messages={"required": _("请选由谁来办。"), "invalid_choice": _("请选由谁来办。")},
    )
    due_on = DayField(label=_("办到哪天"), error_messages={"required": _("请写办到哪天。")})
    despite = forms.CharField(
        label=_("人数不够还记的理由"),
        max_length=rules.REASON_LENGTH,
        help_text=_("按规定，到会人数不够不能表决。不是表决的事，或者另有情况，写一句就能记。"),
        error_messages={"required": _("人数不够，按规定不能表决。确实要记，请写明理由。")},
    )

    def __init__(self, *args: Any, activity: Activity, held: Held, **more: Any) -> None:
        super().__init__(*args, **more)
        if not held.forbids_votes:
            del self.fields["despite"]
        posts = queries.posts_in(activity.unit)
        self.people: dict[str, Person] = {one.ref: one for one in queries.people_of(activity.unit)}
        labels = {one.post: post_words(one.post) for one in posts}
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext("请选一位")),
            (gettext("按职务，换了人也跟着走"), [(f"post:{post}", label) for post, label in labels.items()]),
            (gettext("某一个人"), [(f"person:{ref}", one.name) for ref, one in self.people.items()]),
        ]

    def wanted(self) -> dict[str, Any]:
        """What the command takes; only once the form is valid."""
        kind, _colon, key = self.cleaned_data["owner"].partition(":")
        return {
            "text": self.cleaned_data["text"],
            "due_on": self.cleaned_data["due_on"],
            "post": key if kind == "post" else "",
            "owner": self.people[key] if kind == "person" else None,
            "despite": self.cleaned_data.get("despite", ""),
        }


class LineForm(HouseForm):
    """How a resolution ended, in a line."""

    line = forms.CharField(
        label=_("结果怎样"),
        max_length=rules.LINE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("办好了，或者不办了、为什么。一句话就行。"),
        error_messages={"required": _("请写一句结果。"), "max_length": _LONG},
    )


class PictureForm(HouseForm):
    """A picture for the story. Nobody asks for one."""

    picture = forms.FileField(
        label=_("选一张图"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        error_messages={"required": _("请选一张图。"), "empty": _("这个文件是空的，请另选一张。")},
    )
    alt = forms.CharField(
        label=_("图里是什么"),
        max_length=120,
        error_messages={"required": _("请写一句图里是什么，看不见图的人靠它。")},
    )
    agreed = forms.BooleanField(
        label=_("图里的人都同意发布，或者图里没有人"),
        error_messages={"required": _("图里的人同意了才能登。没有人也请勾上。")},
    )


class NamesForm(HouseForm):
    """Who was there, of those on the unit's roster."""

    people = forms.MultipleChoiceField(
        label=_("到会的人"), required=False, widget=forms.CheckboxSelectMultiple
    )
    #: Whom the page offered: of nobody else anything is said by leaving a box empty.
    offered = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, activity: Activity, **more: Any) -> None:
        there = queries.people_at(activity)
        self.roster = {one.ref: one for one in (*queries.people_of(activity.unit), *there)}
        more["initial"] = {"people": [one.ref for one in there], "offered": " ".join(self.roster)}
        super().__init__(*args, **more)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(ref, one.name) for ref, one in self.roster.items()]

    @property
    def chosen(self) -> list[Person]:
        """Those who were ticked; only once the form is valid."""
        return [self.roster[ref] for ref in self.cleaned_data["people"]]

    @property
    def left_empty(self) -> list[Person]:
        """Those who were offered and not ticked; only once the form is valid."""
        chosen = set(self.cleaned_data["people"])
        offered = set(self.cleaned_data["offered"].split()) - chosen
        return [self.roster[ref] for ref in self.roster if ref in offered]


class KindForm(HouseForm):
    """A kind of activity."""

    name = forms.CharField(
        label=_("名称"),
        max_length=20,
        error_messages={
            "required": _("请写名称。"),
            "max_length": _("名称请控制在 %(limit_value)d 字以内。"),
        },
    )
    open_at_first = forms.BooleanField(label=_("一般给大家看"), required=False)
