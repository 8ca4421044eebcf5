"""A number broken down, as far as its reader may see the parts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min, Sum

from sixianghui.common.text import grouped as text_grouped
from sixianghui.ledger import rules
from sixianghui.ledger.figures import Figure, Group
from sixianghui.ledger.queries.reading import Reading, Sees, is_guarded


@dataclass(frozen=True)
class Part:
    """One part of a number that is broken down; `text` is what this reader is shown, `number` None where no number is."""

    label: str
    number: int | None
    text: str


@dataclass(frozen=True)
class Grouped:
    """A number broken down by one of its groups. `whole`: the parts make up the number, and all of them are shown."""

    group: Group
    parts: tuple[Part, ...]
    whole: bool


def grouped(reading: Reading, key: str) -> Grouped | None:
    """The parts of a number as its reader may see them; None when they may see none. One query, none where none may be.

    A stranger never sees the parts of a unit's guarded number. Of one with small numbers they see those of the whole, and
    only while no part is 1–4: else all are left out, because a single one would be what is left over. Raises `NotThere` when the figure has no such group.
    """
    group = reading.figure.group(key)
    stranger = is_guarded(reading.figure) and reading.sees is not Sees.ALL
    if stranger and not _may_be_asked(reading, group):
        return None
    found = _counted(reading, group)
    numbers = [number for _value, number in found]
    if stranger and reading.figure.small_numbers and not rules.parts_may_be_told(numbers):
        return None
    parts = tuple(Part(group.words(value), number, text_grouped(number)) for value, number in found)
    return Grouped(group, parts, whole=True)


def _may_be_asked(reading: Reading, group: Group) -> bool:
    """Only where the number is told itself; small ones never by something of units, which are told apart otherwise."""
    figure: Figure = reading.figure
    if not figure.published_by_default or reading.scope.unit is not None:
        return False
    by_unit = bool(figure.unit_path) and f"{group.path}__".startswith(f"{figure.unit_path}__")
    return not figure.small_numbers or (reading.scope.whole and not by_unit)


def _counted(reading: Reading, group: Group) -> list[tuple[object, int]]:
    figure, scope = reading.figure, reading.scope
    if figure.subtotals is not None and group.key in figure.subtotals.groups:
        sums = figure.subtotals.rows(scope)
        if sums is not None:
            path = figure.subtotals.groups[group.key]
            kept = sums.order_by().values(path).annotate(part_units=Sum(figure.subtotals.many)).order_by(path)
            return [(value, int(number)) for value, number in kept.values_list(path, "part_units")]
    units = Count("pk") if figure.weight is None else Sum(figure.weight(scope))
    carried = {} if group.expression is None else {group.path: group.expression}
    rows = (
        figure.rows(scope)
        .order_by()
        .annotate(**carried)
        .values(group.path)
        .annotate(part_units=units, part_order=Min(group.order or group.path))
        .order_by("part_order")
        .values_list(group.path, "part_units")
    )
    return [(value, int(number or 0)) for value, number in rows]
