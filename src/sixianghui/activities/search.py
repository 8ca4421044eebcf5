"""What search knows of activities: those open to everybody and not called off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sixianghui.activities import queries
from sixianghui.activities.models import Activity, Held
from sixianghui.search import public as search
from sixianghui.ui import public as ui

KIND = "activities"


def register() -> None:
    """Tell `search`."""
    search.register_documents(search.DocumentSource(KIND, _documents, _columns))


def show(activity: Activity) -> None:
    """An activity was written: find it as it is now, or not at all where not everybody may see it."""
    row = queries.with_state(Activity.objects.select_related("unit", "kind")).filter(pk=activity.pk).first()
    if row is None or not row.open or row.was_called_off:
        search.remove(KIND, [str(activity.pk)])
    else:
        told = Held.objects.standing().filter(activity=row).values_list("told", flat=True).first()
        search.put(_doc(row, told or row.note))
    ui.purge(search.TAG)


def _documents() -> Iterator[search.Doc]:
    rows = queries.with_state(Activity.objects.select_related("unit", "kind")).filter(
        open=True, was_called_off=False
    )
    told = dict(Held.objects.standing().filter(open=True).values_list("activity", "told"))
    for row in rows.order_by("pk").iterator(chunk_size=500):
        yield _doc(row, told.get(row.pk) or row.note)


def _columns() -> Mapping[str, Promise]:
    return {KIND: _("活动")}


def _doc(row: Activity, told: str) -> search.Doc:
    units = [row.unit, *(partner.unit for partner in getattr(row, "with_units", ()))]
    return search.Doc(
        KIND,
        str(row.pk),
        row.title,
        reverse("activities:activity", args=[row.ref]),
        lead="　".join(part for part in (row.kind.name, row.place) if part),
        body=told,
        at=row.starts_at,
        column=KIND,
        names=tuple(dict.fromkeys([row.kind.name, *(unit.short_name for unit in units)])),
    )
