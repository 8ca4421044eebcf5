"""The words of a comparison of two published reports, for its page and its CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sixianghui.common.sheets import BOM, safe
from sixianghui.common.text import grouped
from sixianghui.reports.queries.comparing import Beside
from sixianghui.reports.rules.comparing import Hindrance, Pair
from sixianghui.reports.rules.frozen import Entry


@dataclass(frozen=True)
class Line:
    """A number of both: what it is called, how it was shown in each ("": it is not in it), the difference, what to know."""

    pair: Pair
    label: str
    measure: str
    one: str
    other: str
    difference: str
    notes: tuple[str, ...]


def lines(beside: Beside) -> list[Line]:
    """Every number of both, in words."""
    return [
        Line(
            pair=pair,
            label=pair.either.label,
            measure=pair.either.measure,
            one=_shown(pair.one),
            other=_shown(pair.other),
            difference=_difference(pair),
            notes=tuple(_notes(pair)),
        )
        for pair in beside.comparison.pairs
    ]


def as_csv(beside: Beside) -> str:
    """The numbers as CSV with a byte order mark; no cell is taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    one, other = beside.one.edition, beside.other.edition
    titles = [
        _("数"),
        _("量词"),
        _("前一份：%(title)s") % {"title": one.title},
        _("后一份：%(title)s") % {"title": other.title},
        _("差"),
        _("说明"),
    ]
    writer.writerow([safe(cell) for cell in titles])
    for line in lines(beside):
        number = line.pair.difference
        cells = [line.label, line.measure, line.one, line.other, "" if number is None else str(number)]
        # A difference below nothing is a plain number; only words are kept from being taken for a formula.
        writer.writerow([*map(safe, cells[:4]), cells[4], safe(" ".join(line.notes))])
    return BOM + file.getvalue()


def _shown(entry: Entry | None) -> str:
    return "" if entry is None else entry.shown


def _difference(pair: Pair) -> str:
    number = pair.difference
    if number is None:
        return ""
    if number == 0:
        return _("一样")
    return (
        _("多 %(count)s") % {"count": grouped(number)}
        if number > 0
        else _("少 %(count)s") % {"count": grouped(-number)}
    )


def _notes(pair: Pair) -> Iterator[str]:
    if pair.one is None:
        yield _("只在后一份里")
    elif pair.other is None:
        yield _("只在前一份里")
    if pair.one is None or pair.other is None:
        return
    if pair.hindrance is Hindrance.DEFINITION:
        yield _("口径不同，不能相减：第 %(one)d 版 → 第 %(other)d 版") % {
            "one": pair.one.version,
            "other": pair.other.version,
        }
    elif pair.hindrance is Hindrance.UNITS:
        yield _("是两个组织的数，不相减")
    elif pair.hindrance is Hindrance.NOT_EXACT:
        yield _("没有准数，不相减")
    if not pair.same_scope:
        yield _("范围不同：%(one)s；%(other)s") % {
            "one": pair.one.scope_label,
            "other": pair.other.scope_label,
        }
