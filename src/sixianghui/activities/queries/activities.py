"""Reads about activities."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, within
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Activity, Held, Partner
from sixianghui.common import time
from sixianghui.common.errors import NotThere


def visible_to(person: Person) -> QuerySet[Activity]:
    """What is open to everybody, and what units within one's reach hold, alone or with others."""
    reach = within(person, Action.SEE)
    rows = Activity.objects.select_related("unit", "kind")
    if reach.everywhere:
        return rows
    if not reach.units:
        return rows.filter(open=True)
    together = Partner.objects.filter(activity=OuterRef("pk"), unit__in=reach.units, left_at__isnull=True)
    return rows.filter(Q(open=True) | Q(unit__in=reach.units) | Exists(together))


def activity_for(person: Person, ref: str) -> Activity:
    """The activity at this address, as far as this person may know of it. Raises `NotThere`."""
    found = visible_to(person).filter(ref=ref).first()
    if found is None:
        raise NotThere(_("没有这个活动，或者它没有公开。"))
    return found


def by_ref(ref: str) -> Activity:
    """The activity at this address, for code that asks for permission itself. Raises `NotThere`."""
    found = Activity.objects.select_related("unit", "kind").filter(ref=ref).first()
    if found is None:
        raise NotThere(_("没有这个活动。"))
    return found


def record_before(held: Held) -> Held | None:
    """What was recorded of the same activity on the same day and struck as if it had never taken place, before this."""
    before = Held.objects.filter(activity=held.activity_id, pk__lt=held.pk).order_by("-pk").first()
    if before is None or before.struck_at is None:
        return None
    one, other = (moment.astimezone(time.SHANGHAI).date() for moment in (before.at, held.at))
    return before if one == other else None


def struck_last(activity: Activity) -> Held | None:
    """What was recorded of an activity last and struck: what is known of it when it took place after all."""
    return Held.objects.filter(activity=activity, struck_at__isnull=False).order_by("-pk").first()


def struck_with(record: Held) -> dict[str, Any]:
    """By which facts are found that were struck together with this record."""
    return {"struck_at__gte": record.struck_at, "struck_reason": record.struck_reason}


def standing_held(activity: Activity) -> Held | None:
    """What stands of an activity that took place; None when it has not, or not been recorded."""
    return Held.objects.standing().select_related("kind", "quorum").filter(activity=activity).first()
