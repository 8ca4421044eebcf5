"""Planned against happened, by carrier and by unit in the order of the tree: from facts alone, and never an order of merit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery, Sum

from sixianghui.campaigns.models import (
    Carrier,
    Delivery,
    HandIn,
    Outcome,
    Plan,
    Realisation,
    Result,
    Stance,
)
from sixianghui.campaigns.queries.addressees import reachable
from sixianghui.campaigns.queries.answered import leaves_something
from sixianghui.campaigns.queries.burden import deliveries_that_ask
from sixianghui.campaigns.queries.campaigns import Told, told
from sixianghui.campaigns.queries.notices import asking, due_of
from sixianghui.campaigns.rules.notices import MOST_TO_HELP
from sixianghui.common import time
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import Scope

#: Units on one page.
UNITS_ON_A_PAGE = 50
SETTLED = (Result.APPROVED, Result.AGREED)


@dataclass(frozen=True)
class ByCarrier:
    """A carrier (None: what stands under none): lines of settled plans, and activities that took place."""

    carrier: Carrier | None
    planned: int
    happened: int

    @property
    def scope(self) -> Scope | None:
        """What the number of activities is narrowed to on its evidence page."""
        return Scope(thing=("carrier", self.carrier.pk)) if self.carrier is not None else None


@dataclass(frozen=True)
class ByUnit:
    """A unit with those below it: where its newest plan stands, what it planned, what it held, minutes asked of it."""

    unit: Unit
    plan: str
    planned: int
    happened: int
    minutes: int
    depth: int


@dataclass(frozen=True)
class MayNeedHelp:
    """A unit from which nothing came by the day; the organ's staff may ask whether they can help."""

    delivery: Delivery
    due: dt.date


@dataclass(frozen=True)
class Progress:
    """The roll-up of a campaign: one page of units, in the order of the tree."""

    told: Told
    notices: list[Any]
    carriers: list[ByCarrier]
    units: list[ByUnit]
    help: list[MayNeedHelp]
    page: int
    pages: int
    count: int
    scope: Scope


def progress(campaign: Any, *, page: str = "") -> Progress:
    """The roll-up in a fixed number of queries, however many units there are."""
    words = told(campaign)
    sent = list(asking().filter(campaign=campaign))
    planned, happened = _lines(campaign), _activities(campaign)
    everybody = reachable(campaign.unit)
    parents = {one.unit.pk: one.unit.parent_id for one in everybody}
    asked = _minutes(campaign)
    lines: Counter[int] = Counter()
    for (unit, _carrier), many in planned.items():
        lines[unit] += many
    here = set(asked) | set(lines) | set(happened)
    shown = [one.unit for one in everybody if one.unit.pk in here]
    pages = max(1, -(-len(shown) // UNITS_ON_A_PAGE))
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    number = min(max(1, number), pages)
    some = shown[(number - 1) * UNITS_ON_A_PAGE : number * UNITS_ON_A_PAGE]
    return Progress(
        told=words,
        notices=sent,
        carriers=by_carrier(words.carriers, campaign, planned),
        units=_by_unit(some, campaign, parents, lines, happened, asked),
        help=_may_need_help(sent),
        page=number,
        pages=pages,
        count=len(shown),
        scope=Scope(thing=("campaign", campaign.pk)),
    )


def _lines(campaign: Any) -> Counter[tuple[int, int | None]]:
    """Lines of plans as they were approved or agreed to, by unit and carrier; what is being changed since counts when
    it is settled. One query."""
    rows = (
        Outcome.objects.standing()
        .filter(result__in=SETTLED, hand_in__struck_at__isnull=True, hand_in__plan__notice__campaign=campaign)
        .order_by("at", "pk")
        .values_list("hand_in__plan_id", "unit_id", "hand_in__content")
    )
    latest = {plan: (unit, content) for plan, unit, content in rows}
    return Counter(
        (unit, line["carrier"])
        for unit, content in latest.values()
        for line in content["lines"]
        if line["stance"] != Stance.NOT_APPLICABLE and line["text"]
    )


def _activities(campaign: Any) -> Counter[int]:
    """Activities by unit, each once for each unit that held it. One query."""
    rows = (
        Realisation.objects.standing()
        .filter(campaign=campaign)
        .order_by()
        .values_list("unit_id")
        .annotate(many=Count("activity", distinct=True))
    )
    return Counter(dict(rows))


def _minutes(campaign: Any) -> dict[int, int]:
    rows = deliveries_that_ask().filter(notice__campaign=campaign).order_by()
    return dict(rows.values_list("unit_id").annotate(minutes=Sum("minutes")))


def with_activities(campaigns: Collection[Any]) -> frozenset[int]:
    """The ids of those campaigns in which real units held something. One query."""
    rows = Realisation.objects.standing().filter(campaign__in=campaigns, unit__is_sample=False)
    return frozenset(rows.order_by().values_list("campaign_id", flat=True).distinct())


def by_carrier(
    carriers: list[Carrier], campaign: Any, planned: Counter[tuple[int, int | None]] | None = None
) -> list[ByCarrier]:
    """Each carrier, and last what stands under none. Activities held together count once here. One query."""
    rows = (
        Realisation.objects.standing()
        .filter(campaign=campaign, unit__is_sample=False)
        .order_by()
        .values_list("carrier_id")
        .annotate(many=Count("activity", distinct=True))
    )
    happened = dict(rows)
    lines: Counter[int | None] = Counter()
    for (_unit, carrier), many in (planned or {}).items():
        lines[carrier] += many
    found = [ByCarrier(one, lines[one.pk], happened.get(one.pk, 0)) for one in carriers]
    rest = ByCarrier(None, lines[None], happened.get(None, 0))
    return [*found, rest] if rest.planned or rest.happened or not found else found


def _by_unit(
    some: list[Unit],
    campaign: Any,
    parents: Mapping[int, int | None],
    planned: Counter[int],
    happened: Counter[int],
    asked: Mapping[int, int],
) -> list[ByUnit]:
    lines, held = _of_units(planned, parents), _of_units(happened, parents)
    states = _plans(campaign, [unit.pk for unit in some])
    return [
        ByUnit(
            unit,
            states.get(unit.pk, ""),
            lines[unit.pk],
            held[unit.pk],
            asked.get(unit.pk, 0),
            _depth(unit.pk, parents),
        )
        for unit in some
    ]


def who_held(campaign: Any) -> list[Unit]:
    """The real units that held something, in the order of the tree. Their numbers stand side by side nowhere. Three queries."""
    did = set(_activities(campaign))
    return [one.unit for one in reachable(campaign.unit) if one.unit.pk in did and not one.unit.is_sample]


def _of_units(counted: Counter[int], parents: Mapping[int, int | None]) -> Counter[int]:
    """What was counted of each unit and those below it."""
    found: Counter[int] = Counter()
    for unit, many in counted.items():
        here: int | None = unit
        while here is not None:
            found[here] += many
            here = parents.get(here)
    return found


def _depth(unit: int, parents: Mapping[int, int | None]) -> int:
    depth, here = 0, parents.get(unit)
    while here is not None and here in parents:
        depth, here = depth + 1, parents.get(here)
    return depth


def _plans(campaign: Any, units: Collection[int]) -> dict[int, str]:
    """Where each unit's newest plan stands: `draft`, `waiting`, or a value of `Result`. One query."""
    ends = Outcome.objects.standing().filter(hand_in__plan=OuterRef("pk"), hand_in__struck_at__isnull=True)
    waits = HandIn.objects.standing().filter(plan=OuterRef("pk"), ended_at__isnull=True)
    rows = (
        Plan.objects.filter(notice__campaign=campaign, unit__in=units)
        .annotate(waits=Exists(waits), result=Subquery(ends.order_by("-at", "-pk").values("result")[:1]))
        .order_by("made_at", "pk")
        .values_list("unit_id", "waits", "result")
    )
    return {unit: "waiting" if waiting else result or "draft" for unit, waiting, result in rows}


def _may_need_help(sent: list[Any]) -> list[MayNeedHelp]:
    """After the day, three at most, the oldest unanswered first. It is shown to staff and goes nowhere else.

    A unit of which the platform holds all that was wanted needs no help: nothing was to come from it.
    """
    past = {one.pk: due for one in sent if (due := due_of(one)) is not None and due < time.today()}
    if not past:
        return []
    handed_in = HandIn.objects.standing().filter(plan__notice=OuterRef("notice"), plan__unit=OuterRef("unit"))
    rows = (
        Delivery.objects.standing()
        .filter(leaves_something(), ~Exists(handed_in), notice__in=past)
        .select_related("unit", "notice")
        .order_by("at", "pk")
    )
    return [MayNeedHelp(one, past[one.notice_id]) for one in rows[:MOST_TO_HELP]]
