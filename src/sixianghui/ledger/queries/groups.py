"""A number broken down, as far as its reader may see the parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Sum

from sixianghui.common.text import grouped as text_grouped
from sixianghui.ledger import rules
from sixianghui.ledger.figures import Figure, Group
from sixianghui.ledger.queries.reading import Reading, Sees, is_guarded

#: Values of what a number is broken down by, each with its count.
Counts = list[tuple[Any, int]]


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
    return next(iter(_broken_down(reading, (group,))), None)


def in_every_way(reading: Reading) -> list[Grouped]:
    """The same by each of the figure's groups, as far as its reader may see them. One query for all; one each of sums."""
    return _broken_down(reading, reading.figure.groups)


def _broken_down(reading: Reading, groups: Sequence[Group]) -> list[Grouped]:
    figure: Figure = reading.figure
    stranger = is_guarded(figure) and reading.sees is not Sees.ALL
    asked = [group for group in groups if not stranger or _may_be_asked(reading, group)]
    told = []
    for group, found in zip(asked, _counted(reading, asked), strict=True):
        numbers = [number for _value, number in found]
        if stranger and figure.small_numbers and not rules.parts_may_be_told(numbers):
            continue
        parts = tuple(Part(group.words(value), number, text_grouped(number)) for value, number in found)
        told.append(Grouped(group, parts, whole=True))
    return told


def _may_be_asked(reading: Reading, group: Group) -> bool:
    """Only where the number is told itself; small ones never by something of units, which are told apart otherwise."""
    figure: Figure = reading.figure
    if not figure.published_by_default or reading.scope.unit is not None:
        return False
    by_unit = bool(figure.unit_path) and f"{group.path}__".startswith(f"{figure.unit_path}__")
    return not figure.small_numbers or (reading.scope.whole and not by_unit)


def _counted(reading: Reading, groups: Sequence[Group]) -> list[Counts]:
    """What there is of each value, by group."""
    kept = {group.key: _summed(reading, group) for group in groups}
    of_rows = _of_rows(reading, [group for group in groups if kept[group.key] is None])
    return [kept[group.key] or of_rows.get(group.key, []) for group in groups]


def _summed(reading: Reading, group: Group) -> Counts | None:
    """By the sums that the room keeps, if they can say it."""
    subtotals = reading.figure.subtotals
    sums = None if subtotals is None else subtotals.rows(reading.scope)
    if subtotals is None or sums is None or group.key not in subtotals.groups:
        return None
    path = subtotals.groups[group.key]
    kept = sums.order_by().values(path).annotate(part_units=Sum(subtotals.many)).order_by(path)
    return [(value, int(number)) for value, number in kept.values_list(path, "part_units")]


def _of_rows(reading: Reading, groups: Sequence[Group]) -> dict[str, Counts]:
    """By the rows, which are read once for all groups: counted by what they have of each at once, and added up."""
    if not groups:
        return {}
    figure, scope = reading.figure, reading.scope
    units = Count("pk") if figure.weight is None else Sum(figure.weight(scope))
    carried = {group.path: group.expression for group in groups if group.expression is not None}
    orders = {f"part_order_{place}": Min(group.order or group.path) for place, group in enumerate(groups)}
    paths = [group.path for group in groups]
    rows = figure.rows(scope).order_by().annotate(**carried).values(*dict.fromkeys(paths))
    found = list(rows.annotate(part_units=units, **orders).values_list(*paths, *orders, "part_units"))
    many = len(groups)
    return {
        group.key: _added((one[place], one[many + place], one[-1]) for one in found)
        for place, group in enumerate(groups)
    }


def _added(found: Iterable[tuple[Any, Any, int | None]]) -> Counts:
    """Values with their counts, in the order of what stands beside each; what has none is the last."""
    counts, first = dict[Any, int](), dict[Any, Any]()
    for value, order, number in found:
        counts[value] = counts.get(value, 0) + int(number or 0)
        known = first.get(value)
        first[value] = order if known is None else known if order is None else min(known, order)
    placed = sorted((value for value in counts if first[value] is not None), key=first.__getitem__)
    return [(value, counts[value]) for value in (*placed, *(one for one in counts if first[one] is None))]
