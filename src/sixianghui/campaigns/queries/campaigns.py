"""Campaigns with the state that follows from their facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, within
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import Aim, Audience, Campaign, Carrier, Closing, Issuer, Opening
from sixianghui.campaigns.rules import campaigns as rules
from sixianghui.campaigns.rules.campaigns import State
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.directory.public import Unit, units_within

#: Cache tag of the list of campaigns; a campaign's own is `tag_of`.
LIST = "campaigns"


def tag_of(campaign: Campaign | int) -> str:
    """The cache tag of what shows a campaign."""
    return f"campaign:{campaign if isinstance(campaign, int) else campaign.pk}"


def url_of_campaign(campaign: Campaign) -> str:
    """Its public page."""
    return reverse("campaigns:campaign", args=[campaign.slug])


def campaigns() -> QuerySet[Any]:
    """Every campaign, with the moments at which it was opened and closed (`opened_at`, `closed_at`; None: never)."""
    openings = Opening.objects.standing().filter(campaign=OuterRef("pk"))
    closings = Closing.objects.standing().filter(campaign=OuterRef("pk"))
    return Campaign.objects.select_related("unit").annotate(
        opened_at=Subquery(openings.values("at")[:1]), closed_at=Subquery(closings.values("at")[:1])
    )


def state_of(campaign: Any) -> State:
    """Where a campaign of `campaigns()` stands."""
    return rules.state(
        opened=campaign.opened_at is not None,
        closed=campaign.closed_at is not None,
        begins=campaign.begins_on,
        ends=campaign.ends_on,
        today=time.today(),
    )


def open_to_everybody() -> QuerySet[Any]:
    """Those that have been opened, the latest first."""
    return campaigns().filter(opened_at__isnull=False).order_by("-begins_on", "-pk")


def running(*, unit: Unit | None = None) -> QuerySet[Any]:
    """Those under which notices may go out today: opened, not closed, not over."""
    found = open_to_everybody().filter(closed_at__isnull=True, ends_on__gte=time.today())
    return found if unit is None else found.filter(unit=unit)


def named(name: str) -> Any:
    """The campaign at this address, by its slug or its ref; None: there is none."""
    return campaigns().filter(Q(slug=name) | Q(ref=name)).first()


def run_by(person: Person) -> QuerySet[Any]:
    """The campaigns that somebody's post runs, drafts included, the latest first."""
    where = within(person, Action.RUN)
    found = campaigns().order_by("-begins_on", "-pk")
    return found if where.everywhere else found.filter(unit__in=where.units)


def run_by_one(person: Person, name: str) -> Any:
    """One of them, or None, whether it does not exist or is another committee's."""
    return run_by(person).filter(Q(slug=name) | Q(ref=name)).first()


def committees_of(person: Person) -> QuerySet[Unit]:
    """The units for which somebody may run campaigns."""
    return units_within(person, Action.RUN)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Told:
    """A campaign with all that it says of itself."""

    campaign: Any
    state: State
    issuers: list[Issuer]
    aims: list[Aim]
    carriers: list[Carrier]

    @property
    def audiences(self) -> list[str]:
        """For whom it is, in words."""
        return [str(Audience(one).label) for one in self.campaign.audiences if one in Audience.values]


def told(campaign: Any) -> Told:
    """A campaign of `campaigns()` in full. Three queries."""
    return Told(
        campaign,
        state_of(campaign),
        list(campaign.issuers.select_related("unit")),
        list(campaign.aims.all()),
        list(campaign.carriers.all()),
    )


def over_but_not_closed(today: dt.date) -> QuerySet[Any]:
    """Opened ones whose last day has gone by and that nobody has closed."""
    return open_to_everybody().filter(closed_at__isnull=True, ends_on__lt=today)


def ending_within(days: int) -> QuerySet[Any]:
    """Those that end within so many days from today."""
    return running().filter(ends_on__lt=time.today() + dt.timedelta(days=days)).order_by("ends_on", "pk")


def name_of(number: int) -> str:
    """A campaign's name by its id, for the scope of a figure; raises `NotThere`."""
    found = open_to_everybody().filter(pk=number).values_list("title", flat=True).first()
    if found is None:
        raise NotThere(_("没有这个主题活动。"))
    return str(found)


def name_of_carrier(number: int) -> str:
    """A carrier's name by its id, for the scope of a figure; raises `NotThere`."""
    found = (
        Carrier.objects.filter(pk=number, campaign__in=open_to_everybody().order_by().values("pk"))
        .values_list("name", flat=True)
        .first()
    )
    if found is None:
        raise NotThere(_("没有这个载体。"))
    return str(found)
