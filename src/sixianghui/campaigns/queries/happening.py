"""From a line of a plan to what happened: what the form begins with, which activities might be it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sixianghui.activities.public import Activity, Held, Share
from sixianghui.campaigns.models import Plan, Realisation
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.rules.contents import Line
from sixianghui.common import time

#: The title of an activity is short; a line of a plan may be longer.
TITLE = 60
#: The kind of what a line does not name: 别的活动.
OTHER = "other"


def standing_line(plan: Plan, ref: str) -> Line | None:
    """The line of the plan as it was approved or agreed to; None when there is none."""
    accepted = queries.standing(plan).accepted
    return queries.content_in(accepted).line(ref) if accepted else None


def usual(plan: Plan, line: Line) -> dict[str, Any]:
    """What the form of an activity begins with: the line's words, and where the unit held such a thing last."""
    held = Held.objects.standing().filter(unit=plan.unit_id).exclude(place="")
    last = held.filter(kind__code=line.kind).order_by("-at").first() if line.kind else None
    last = last or held.order_by("-at").first()
    known: dict[str, Any] = {"unit": plan.unit.slug, "kind": line.kind or OTHER, "title": line.text[:TITLE]}
    return {**known, "place": last.place} if last else known


def might_be(plan: Plan, ref: str, most: int = 12) -> list[Activity]:
    """What the unit held lately, alone or with others, and that is not linked to this line yet."""
    shares = Share.objects.standing().filter(activity=OuterRef("pk"), unit=plan.unit_id)
    linked = Realisation.objects.standing().filter(activity=OuterRef("pk"), line__plan=plan, line__ref=ref)
    rows = Activity.objects.filter(Exists(shares)).exclude(Exists(linked)).select_related("kind")
    return list(rows.order_by("-starts_at", "-pk")[:most])


def might_stand_beside(plan: Plan, most: int = 12) -> list[Activity]:
    """What the unit held in the campaign's time and that does not belong to the campaign yet."""
    campaign = plan.notice.campaign
    if campaign is None:
        return []
    shares = Share.objects.standing().filter(activity=OuterRef("pk"), unit=plan.unit_id)
    linked = Realisation.objects.standing().filter(
        activity=OuterRef("pk"), unit=plan.unit_id, campaign=campaign
    )
    since = dt.datetime.combine(campaign.begins_on, dt.time(), tzinfo=time.SHANGHAI)
    until = dt.datetime.combine(campaign.ends_on + dt.timedelta(days=1), dt.time(), tzinfo=time.SHANGHAI)
    rows = Activity.objects.filter(Exists(shares), starts_at__gte=since, starts_at__lt=until)
    return list(rows.exclude(Exists(linked)).select_related("kind").order_by("-starts_at", "-pk")[:most])


def linked_activity(plan: Plan, ref: str) -> Activity | None:
    """An activity that realises a line of this plan, or stands beside it."""
    here = Q(line__plan=plan) | Q(line__isnull=True, campaign=plan.notice.campaign_id, unit=plan.unit_id)
    row = Realisation.objects.standing().filter(here, activity__ref=ref).select_related("activity")
    first = row.first()
    return first.activity if first else None
