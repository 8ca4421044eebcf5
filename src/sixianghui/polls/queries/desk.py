"""What those who run polls see: for which units they may ask, what they asked, where a word on the result is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sixianghui.access.public import Account, Person, within
from sixianghui.common import time
from sixianghui.directory.public import Unit, open_units
from sixianghui.polls.actions import Action
from sixianghui.polls.models import Closing, Outcome
from sixianghui.polls.queries.polls import Shown, all_of, polls

#: Longer ago than this nobody is reminded any more.
REMINDED = dt.timedelta(days=90)


def units_to_ask(person: Person) -> list[Unit]:
    """The units for which somebody may ask, in the order of the tree."""
    units = open_units().filter(pk__in=within(person, Action.RUN).units)
    return list(units.order_by("position", "pk"))


def asked_by(person: Person, *, most: int = 100) -> list[Shown]:
    """The polls of one's units, the newest first."""
    rows: Any = polls().filter(unit__in=within(person, Action.RUN).units).order_by("-made_at", "-pk")
    return all_of(rows[:most])


def waiting_for_outcome(account: Account) -> list[Closing]:
    """Ends of polls of one's units, lately, of which nobody has said what came of it; the oldest first. One query."""
    units = within(account, Action.RUN).units
    if not units:
        return []
    told = Outcome.objects.standing().values("poll")
    ended = Closing.objects.standing().filter(unit__in=units, at__gt=time.now() - REMINDED)
    return list(ended.exclude(poll__in=told).select_related("poll").order_by("at", "pk"))
