"""Lists of activities. Each walks an index and asks for no total, so that a hundred thousand take no longer than a hundred."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, within
from sixianghui.activities.actions import Action
from sixianghui.activities.elsewhere import recorders
from sixianghui.activities.models import Activity, CallOff, Held, Kind, Partner, Share
from sixianghui.activities.queries.activities import visible_to
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.directory.public import Unit

#: A list goes no further than this; what is older is in the calendar, month by month.
LAST_PAGE = 100


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to: a unit, a kind, days in Shanghai (both included)."""

    unit: Unit | None = None
    kind: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Sheet:
    """One page of a list, and whether there is one before and after it."""

    rows: list[Any]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1


def held_sheet(person: Person, asked: Asked | None = None, *, number: int = 1, size: int = 20) -> Sheet:
    """One page of what took place, the newest first, as far as this reader may see it. Two queries.

    Raises `NotThere` beyond what a list shows.
    """
    if not 1 <= number <= LAST_PAGE:
        raise NotThere(_("列表只到这里。更早的，到日历里按月看。"))
    start = (number - 1) * size
    # First the keys alone, along the index; joined to the rest, a database may begin elsewhere and sort all there is.
    keys = list(_held(person, asked or Asked())[start : start + size + 1])
    partners = Partner.objects.filter(left_at__isnull=True).select_related("unit").order_by("pk")
    rows = Activity.objects.filter(pk__in=keys[:size]).select_related("unit", "kind")
    by_key = {
        one.pk: one
        for one in rows.prefetch_related(Prefetch("partners", queryset=partners, to_attr="with_units"))
    }
    return Sheet([by_key[key] for key in keys[:size]], number, len(keys) > size)


def _held(person: Person, asked: Asked) -> QuerySet[Held, int]:
    """The keys of activities that took place, the newest first."""
    rows = Held.objects.standing()
    reach = within(person, Action.SEE)
    if not reach.everywhere:
        inside = Share.objects.standing().filter(held=OuterRef("pk"), unit__in=reach.units)
        rows = rows.filter(Q(open=True) | Exists(inside)) if reach.units else rows.filter(open=True)
    if asked.unit is not None:
        rows = rows.filter(shares__unit=asked.unit, shares__struck_at__isnull=True)
    if asked.kind:
        rows = rows.filter(kind=Kind.objects.filter(code=asked.kind).values("pk")[:1])
    return rows.order_by("-at", "-pk").values_list("activity_id", flat=True)


def listed(person: Person, asked: Asked | None = None) -> QuerySet[Any]:
    """Activities that this reader may see, without those called off, the newest first; each row knows `was_held`."""
    asked = asked or Asked()
    rows = with_state(visible_to(person)).filter(was_called_off=False)
    if asked.unit is not None:
        together = Partner.objects.filter(activity=OuterRef("pk"), unit=asked.unit, left_at__isnull=True)
        rows = rows.filter(Q(unit=asked.unit) | Exists(together))
    if asked.kind:
        rows = rows.filter(kind__code=asked.kind)
    if asked.since is not None:
        rows = rows.filter(starts_at__gte=_midnight(asked.since))
    if asked.until is not None:
        rows = rows.filter(starts_at__lt=_midnight(asked.until + dt.timedelta(days=1)))
    return rows.order_by("-starts_at", "-pk")


def with_state(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows, each knowing whether it `was_held` and `was_called_off`, with its partners at hand."""
    partners = Partner.objects.filter(left_at__isnull=True).select_related("unit").order_by("pk")
    return rows.annotate(
        was_held=Exists(Held.objects.standing().filter(activity=OuterRef("pk"))),
        was_called_off=Exists(CallOff.objects.standing().filter(activity=OuterRef("pk"))),
    ).prefetch_related(Prefetch("partners", queryset=partners, to_attr="with_units"))


def coming(person: Person, asked: Asked | None = None) -> QuerySet[Any]:
    """Those that have not begun, the next first."""
    rows = listed(person, asked).filter(starts_at__gt=time.now(), was_held=False)
    return rows.order_by("starts_at", "pk")


def unrecorded(units: Iterable[int]) -> QuerySet[Any]:
    """Announced by these units, begun, and neither recorded nor called off: they wait for one form, the oldest first.

    Not those that another room records when they end.
    """
    rows = with_state(Activity.objects.select_related("unit", "kind")).filter(
        unit__in=list(units), was_held=False, was_called_off=False, starts_at__lte=time.now()
    )
    for recorder in recorders():
        rows = rows.exclude(pk__in=recorder())
    return rows.order_by("starts_at", "pk")


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=time.SHANGHAI)
