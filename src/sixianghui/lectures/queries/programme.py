"""Lectures everybody may know of, as lists: what is on, what comes, what was held; those that take no more talk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from sixianghui.common import time
from sixianghui.lectures import rules
from sixianghui.lectures.models import Lecture
from sixianghui.lectures.queries.lectures import lectures, visible_to

#: One that was announced and never began is not coming any more after so long.
_MISSED = dt.timedelta(hours=12)
#: So many of those that were held stand on a sheet.
REPLAYS = 12


def public() -> QuerySet[Any]:
    """Open to everybody and not called off."""
    return lectures().filter(activity__open=True, off=False).select_related("activity__unit")


def on_air() -> list[Any]:
    """What is on now."""
    return list(public().filter(began__isnull=False, over__isnull=True).order_by("began", "pk"))


def on_air_anywhere() -> list[Any]:
    """What is on now, open or not."""
    return list(lectures().filter(began__isnull=False, over__isnull=True))


def programme() -> list[Any]:
    """What is on, what comes, and the latest that were held."""
    since = time.now() - _MISSED
    here = public().filter(Q(over__isnull=True) & (Q(began__isnull=False) | Q(activity__starts_at__gt=since)))
    held = public().filter(over__isnull=False).order_by("-over", "-pk")[:REPLAYS]
    return [*here.order_by("activity__starts_at", "pk"), *held]


def all_for(person: Any) -> QuerySet[Any]:
    """Every lecture this person may know of, the latest first; what was called off is not among them."""
    return visible_to(person).filter(off=False).order_by("-activity__starts_at", "-pk")


def for_machines(most: int) -> QuerySet[Any]:
    """For lists that machines fetch."""
    return public().order_by("-activity__starts_at", "-pk")[:most]


def still_talking() -> list[Lecture]:
    """Lectures that ended long enough ago and still take comments or questions."""
    past = time.now() - rules.LINGERS
    rows = lectures().filter(over__isnull=False, over__lte=past)
    return list(rows.filter(Q(comments__closed=False) | Q(questions__closed=False)))
