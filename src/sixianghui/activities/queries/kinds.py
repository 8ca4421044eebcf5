"""Reads about kinds and the rules they stand under."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from sixianghui.activities.models import Activity, Kind, Rule
from sixianghui.common.errors import NotThere


def kinds_in_use() -> QuerySet[Kind]:
    """The kinds of which new activities may be, in the committee's order."""
    return Kind.objects.filter(retired_at__isnull=True).select_related("quorum", "rhythm")


def all_kinds() -> list[Kind]:
    """Every kind, those in use first, each with `many`: how many activities are of it. Two queries."""
    found = list(Kind.objects.select_related("quorum", "rhythm"))
    counts = dict(Activity.objects.values_list("kind").annotate(many=Count("pk")).order_by())
    for kind in found:
        kind.many = counts.get(kind.pk, 0)  # type: ignore[attr-defined]
    return sorted(found, key=lambda kind: (not kind.in_use, kind.place, kind.pk))


def kind_of(code: str) -> Kind:
    """The kind with this code, retired or not. Raises `NotThere`."""
    found = Kind.objects.select_related("quorum", "rhythm").filter(code=code).first()
    if found is None:
        raise NotThere(_("没有这种活动。"))
    return found


def rule_of(code: str) -> Rule:
    """The rule with this code. Raises `NotThere`."""
    found = Rule.objects.filter(code=code).first()
    if found is None:
        raise NotThere(_("没有这条规定。"))
    return found


def all_rules() -> QuerySet[Rule]:
    """Every rule, by where it stands."""
    return Rule.objects.order_by("pk")
