"""What waits for somebody who records: announced ones that are over, partners to look at, what normally comes again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from sixianghui.access.public import Account, Post, held_by, within
from sixianghui.activities import rules
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Activity, CallOff, Kind, Partner, Share
from sixianghui.common import time
from sixianghui.directory.public import Unit

#: For so long a unit that was named as a partner is asked to look.
ASKED = dt.timedelta(days=7)
_LEAD = frozenset({Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.GROUP_LEADER})


def named_lately(account: Account) -> QuerySet[Partner]:
    """Where others named one's units as partners in the last days, the latest first."""
    off = CallOff.objects.standing().values("activity")
    rows = Partner.objects.filter(
        unit__in=within(account, Action.RECORD).units, left_at__isnull=True, named_at__gt=time.now() - ASKED
    ).exclude(activity__in=off)
    return rows.select_related("activity__unit", "unit").order_by("-named_at", "pk")


@dataclass(frozen=True)
class Rhythm:
    """A kind that normally comes once in some months and has not come for longer."""

    unit: Unit
    kind: Kind
    last: dt.date


def out_of_rhythm(account: Account) -> list[Rhythm]:
    """What the units that somebody leads normally hold and have not held for longer than that.

    Only what the platform knows: a unit that never recorded a kind is not reminded of it. Announced ones that are to
    come count. Three queries.
    """
    units = {one.unit for one in held_by(account) if one.post in _LEAD}
    if not units:
        return []
    today = time.today()
    kinds = [
        kind
        for kind in Kind.objects.filter(rhythm__isnull=False, retired_at__isnull=True).select_related(
            "rhythm"
        )
        if kind.rhythm is not None and kind.rhythm.in_force_on(today)
    ]
    by_key = {kind.pk: kind for kind in kinds}
    last = _last_of(units, by_key)
    late = {key: day for key, day in last.items() if rules.is_due(day, _months(by_key[key[1]]), today)}
    if not late:
        return []
    names = {unit.pk: unit for unit in Unit.objects.filter(pk__in={unit for unit, _kind in late})}
    return [
        Rhythm(names[unit], by_key[kind], day)
        for (unit, kind), day in sorted(late.items(), key=lambda one: one[1])
    ]


def _months(kind: Kind) -> int:
    assert kind.rhythm is not None
    return kind.rhythm.months or 12


def _last_of(units: Iterable[int], kinds: Iterable[int]) -> dict[tuple[int, int], dt.date]:
    """By unit and kind, the last day on which it was held or is announced."""
    found: dict[tuple[int, int], dt.date] = {}
    shares = (
        Share.objects.standing()
        .filter(unit__in=units, held__kind__in=kinds)
        .values_list("unit", "held__kind")
        .annotate(last=Max("at"))
        .order_by()
    )
    off = CallOff.objects.standing().values("activity")
    coming = (
        Activity.objects.filter(unit__in=units, kind__in=kinds, starts_at__gt=time.now())
        .exclude(pk__in=off)
        .values_list("unit", "kind")
        .annotate(last=Max("starts_at"))
        .order_by()
    )
    for unit, kind, at in shares:
        found[unit, kind] = at.astimezone(time.SHANGHAI).date()
    for unit, kind, at in coming:
        if (unit, kind) in found:
            found[unit, kind] = at.astimezone(time.SHANGHAI).date()
    return found
