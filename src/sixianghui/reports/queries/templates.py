"""Templates that somebody may begin a report from, and those that nobody uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from sixianghui.access.public import Person, may, within
from sixianghui.common import time
from sixianghui.reports.actions import Action
from sixianghui.reports.models import Template
from sixianghui.reports.rules.reports import unused


def templates(person: Person) -> QuerySet[Any]:
    """The templates of everybody, and of the units for which somebody writes, with `used_at` (the last time, or None) and
    `uses`."""
    reach = within(person, Action.WRITE)
    own = Q() if reach.everywhere else Q(unit__isnull=True) | Q(unit__in=reach.units)
    return (
        Template.objects.filter(own)
        .select_related("unit")
        .annotate(used_at=Max("reports__made_at"), uses=Count("reports"))
        .order_by(F("unit__name").asc(nulls_first=True), "made_at", "pk")
    )


def in_use(person: Person) -> QuerySet[Any]:
    """Those that are not put away."""
    return templates(person).filter(retired_at__isnull=True)


def one_of(person: Person, ref: str) -> Any:
    """One of them, or None, whether there is none or it is another unit's."""
    return templates(person).filter(ref=ref).first()


def may_close(person: Person, template: Template) -> bool:
    """Whether somebody may put it away."""
    if template.unit_id is None:
        return may(person, Action.TEMPLATES)
    return may(person, Action.WRITE, template)


def is_unused(template: Any) -> bool:
    """Whether a template of `templates()` is proposed for closing."""
    used = (template.used_at or template.made_at).astimezone(time.SHANGHAI).date()
    return template.retired_at is None and unused(
        used_on=used, kept_until=template.kept_until, today=time.today()
    )


def to_close(person: Person) -> list[Any]:
    """Those that nobody used for half a year and this person may put away. One query, none for who may close none."""
    if not may(person, Action.WRITE) and not may(person, Action.TEMPLATES):
        return []
    return [one for one in in_use(person) if is_unused(one) and may_close(person, one)]


def as_json(template: Template) -> dict[str, Any]:
    """A template as a file that can be kept."""
    made: dt.datetime = template.made_at
    return {
        "template": template.name,
        "summary": template.summary,
        "span": template.span,
        "audience": template.audience,
        "made_at": made.astimezone(time.SHANGHAI).isoformat(),
        "body": template.body,
    }
