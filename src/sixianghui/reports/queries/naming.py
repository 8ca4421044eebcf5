"""What numbers and units are called, for whoever writes a report."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import override

from sixianghui.directory.public import Unit
from sixianghui.ledger import public as ledger
from sixianghui.reports import wording
from sixianghui.reports.rules import body
from sixianghui.reports.rules.body import Block
from sixianghui.reports.wording import Names


def figure_names() -> Names:
    """Every number's name in this page's language; its Chinese name and its code are understood as well. No query."""
    figures = ledger.all_figures()
    with override("zh-hans"):
        also = {str(one.label): one.name for one in figures}
    return Names({one.name: str(one.label) for one in figures}, also)


def names_for(blocks: Iterable[Block]) -> Names:
    """Names for showing these blocks. One query where a number is narrowed to a unit."""
    wanted = {pick.unit for pick in body.picks_of(blocks) if pick.unit is not None}
    return _with_units(Q(pk__in=wanted)) if wanted else figure_names()


def names_in(texts: Iterable[str]) -> Names:
    """Names for reading these texts. One query where something may be a unit's name."""
    wanted = set(wording.named_units(texts))
    return _with_units(Q(short_name__in=wanted) | Q(name__in=wanted)) if wanted else figure_names()


def _with_units(which: Q) -> Names:
    names = figure_names()
    found = list(Unit.objects.filter(which).values_list("pk", "short_name", "name"))
    shared = [short for _pk, short, _name in found]
    ids: dict[str, int] = {}
    for pk, short, name in found:
        ids.setdefault(name, pk)
        if shared.count(short) == 1:
            ids[short] = pk
    units = {pk: short if shared.count(short) == 1 else name for pk, short, name in found}
    return Names(names.figures, names.also, units, ids)
