"""A unit's ledger of a quarter or a year: it writes itself from what was recorded. Nobody is compared with anybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from sixianghui.access.public import Person, Reach, sources, within
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Held, Kind, Partner, Resolution, Settlement, Share
from sixianghui.common import time
from sixianghui.directory.public import Unit


@dataclass(frozen=True)
class OfKind:
    """How many activities of a kind. `told`: all of them are open and seen, so that the figure by kind says the same."""

    kind: Kind
    many: int
    told: bool


@dataclass(frozen=True)
class Ledger:
    """What a unit and those below it held between two days, both included, as far as one reader may know of it.

    `below`: there are units below. `whole`: nothing of theirs is kept from this reader.
    """

    unit: Unit
    below: bool
    whole: bool
    rows: QuerySet[Any]
    kinds: list[OfKind]
    held: int
    present: int
    resolved: int
    settled: int


def ledger_of(unit: Unit, first: dt.date, last: dt.date, *, reader: Person) -> Ledger:
    """Constant queries, whatever there is; `rows` are to be paged. Of units beyond the reader's reach what is open is in it,
    as everybody may read it anyway."""
    there = frozenset({unit.pk, *(sources.reach(Reach.BELOW, unit.pk) if sources.reach is not None else ())})
    reach = within(reader, Action.SEE)
    units = there if reach.everywhere else there & reach.units
    beyond = there - units
    days = {"at__gte": _midnight(first), "at__lt": _midnight(last + dt.timedelta(days=1))}
    seen = Q(unit__in=units)
    shares = Share.objects.standing().filter(seen | Q(unit__in=beyond, held__open=True), **days)
    helds = Held.objects.standing().filter(seen | Q(unit__in=beyond, open=True), **days)
    closed = Count("pk", filter=Q(held__open=False))
    found = shares.values_list("held__kind").annotate(many=Count("pk"), closed=closed).order_by()
    counts = {kind: (many, hidden) for kind, many, hidden in found}
    kinds = Kind.objects.filter(pk__in=counts).order_by("place", "pk")
    partners = Partner.objects.filter(left_at__isnull=True).select_related("unit").order_by("pk")
    rows: QuerySet[Any] = shares.select_related("unit", "held__kind", "activity__unit").prefetch_related(
        Prefetch("activity__partners", queryset=partners, to_attr="with_units")
    )
    ended = Settlement.objects.standing().filter(resolution=OuterRef("pk"))
    # What was resolved is for the organisation alone, also at what is open.
    resolutions = Resolution.objects.standing().filter(seen, **days)
    return Ledger(
        unit=unit,
        below=len(there) > 1,
        whole=not beyond,
        rows=rows.order_by("at", "pk"),
        kinds=[
            OfKind(kind, counts[kind.pk][0], told=not beyond and not counts[kind.pk][1]) for kind in kinds
        ],
        held=sum(many for many, _closed in counts.values()),
        present=helds.aggregate(all=Sum("present"))["all"] or 0,
        resolved=resolutions.count(),
        settled=resolutions.filter(Exists(ended)).count(),
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=time.SHANGHAI)
