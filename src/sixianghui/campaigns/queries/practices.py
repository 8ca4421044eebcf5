"""Practices with where they travelled. What a unit keeps inside is for itself and those above and beside who guide it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from sixianghui.access.public import Person, within
from sixianghui.activities.public import Activity, Held, Share
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import Campaign, Practice, Realisation, Trial
from sixianghui.directory.public import Unit, open_units


def practices() -> QuerySet[Any]:
    """What stands, the latest first, with its unit and campaign."""
    rows = Practice.objects.standing().select_related("unit", "campaign", "activity")
    return rows.order_by("-at", "-pk")


def visible_to(person: Person) -> QuerySet[Any]:
    """Those for everybody, and those that units within one's reach keep inside."""
    reach = within(person, Action.SEE).units | within(person, Action.SHARE).units
    return practices().filter(Q(open=True) | Q(unit__in=reach))


@dataclass(frozen=True)
class Travelled:
    """A practice with what others say of it, the earliest first."""

    practice: Any
    trials: list[Trial]

    @property
    def ref(self) -> str:
        return str(self.practice.ref)

    @property
    def title(self) -> str:
        return str(self.practice.title)

    @property
    def unit(self) -> Unit:
        unit: Unit = self.practice.unit
        return unit


def with_trials(rows: Any) -> list[Travelled]:
    """Practices with what stands of their trials. One query for all of them; a rewritten one keeps its own."""
    found = list(rows)
    trials: dict[str, list[Trial]] = {}
    standing = Trial.objects.standing().filter(practice__ref__in=[one.ref for one in found])
    for trial in standing.select_related("unit", "practice").order_by("at", "pk"):
        trials.setdefault(trial.practice.ref, []).append(trial)
    return [Travelled(one, trials.get(one.ref, [])) for one in found]


def practice_for(person: Person, ref: str) -> Travelled | None:
    """The practice at this address, as far as this person may know of it."""
    return next(iter(with_trials(visible_to(person).filter(ref=ref))), None)


def own_practice(person: Person, ref: str) -> Any:
    """The practice at this address, if this person's unit shares it."""
    return practices().filter(ref=ref, unit__in=within(person, Action.SHARE).units).first()


def travelled(campaign: Campaign, most: int = 6) -> list[Travelled]:
    """The open practices of a campaign that another unit has tried, the latest first: in no other order. Two queries."""
    tried = Trial.objects.standing().filter(practice__ref=OuterRef("ref"))
    rows = practices().filter(Exists(tried), campaign=campaign, open=True)
    return with_trials(rows[:most])


def sharing_units(person: Person) -> list[Unit]:
    """The units for which somebody shares and tries practices."""
    return list(open_units().filter(pk__in=within(person, Action.SHARE).units).order_by("name"))


def to_share(person: Person, most: int = 5) -> list[Activity]:
    """What one's units held lately and nobody has written up yet, the latest first."""
    own = within(person, Action.SHARE).units
    shares = Share.objects.standing().filter(activity=OuterRef("pk"), unit__in=own)
    written = Practice.objects.standing().filter(activity=OuterRef("pk"))
    rows = Activity.objects.filter(Exists(shares)).exclude(Exists(written)).select_related("unit", "kind")
    return list(rows.order_by("-starts_at", "-pk")[:most])


def held_activity(person: Person, ref: str) -> Held | None:
    """What stands of an activity that one's units held, alone or with others."""
    own = within(person, Action.SHARE).units
    shares = Share.objects.standing().filter(activity=OuterRef("activity"), unit__in=own)
    rows = Held.objects.standing().filter(Exists(shares), activity__ref=ref)
    return rows.select_related("activity__unit", "kind").first()


def campaign_of(activity: Activity) -> Campaign | None:
    """The campaign to which an activity belongs, if it belongs to one."""
    row = Realisation.objects.standing().filter(activity=activity, campaign__isnull=False)
    first = row.select_related("campaign").order_by("pk").first()
    return first.campaign if first else None


def open_campaigns() -> QuerySet[Campaign]:
    """The campaigns under which a practice may be told."""
    return Campaign.objects.filter(openings__struck_at__isnull=True, openings__isnull=False).distinct()


def practice_url(ref: str) -> str:
    """Where a practice is read."""
    return reverse("campaigns:practice", args=[ref])
