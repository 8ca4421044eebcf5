"""A number as a reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, Within, within
from sixianghui.common import time
from sixianghui.common.text import grouped as text_grouped
from sixianghui.common.text import in_wan
from sixianghui.ledger import figures, rules
from sixianghui.ledger.days import Days, by_day
from sixianghui.ledger.figures import Figure
from sixianghui.ledger.queries import small
from sixianghui.ledger.queries.published import last_published_value
from sixianghui.ledger.rules import Disclosure, Showing
from sixianghui.ledger.scope import WHOLE, Scope, of_units


def value_of(name: str, scope: Scope = WHOLE) -> int | None:
    """The number itself; None for the middle of nothing. One query. For code; people get `read`."""
    figure = figures.get(name)
    return figure.number(scope)


def table(scope: Scope = WHOLE) -> list[dict[str, Any]]:
    """Every figure that can be narrowed to `scope` with its value now, as plain values. One query each."""
    as_of = time.now().astimezone(time.SHANGHAI).isoformat(timespec="seconds")
    return [
        {
            "name": figure.name,
            "label": str(figure.label),
            "value": figure.number(scope),
            "measure": str(figure.measure),
            "sentence": str(figure.sentence),
            "version": figure.version,
            "scope": scope.to_json(),
            "as_of": as_of,
        }
        for figure in figures.all_figures()
        if (scope.unit is None or figure.unit_path) and (not scope.dated or figure.moment)
        if scope.thing is None or scope.thing[0] in figure.things
    ]


class Sees(StrEnum):
    """Which rows a reader may see."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


@dataclass(frozen=True)
class Reading:
    """A figure as one reader may see it; `rows` are those they may see: all, or those of `units`. `days`: these by the
    day, where they were counted so."""

    figure: Figure
    scope: Scope
    disclosure: Disclosure
    rows: QuerySet
    sees: Sees
    units: frozenset[int] = frozenset()
    days: Days | None = None

    def by_day(self) -> Days:
        """The rows they may see by the day. At most one query."""
        return self.days or by_day(self.figure, self.rows, self.scope)

    def rows_seen(self) -> int:
        """How many rows they may see. At most one query."""
        if self.sees is Sees.NONE:
            return 0
        if self.sees is Sees.ALL and self.figure.counts_rows and self.disclosure.number is not None:
            return self.disclosure.number
        if self.days is not None:
            return self.days.rows
        sums = self.figure.subtotals
        among = self.units if self.sees is Sees.SOME else None
        known = None if sums is None else sums.count(self.scope, among)
        return self.rows.count() if known is None else known

    @property
    def text(self) -> str:
        """The number as a page shows it: 17,693."""
        return self._worded(text_grouped)

    @property
    def prose(self) -> str:
        """The number as prose has it: 1.8万."""
        return self._worded(in_wan)

    @property
    def is_number(self) -> bool:
        """Whether `text` is a number, so that a measure word can follow."""
        return self.disclosure.number is not None or self.disclosure.showing is Showing.FEW

    def _worded(self, words: Any) -> str:
        number = self.disclosure.number
        if self.disclosure.showing is Showing.WITHHELD:
            return _("未公布")
        if self.disclosure.showing is Showing.NONE:
            return _("还没有")
        if number is None:
            return _("少于%(number)d") % {"number": rules.SMALL}
        if self.disclosure.showing is Showing.AT_LEAST:
            return _("不少于%(number)s") % {"number": words(number)}
        return str(words(number))


def read(figure: Figure, scope: Scope, person: Person | None, *, over_time: bool = False) -> Reading:
    """The figure as `person` (None: anonymous) may see it. One query; up to three more if it is guarded.

    `over_time`: it is to be drawn over time as well. Whoever may see all rows then has them counted by the day at once:
    what the days add up to is the number.
    """
    evidence = figure.rows(scope)
    reach = _reach(figure, person)
    trusted = _sees_all(figure, scope, reach)
    at_once = over_time and trusted and figure.goes_over_time and figure.subtotals is None
    days = by_day(figure, evidence, scope) if at_once else None
    value = figure.number(scope) if days is None else days.number
    published = None
    if not trusted and (not figure.published_by_default or (figure.small_numbers and not scope.whole)):
        published = last_published_value(figure, scope)
    unsaid = published is None and not trusted and figure.small_numbers and figure.published_by_default
    known: dict[str, Any] = {
        "trusted": trusted,
        "small": figure.small_numbers,
        "live": figure.published_by_default,
        "whole": scope.whole,
        "rough": unsaid and small.may_be_said(figure, scope),
        "published": published,
    }
    if figure.median is None:
        disclosure = rules.disclose(value or 0, **known)
    else:
        rows = evidence.count() if known["rough"] else 0
        disclosure = rules.disclose_median(value, **known, rows=rows)
    if trusted:
        return Reading(figure, scope, disclosure, evidence, Sees.ALL, days=days)
    if figure.unit_path and reach.units:
        some = of_units(evidence, figure.unit_path, reach.units)
        return Reading(figure, scope, disclosure, some, Sees.SOME, reach.units)
    return Reading(figure, scope, disclosure, evidence.none(), Sees.NONE)


def is_guarded(figure: Figure) -> bool:
    """Whether readers differ in what they see of it."""
    return figure.rows_need is not None or figure.small_numbers or not figure.published_by_default


def _reach(figure: Figure, person: Person | None) -> Within:
    if figure.rows_need is None:
        return Within(everywhere=True)
    return Within() if person is None else within(person, figure.rows_need)


def _sees_all(figure: Figure, scope: Scope, reach: Within) -> bool:
    if reach.everywhere:
        return True
    units = scope.units()
    return bool(figure.unit_path and units and units <= reach.units)
