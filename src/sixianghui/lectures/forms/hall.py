"""Asking for seats, and what is written down at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.directory.public import Unit
from sixianghui.lectures import rules
from sixianghui.ui.public import HouseForm


def _heads(most: int, label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1"}),
        error_messages={
            "required": gettext_lazy("请写几个人。"),
            "invalid": gettext_lazy("请写一个数。"),
            "min_value": gettext_lazy("至少是 1 个人。"),
            "max_value": gettext_lazy("一次最多 %(limit_value)d 个人。"),
        },
    )


class _OfUnit(HouseForm):
    """A form that lets say whose they are."""

    unit = forms.ChoiceField(label=gettext_lazy("哪个组织的"), required=False)

    def __init__(self, *args: Any, units: list[Unit], **more: Any) -> None:
        self.units = {unit.slug: unit for unit in units}
        super().__init__(*args, **more)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("不说，或者是别处的")),
            *((slug, one.short_name) for slug, one in self.units.items()),
        ]

    @property
    def unit_chosen(self) -> Unit | None:
        """Whose they are, where they said so; only once the form is valid."""
        return self.units.get(self.cleaned_data["unit"])


class SeatForm(_OfUnit):
    """How many come, and from where."""

    heads = _heads(rules.MOST_HEADS, gettext_lazy("几个人来"))
    field_order = ("heads", "unit")


class HeadsForm(HouseForm):
    """More or fewer come; or so many of those on the list came."""

    heads = _heads(rules.MOST_HEADS, gettext_lazy("几个人"))


class DeskForm(_OfUnit):
    """So many came who are on no list."""

    heads = _heads(rules.MOST_AT_ONCE, gettext_lazy("来了几个人"))
    field_order = ("heads", "unit")


class ArrivalForm(_OfUnit):
    """The one button of whoever scanned the code."""

    ticket = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
