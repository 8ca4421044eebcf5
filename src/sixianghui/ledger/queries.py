"""Reads of the ledger: a number as a reader may see it, its rows, and what became of what was published."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, Within, within
from sixianghui.common import time
from sixianghui.common.text import grouped as text_grouped
from sixianghui.common.text import in_wan
from sixianghui.ledger import figures, rules, seal
from sixianghui.ledger.figures import Figure, Group
from sixianghui.ledger.models import Fact, FactQuerySet, Publication
from sixianghui.ledger.rules import Disclosure, Showing
from sixianghui.ledger.scope import WHOLE, Scope


def value_of(name: str, scope: Scope = WHOLE) -> int:
    """The number itself: how many rows of evidence there are. One query. For code; people get `read`."""
    figure = figures.get(name)
    return figure.total(figure.rows(scope), scope)


def table(scope: Scope = WHOLE) -> list[dict[str, Any]]:
    """Every figure that can be narrowed to `scope` with its value now, as plain values. One query each."""
    as_of = time.now().astimezone(time.SHANGHAI).isoformat(timespec="seconds")
    return [
        {
            "name": figure.name,
            "label": str(figure.label),
            "value": figure.total(figure.rows(scope), scope),
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
    """A figure as one reader may see it; `rows` are those they may see."""

    figure: Figure
    scope: Scope
    disclosure: Disclosure
    rows: QuerySet
    sees: Sees

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
        if number is None:
            return _("少于%(number)d") % {"number": rules.SMALL}
        if self.disclosure.showing is Showing.AT_LEAST:
            return _("不少于%(number)s") % {"number": words(number)}
        return str(words(number))


def read(figure: Figure, scope: Scope, person: Person | None) -> Reading:
    """The figure as `person` (None: anonymous) may see it. One query, and one more if it is guarded."""
    evidence = figure.rows(scope)
    value = figure.total(evidence, scope)
    reach = _reach(figure, person)
    trusted = _sees_all(figure, scope, reach)
    published = None
    if not trusted and (not figure.published_by_default or (figure.small_numbers and not scope.whole)):
        published = last_published_value(figure, scope)
    disclosure = rules.disclose(
        value,
        trusted=trusted,
        small=figure.small_numbers,
        live=figure.published_by_default,
        whole=scope.whole,
        dated=scope.dated,
        published=published,
    )
    if trusted:
        return Reading(figure, scope, disclosure, evidence, Sees.ALL)
    if figure.unit_path and reach.units:
        some = evidence.filter(**{f"{figure.unit_path}__in": reach.units})
        return Reading(figure, scope, disclosure, some, Sees.SOME)
    return Reading(figure, scope, disclosure, evidence.none(), Sees.NONE)


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
    """The parts of a number as its reader may see them; None when they may see none. One query.

    Raises `NotThere` when the figure has no such group.
    """
    group = reading.figure.group(key)
    if is_guarded(reading.figure) and reading.sees is not Sees.ALL:
        return None
    units = Count("pk") if reading.figure.weight is None else Sum(reading.figure.weight(reading.scope))
    found = (
        reading.rows.order_by()
        .values(group.path)
        .annotate(part_units=units, part_order=Min(group.order or group.path))
        .order_by("part_order")
        .values_list(group.path, "part_units")
    )
    parts = tuple(Part(group.words(value), number, text_grouped(number)) for value, number in found)
    return Grouped(group, parts, whole=True)


def is_guarded(figure: Figure) -> bool:
    """Whether readers differ in what they see of it."""
    return figure.rows_need is not None or figure.small_numbers or not figure.published_by_default


def last_published_value(figure: Figure, scope: Scope) -> int | None:
    """The value last published for this very scope. One query."""
    return publications(figure, scope).values_list("value", flat=True).first()


def publications(figure: Figure, scope: Scope) -> QuerySet[Publication]:
    """What was published of a figure for this very scope, the newest first."""
    return Publication.objects.filter(figure=figure.name, scope=scope.at(None).text())


@dataclass(frozen=True)
class Since:
    """What happened to a published number: how much of then is struck now, and how much was added."""

    struck: int
    added: int


def since(publication: Publication) -> Since | None:
    """What happened since a publication. None when the evidence is not made of facts. Two queries."""
    figure = figures.get(publication.figure)
    scope = Scope.from_json(publication.scope)
    now = figure.rows(scope)
    if not _of_facts(now):
        return None
    then = figure.rows(scope.at(publication.as_of))
    return Since(
        struck=figure.total(then.filter(struck_at__isnull=False), scope),
        added=figure.total(now.filter(recorded_at__gt=publication.as_of), scope),
    )


def seal_holds(publication: Publication) -> bool | None:
    """Compute a publication's digest again from the rows as they stood then.

    None when that cannot be told: the definition has changed since, the evidence is not made of facts, or
    facts were recorded or struck in the very instant of the publication, before or after it.
    """
    figure = figures.get(publication.figure)
    scope, at = Scope.from_json(publication.scope), publication.as_of
    then = figure.rows(scope.at(at))
    if figure.version != publication.version or not _of_facts(then):
        return None
    if seal.digest(figure, scope, at, seal.digests_of(figure, then)) == publication.digest:
        return True
    same_instant = then.model._default_manager.filter(Q(recorded_at=at) | Q(struck_at=at))
    return None if same_instant.exists() else False


def keeps_past(figure: Figure) -> bool:
    """Whether its evidence can be read as it stood at a past moment: it is made of facts. No query."""
    return _of_facts(figure.rows(WHOLE))


def _of_facts(rows: QuerySet) -> bool:
    return isinstance(rows, FactQuerySet) and issubclass(rows.model, Fact)


def _reach(figure: Figure, person: Person | None) -> Within:
    if figure.rows_need is None:
        return Within(everywhere=True)
    return Within() if person is None else within(person, figure.rows_need)


def _sees_all(figure: Figure, scope: Scope, reach: Within) -> bool:
    if reach.everywhere:
        return True
    units = scope.units()
    return bool(figure.unit_path and units and units <= reach.units)
