"""How search finds units, by any part of their names, and people, by a card that they chose to show."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sixianghui.directory import queries
from sixianghui.search.public import Hit, SearchSource, register_source


def register() -> None:
    """Tell `search`."""
    register_source(SearchSource("units", _("组织"), find, order=20))
    register_source(SearchSource("cards", _("亮身份的人"), find_cards, order=60))


def find_cards(query: str, limit: int) -> list[Hit]:
    """Open cards whose name, pinyin, initials or line hold the query. Nobody else is found."""
    word = query.strip().lower()
    here = (
        Q(person__name__icontains=word)
        | Q(line__icontains=word)
        | Q(person__pinyin__startswith=word)
        | Q(person__initials__startswith=word)
    )
    return [
        Hit(card.person.name, reverse("directory:card", args=[card.ref]), card.line)
        for card in queries.cards_open().filter(here)[:limit]
    ]


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
