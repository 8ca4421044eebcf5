"""Forms about rosters: the upload, and which column is what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.directory.roster import columns
from sixianghui.directory.roster.staging import Mapped
from sixianghui.directory.roster.writing import shown_columns
from sixianghui.ui.public import HouseForm

_XLSX = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RosterUpload(HouseForm):
    """A file with a roster."""

    file = forms.FileField(
        label=_("名册文件"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": _XLSX}),
        error_messages={
            "required": _("请选一个 .xlsx 文件。"),
            "missing": _("请选一个 .xlsx 文件。"),
            "empty": _("这个文件是空的。请选存好的名册，再传一次。"),
            "invalid": _("文件没有传上来，请再传一次。"),
            "max_length": _("文件名太长，请改短一些。"),
        },
    )


class Columns(forms.Form):
    """For each column of the sheets that were read: what it is taken for."""

    def __init__(self, *args: Any, sheets: Iterable[Mapped], allowed: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = list(sheets)
        for sheet in self.sheets:
            people = sheet.key == columns.PEOPLE
            shown = shown_columns(frozenset(allowed)) if people else columns.UNITS_SHEET.columns
            choices = [("", _("不读")), *((one.key, one.title) for one in shown)]
            for at, title, key, _samples in sheet.columns:
                field = forms.ChoiceField(choices=choices, required=False, initial=key, label=title)
                field.widget.attrs["class"] = "input"
                self.fields[f"{sheet.key}-{at}"] = field

    def rows(self) -> Iterator[tuple[Mapped, list[tuple[forms.BoundField, list[str]]]]]:
        """The columns of each sheet, with some of what stands in them."""
        for sheet in self.sheets:
            yield sheet, [(self[f"{sheet.key}-{at}"], samples) for at, _t, _k, samples in sheet.columns]

    def mapping(self) -> dict[str, dict[int, str]]:
        """What was chosen, by sheet and position."""
        return {
            sheet.key: {at: self.cleaned_data[f"{sheet.key}-{at}"] for at, *_rest in sheet.columns}
            for sheet in self.sheets
        }
