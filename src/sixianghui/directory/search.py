"""What search knows of the directory: units, and people by a card that they chose to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.directory import queries
from sixianghui.directory.models import Unit
from sixianghui.search import public as search
from sixianghui.search.public import Hit
from sixianghui.ui import public as ui

KIND = "units"


def register() -> None:
    """Tell `search`. Cards are asked for anew each time: whoever takes consent back is gone at once."""
    search.register_documents(search.DocumentSource(KIND, _documents, _columns))
    search.register_source(search.SearchSource("cards", _("亮身份的人"), find_cards, order=60))


def show(unit: Unit) -> None:
    """A unit was entered or changed: find it as it is now."""
    search.put(_doc(unit))
    ui.purge(search.TAG)


def hide(units: list[int]) -> None:
    """These are no units any more."""
    search.remove(KIND, map(str, units))
    ui.purge(search.TAG)


def hide_closed() -> None:
    """Units that closed since: a day passes without anybody writing."""
    closed = Unit.objects.filter(closed_on__lte=time.today())
    hide(list(closed.values_list("pk", flat=True)))


def _documents() -> Iterator[search.Doc]:
    return (_doc(unit) for unit in queries.open_units().order_by("pk"))


def _columns() -> Mapping[str, Promise]:
    return {KIND: _("组织")}


def _doc(unit: Unit) -> search.Doc:
    return search.Doc(
        KIND,
        str(unit.pk),
        unit.name,
        reverse("directory:unit", args=[unit.slug]),
        lead=unit.summary,
        column=KIND,
        names=(unit.short_name,),
    )


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
