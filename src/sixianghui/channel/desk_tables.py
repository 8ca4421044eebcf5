"""Wiring: the tables that Wagtail's reports hand out to be opened elsewhere. Words stay words there."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from sixianghui.common import sheets

_wagtails = SpreadsheetExportMixin.preprocess_field_value


def _value(self: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    found = _wagtails(self, field, value, export_format)
    if not isinstance(found, str):
        return found
    return sheets.safe(found) if export_format == self.FORMAT_CSV else sheets.printable(found)


def install() -> None:
    """Put it where Wagtail asks for each cell; called once when the app is ready."""
    SpreadsheetExportMixin.preprocess_field_value = _value
