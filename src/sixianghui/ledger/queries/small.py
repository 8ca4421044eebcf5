"""Small numbers of units: what may be said of whom, and what a publication would give away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Sum

from sixianghui.common.time import SHANGHAI
from sixianghui.ledger.figures import Figure
from sixianghui.ledger.models import Publication
from sixianghui.ledger.rules import is_small, places
from sixianghui.ledger.rules.places import Tree, Units
from sixianghui.ledger.rules.remainders import Box, Row, gives_away
from sixianghui.ledger.scope import WHOLE, Scope, units_by_name


def may_be_said(figure: Figure, scope: Scope) -> bool:
    """Whether a stranger may hear if the number of this scope is below five. Two queries; none where they never may.

    Only of units: days and things would cut the same rows another way, and what is told of both could be put together.
    """
    if scope.unit is None or scope.dated or scope.thing is not None:
        return False
    known = _published(figure)
    exact = {one.unit for one in known if one == Scope(one.unit) and one.unit is not None}
    parts = {one.unit for one in known if one.unit is not None and one != Scope(one.unit)}
    return places.may_be_said(scope.unit, _tree(), exact=exact, parts=parts)


def would_give_away(figure: Figure, scope: Scope, as_of: dt.datetime) -> bool:
    """Whether publishing a guarded figure for this scope would let somebody subtract their way to a count of 1–4.

    Three queries; what stood at `as_of` is counted.
    """
    if not figure.small_numbers or scope.at(None) == WHOLE:
        return False
    if figure.median is not None:  # nothing is left over of middles, but one of few rows tells of somebody
        return is_small(figure.rows(scope.at(as_of)).count())
    known = _published(figure) | ({WHOLE} if figure.published_by_default else set())
    tree = _tree()
    above = {unit: frozenset(places.above(unit, tree)) for unit in tree}
    dated = any(one.dated for one in (*known, scope))
    rows = _Rows(figure, as_of, above, dated=dated)
    return gives_away(_box(scope), [_box(one) for one in known], rows.read(), above)


def _published(figure: Figure) -> set[Scope]:
    found = Publication.objects.filter(figure=figure.name).order_by().values_list("scope", flat=True)
    return {Scope.from_json(one) for one in found.distinct()}


def _tree() -> Tree:
    superiors, invented = dict[int, int | None](), set[int]()
    for unit, parent, sample in (
        units_by_name().order_by().values_list("pk", "parent_id", "is_sample").iterator()
    ):
        superiors[unit] = parent
        if sample:
            invented.add(unit)
    return Units(superiors, frozenset(invented))


def _box(scope: Scope) -> Box:
    return Box(scope.unit, scope.since, scope.until, scope.thing)


@dataclass(frozen=True)
class _Rows:
    """The rows of a figure, counted by what boxes tell apart: unit, things, and days where any box has days."""

    figure: Figure
    as_of: dt.datetime
    above: dict[int, frozenset[int]]
    dated: bool

    def read(self) -> Iterator[Row]:
        figure, scope = self.figure, WHOLE.at(self.as_of)
        kinds = list(figure.things)
        paths = [path for path in (figure.unit_path, figure.moment if self.dated else "") if path]
        paths += [figure.things[kind] for kind in kinds]
        units = Count("pk") if figure.weight is None else Sum(figure.weight(scope))
        found = figure.rows(scope).order_by().values(*dict.fromkeys(paths)).annotate(guarded_units=units)
        for one in found.iterator():
            unit = one.get(figure.unit_path)
            things = ((kind, one[path]) for kind, path in figure.things.items())
            yield Row(
                above=self.above.get(unit, frozenset()),
                count=int(one["guarded_units"] or 0),
                day=_day(one[figure.moment]) if self.dated and figure.moment else None,
                things=frozenset((kind, number) for kind, number in things if number is not None),
            )


def _day(moment: dt.datetime | dt.date | None) -> dt.date | None:
    return moment.astimezone(SHANGHAI).date() if isinstance(moment, dt.datetime) else moment
