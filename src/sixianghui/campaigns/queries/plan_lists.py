"""Lists of plans, in a fixed number of queries however many there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sixianghui.access.public import Account, Person, held_by, within
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import Campaign, Delivery, HandIn, Notice, Outcome, Plan, Recall, Writer
from sixianghui.campaigns.queries.plans import plan_url, plans, visible_to
from sixianghui.campaigns.rules import plans as rules
from sixianghui.campaigns.rules.plans import State
from sixianghui.common import time
from sixianghui.directory.public import Unit


@dataclass(frozen=True)
class Filters:
    """How a list of plans is narrowed."""

    campaign: Campaign | None = None
    notice: Notice | None = None
    unit: Unit | None = None
    state: str = ""
    words: str = ""


@dataclass(frozen=True)
class Row:
    """A plan in a list."""

    plan: Plan
    state: State
    handed_in_on: dt.date | None
    url: str


def named(person: Person, *, campaign: str, notice: str, unit: str) -> Filters:
    """The things that a reader names in an address, as far as there are plans of them that they may see."""
    seen = visible_to(person)
    found = Filters()
    if campaign:
        row = seen.filter(notice__campaign__slug=campaign).first()
        found = replace(found, campaign=row.notice.campaign if row else None)
    if notice:
        row = seen.filter(notice__ref=notice).first()
        found = replace(found, notice=row.notice if row else None)
    if unit:
        row = seen.filter(unit__slug=unit).first()
        found = replace(found, unit=row.unit if row else None)
    return found


def listed(person: Person, filters: Filters) -> QuerySet[Any]:
    """The plans that somebody may see, with what their state follows from: the longest waiting first, then the newest."""
    rows = with_state(visible_to(person))
    if filters.campaign is not None:
        rows = rows.filter(notice__campaign=filters.campaign)
    if filters.notice is not None:
        rows = rows.filter(notice=filters.notice)
    if filters.unit is not None:
        rows = rows.filter(unit=filters.unit)
    if filters.words:
        rows = rows.filter(
            Q(unit__name__icontains=filters.words) | Q(unit__short_name__icontains=filters.words)
        )
    if filters.state == State.WAITING:
        rows = rows.filter(waits=True)
    elif filters.state == State.DRAFT:
        rows = rows.filter(waits=False, result__isnull=True)
    elif filters.state:
        rows = rows.filter(waits=False, result=filters.state)
    return rows.order_by("-waits", "handed_in_at", "-pk")


def campaigns_of(person: Person) -> list[Campaign]:
    """The campaigns of the plans that somebody may see, the latest first."""
    seen = visible_to(person).order_by().values("notice__campaign")
    return list(Campaign.objects.filter(pk__in=seen)[:20])


def to_write(person: Person) -> list[Delivery]:
    """Notices that ask one's own units for a plan which nobody has begun yet, the first due first."""
    own = within(person, Action.WRITE).units
    recalled = Recall.objects.standing().values("notice")
    begun = Plan.objects.filter(notice=OuterRef("notice"), unit=OuterRef("unit"))
    rows = Delivery.objects.standing().filter(unit__in=own, notice__plan_due_on__isnull=False)
    rows = rows.exclude(notice__in=recalled).exclude(Exists(begun)).select_related("notice__campaign", "unit")
    return [one for one in rows.order_by("notice__plan_due_on", "pk") if not _is_over(one.notice.campaign)]


def _is_over(campaign: Campaign | None) -> bool:
    return campaign is not None and time.today() > campaign.ends_on


def with_state(rows: QuerySet[Plan]) -> QuerySet[Any]:
    """Plans with what their state follows from."""
    hand_ins = HandIn.objects.standing().filter(plan=OuterRef("pk"))
    ends = Outcome.objects.standing().filter(hand_in__plan=OuterRef("pk"), hand_in__struck_at__isnull=True)
    return rows.annotate(
        waits=Exists(hand_ins.filter(ended_at__isnull=True)),
        result=Subquery(ends.order_by("-at", "-pk").values("result")[:1]),
        handed_in_at=Subquery(hand_ins.order_by("-at", "-pk").values("at")[:1]),
    )


def row(plan: Any) -> Row:
    """A plan that was read by `with_state`."""
    handed = plan.handed_in_at
    return Row(
        plan,
        rules.state_of(plan.result, waits=plan.waits),
        handed.astimezone(time.SHANGHAI).date() if handed else None,
        plan_url(plan.ref),
    )


def waiting_for(account: Account) -> QuerySet[Any]:
    """The plans on which this person may decide, the longest waiting first. One query for the list."""
    own = frozenset(held.unit for held in held_by(account))
    units = (within(account, Action.APPROVE).units | within(account, Action.AGREE).units) - own
    wrote_at = Writer.objects.filter(plan=OuterRef("pk"), account=account)
    recalled = Recall.objects.standing().values("notice")
    rows = with_state(plans().filter(unit__in=units)).filter(waits=True).exclude(notice__in=recalled)
    return rows.exclude(Exists(wrote_at)).order_by("handed_in_at", "pk")
