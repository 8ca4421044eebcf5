"""What the public pages of campaigns show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Q, QuerySet

from sixianghui.activities.public import Activity
from sixianghui.campaigns.models import Intention, Realisation
from sixianghui.campaigns.queries.campaigns import (
    LIST,
    Told,
    named,
    open_to_everybody,
    state_of,
    tag_of,
    told,
)
from sixianghui.campaigns.queries.notices import published_under
from sixianghui.campaigns.queries.practices import Travelled, travelled
from sixianghui.campaigns.queries.rollup import ByCarrier, by_carrier, who_held
from sixianghui.campaigns.results import results_of
from sixianghui.campaigns.rules.campaigns import State
from sixianghui.common import time
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import Scope
from sixianghui.ui.public import Link


@dataclass(frozen=True)
class Listed:
    """The campaigns that everybody may read of: those that run or come, and those that are over."""

    running: list[Any]
    over: list[Any]


def listed() -> Listed:
    """All of them in one query."""
    rows = list(open_to_everybody())
    over = [one for one in rows if state_of(one) is State.OVER]
    return Listed([one for one in rows if one not in over], over)


@dataclass(frozen=True)
class Page:
    """The page of a campaign."""

    told: Told
    notices: list[Any]
    carriers: list[ByCarrier]
    happened: list[Realisation]
    units: list[Unit]
    coming: list[Activity]
    practices: list[Travelled]
    scope: Scope
    results: list[Link]

    @property
    def tags(self) -> tuple[str, ...]:
        """Cache tags of what it shows."""
        return (LIST, tag_of(self.told.campaign), "figures")


def public_page(name: str) -> Page | None:
    """The campaign at this address, as everybody sees it; None for a draft or nothing."""
    found = named(name)
    if found is None or not state_of(found).is_public:
        return None
    words = told(found)
    return Page(
        words,
        list(published_under(found)[:50]),
        by_carrier(words.carriers, found),
        _happened(found),
        who_held(found),
        _coming(found),
        travelled(found),
        Scope(thing=("campaign", found.pk)),
        results_of(found),
    )


#: Activities named on a campaign's page; all of them stand behind its number.
NAMED = 12


def _happened(campaign: Any) -> list[Realisation]:
    """The latest activities of real units, each once. Two queries at most."""
    rows = Realisation.objects.standing().filter(campaign=campaign, unit__is_sample=False)
    first = rows.order_by().values("activity").annotate(first=Min("pk")).values("first")
    found = Realisation.objects.filter(pk__in=first).select_related("activity", "unit", "carrier")
    return list(found.order_by("-at", "-pk")[:NAMED])


def activities_of(campaign: Any) -> QuerySet[Activity]:
    """The activities under a campaign that everybody may see, those to come included."""
    held = Realisation.objects.standing().filter(campaign=campaign)
    meant = Intention.objects.filter(line__plan__notice__campaign=campaign)
    under = Q(pk__in=held.values("activity")) | Q(pk__in=meant.values("activity"))
    rows = Activity.objects.filter(under, open=True)
    return rows.select_related("unit", "kind").order_by("starts_at", "pk")


def _coming(campaign: Any) -> list[Activity]:
    """The next few of them."""
    return list(activities_of(campaign).filter(starts_at__gt=time.now())[:5])
