"""How search finds units: by any part of their name, their short name or their summary."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sixianghui.directory import queries
from sixianghui.search.public import Hit, SearchSource, register_source


def register() -> None:
    """Tell `search`."""
    register_source(SearchSource("units", _("组织"), find, order=20))


def find(query: str, limit: int) -> list[Hit]:
    """Open units that hold every word of the query, by name."""
    units = queries.open_units()
    for word in query.split():
        units = units.filter(
            Q(name__icontains=word) | Q(short_name__icontains=word) | Q(summary__icontains=word)
        )
    return [
        Hit(unit.name, reverse("directory:unit", args=[unit.slug]), unit.summary)
        for unit in units.order_by("name", "pk")[:limit]
    ]
