"""Who in a unit writes its plans, and so hears of a notice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sixianghui.access.public import GRANTS, Account
from sixianghui.campaigns.actions import Action
from sixianghui.common import time
from sixianghui.directory.public import Appointment


def writers_in(units: Iterable[int]) -> dict[int, list[Account]]:
    """By unit, who writes its plans and can be told: holders today of a post that may. One query."""
    rows = _writing_in(units).select_related("person__account")
    found: dict[int, dict[int, Account]] = {}
    for row in rows.order_by("unit_id", "person_id"):
        account = row.person.account
        if account is not None:
            found.setdefault(row.unit_id, {})[account.pk] = account
    return {unit: list(accounts.values()) for unit, accounts in found.items()}


def heard_in(units: Iterable[int]) -> set[int]:
    """Those of the units where somebody can be told, as `writers_in` has them. One query, of keys alone."""
    return set(_writing_in(units).order_by().values_list("unit_id", flat=True).distinct())


def _writing_in(units: Iterable[int]) -> QuerySet[Appointment]:
    posts = [
        str(post)
        for post, grants in GRANTS.items()
        if any(grant.action in {Action.WRITE, Action.HAND_IN} for grant in grants)
    ]
    today = time.today()
    return Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today),
        since__lte=today,
        post__in=posts,
        unit__in=list(units),
        person__account__is_active=True,
    )
