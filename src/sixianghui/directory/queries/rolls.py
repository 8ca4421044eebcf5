"""The roster counted by unit and status: as it is kept, and afresh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery

from sixianghui.directory.models import Affiliation, Line, RollCount, Standing, Status

#: (unit, line, status), and how many people.
Counts = Counter[tuple[int, str, str]]


def roll_counts(line: Line, statuses: Iterable[Status]) -> QuerySet[RollCount]:
    """The sums of these statuses."""
    return RollCount.objects.filter(line=line, status__in=tuple(statuses))


def counted_afresh(units: Collection[int] | None = None) -> Counts:
    """Everybody on the rosters of these units (None: of all), counted from the rows. One query."""
    rows = Affiliation.objects.filter(until__isnull=True)
    if units is not None:
        rows = rows.filter(unit__in=units)
    now = Standing.objects.filter(until__isnull=True, person=OuterRef("person"), line=OuterRef("line"))
    found = (
        rows.annotate(is_now=Subquery(now.values("status")[:1]))
        .order_by()
        .values("unit", "line", "is_now")
        .annotate(many=Count("pk"))
        .values_list("unit", "line", "is_now", "many")
    )
    return Counter({(unit, line, status): many for unit, line, status, many in found if status})


def counts_kept(units: Collection[int] | None = None) -> Counts:
    """The sums as they are kept. One query."""
    rows = RollCount.objects.all() if units is None else RollCount.objects.filter(unit__in=units)
    return Counter({(one.unit_id, one.line, one.status): one.people for one in rows})


def wrong_counts() -> Counts:
    """Which sums are not what the roster says, and by how much. Two queries."""
    kept, fresh = counts_kept(), counted_afresh()
    return Counter(
        {key: kept[key] - fresh[key] for key in kept.keys() | fresh.keys() if kept[key] != fresh[key]}
    )
