"""Reads about units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet

from sixianghui.access.public import Person, Reach
from sixianghui.common import time
from sixianghui.directory.models import Card, Enterprise, Guidance, Term, Unit, UnitKind
from sixianghui.directory.queries.cards import cards_of


def standing_guidance() -> QuerySet[Guidance]:
    """Lines of guidance that hold now."""
    return Guidance.objects.filter(struck_at__isnull=True, ended_at__isnull=True)


def open_units() -> QuerySet[Unit]:
    """Units that have not been closed. Units are public: everybody may see them."""
    return Unit.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=time.today()))


def closed_units() -> QuerySet[Unit]:
    """Units that were there once."""
    return Unit.objects.filter(closed_on__lte=time.today())


def closed_unit(slug: str) -> Unit | None:
    """The unit that was at this address until it was closed, or None."""
    return closed_units().filter(slug=slug).first()


def visible_to(person: Person) -> QuerySet[Unit]:
    """The units a person may know of. A unit, its name and its lines are public; people in it are not."""
    return open_units()


def enterprises() -> QuerySet[Enterprise]:
    """Real enterprises with at least one unit under standing industry guidance; invented ones are left out."""
    guided = standing_guidance().values("unit__enterprise")
    return Enterprise.objects.filter(is_sample=False, pk__in=guided).order_by("registered_at", "pk")


@dataclass
class Branching:
    """A unit with the units below it."""

    unit: Unit
    below: list[Branching] = field(default_factory=list)


@dataclass
class GuidedEnterprise:
    """An enterprise of the industry with its topmost units; `superior`: whether one of them is subordinate to the committee."""

    enterprise: Enterprise
    units: list[Branching]


@dataclass
class Tree:
    """The picture of the organisation: a committee, the units subordinate to it, the enterprises it guides."""

    committee: Unit | None
    subordinate: list[Branching]
    guided: list[GuidedEnterprise]


def tree() -> Tree:
    """The whole picture in three queries."""
    units = list(open_units().select_related("enterprise").order_by("position", "pk"))
    nodes = {unit.pk: Branching(unit) for unit in units}
    for unit in units:
        if unit.parent_id in nodes:
            nodes[unit.parent_id].below.append(nodes[unit.pk])
    committee = next((unit for unit in units if unit.kind == UnitKind.INDUSTRY_COMMITTEE), None)
    if committee is None:
        return Tree(None, [], [])
    guided_ids = set(standing_guidance().filter(committee=committee).values_list("unit_id", flat=True))
    grouped: dict[int, GuidedEnterprise] = {}
    for unit in units:
        if unit.pk in guided_ids and unit.enterprise is not None and unit.parent_id != committee.pk:
            group = grouped.setdefault(unit.enterprise.pk, GuidedEnterprise(unit.enterprise, []))
            group.units.append(nodes[unit.pk])
    return Tree(committee, nodes[committee.pk].below, list(grouped.values()))


#: So many guided units are asked one by one what stands below them.
_ONE_BY_ONE = 20


def reach_of(reach: Reach, unit: int) -> Iterable[int]:
    """The ids of the units that a reach covers, seen from `unit`."""
    here = Unit.objects.filter(pk=unit).first()
    if here is None:
        return ()
    guided = set[int]()
    if reach is Reach.GUIDED:
        guided.update(_reaching().order_by().filter(committee_id=unit).values_list("unit_id", flat=True))
        if len(guided) > _ONE_BY_ONE:
            return _below({unit, *guided})
    below = _with_those_below(unit)
    for root in guided:
        below |= _with_those_below(root)
    return below


def _reaching() -> QuerySet[Guidance]:
    """Lines of guidance by which a committee reaches a unit: those that hold, and those that ended only because the unit
    was closed. What is left of it, people who left and what they ask for, is seen to by nobody else."""
    closed = Q(unit__closed_on__isnull=False, unit__parent__isnull=True)
    return Guidance.objects.filter(Q(ended_at__isnull=True) | closed, struck_at__isnull=True)


def _with_those_below(unit: int) -> set[int]:
    """A unit and all below it: only they are read, while a question about descendants makes the paths of the whole tree."""
    table = connection.ops.quote_name(Unit._meta.db_table)
    question = (
        f"WITH RECURSIVE below(id) AS (SELECT id FROM {table} WHERE id = %s UNION SELECT one.id FROM {table} one"
        " JOIN below ON one.parent_id = below.id) SELECT id FROM below"
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [unit])
        return {pk for (pk,) in cursor.fetchall()}


def _below(roots: set[int]) -> set[int]:
    """These units and all below them, from the whole tree read once: asked one by one, thousands take minutes."""
    children: dict[int, list[int]] = {}
    for pk, parent in Unit.objects.order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set(roots), list(roots)
    while waiting:
        new = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(new)
        waiting += new
    return found


@dataclass(frozen=True)
class UnitPage:
    """What the page of a unit shows."""

    unit: Unit
    superiors: list[Unit]
    guided_by: list[Guidance]
    below: list[Branching]
    siblings: list[Unit]
    term: Term | None
    cards: list[Card]

    @property
    def tags(self) -> frozenset[str]:
        """Cache tags of every unit it names."""
        named = {self.unit.pk, *(line.committee_id for line in self.guided_by)}
        named.update(one.pk for one in (*self.superiors, *self.siblings))
        branches = list(self.below)
        while branches:
            branch = branches.pop()
            named.add(branch.unit.pk)
            branches += branch.below
        return frozenset(f"unit:{pk}" for pk in named)


def unit_page(slug: str) -> UnitPage | None:
    """The unit at this address with its lines, or None."""
    unit = open_units().select_related("enterprise").filter(slug=slug).first()
    if unit is None:
        return None
    below = list(unit.descendants().filter(closed_on__isnull=True).order_by("position", "pk"))
    nodes = {one.pk: Branching(one) for one in below}
    top: list[Branching] = []
    for one in below:
        parent = nodes.get(one.parent_id) if one.parent_id else None
        (parent.below if parent else top).append(nodes[one.pk])
    siblings = open_units().filter(enterprise=unit.enterprise, parent=unit.parent).exclude(pk=unit.pk)
    return UnitPage(
        unit=unit,
        superiors=list(unit.ancestors()),
        guided_by=list(standing_guidance().filter(unit=unit).select_related("committee")),
        below=top,
        siblings=list(siblings) if unit.enterprise_id else [],
        term=unit.terms.first(),
        cards=cards_of(unit),
    )
