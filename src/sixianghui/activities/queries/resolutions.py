"""Reads about resolutions: whose they are, which are open, which come due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, held_by, within
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Resolution, Settlement
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.directory.public import Appointment, Unit


def holders(unit: Unit | int, posts: Iterable[str]) -> list[Account]:
    """The accounts of those who hold one of these posts in a unit today."""
    key = unit if isinstance(unit, int) else unit.pk
    holds = Q(until__isnull=True) | Q(until__gt=time.today())
    found = Appointment.objects.filter(
        holds, unit=key, post__in=[str(post) for post in posts], since__lte=time.today()
    ).select_related("person__account")
    accounts = {one.person.account_id: one.person.account for one in found if one.person.account is not None}
    return list(accounts.values())


def owners_of(resolution: Resolution) -> list[Account]:
    """The accounts of whoever has to do it: those who hold the post now, or the person."""
    if resolution.post and resolution.unit_id is not None:
        return holders(resolution.unit_id, [resolution.post])
    account = resolution.owner.account if resolution.owner is not None else None
    return [account] if account is not None else []


def open_resolutions() -> QuerySet[Resolution]:
    """Those that nobody has settled, the nearest day first."""
    settled = Settlement.objects.standing().filter(resolution=OuterRef("pk"))
    rows = Resolution.objects.standing().exclude(Exists(settled))
    return rows.select_related("activity", "unit", "owner").order_by("due_on", "pk")


def open_for(account: Account) -> QuerySet[Resolution]:
    """The open ones that this person has to do, by a post they hold or by name. One query besides the posts."""
    mine = Q(owner__account=account.pk)
    for held in held_by(account):
        mine |= Q(unit=held.unit, post=str(held.post))
    return open_resolutions().filter(mine)


def due_before(day: dt.date) -> QuerySet[Resolution]:
    """The open ones whose day is near or past."""
    return open_resolutions().filter(due_on__lte=day)


def resolution_for(account: Account, pk: int) -> Resolution:
    """A resolution that this person has to do, or of a unit for which they record. Raises `NotThere`.

    The number of one that was written anew, because its meeting's time was put right, leads to the new one.
    """
    rows = Resolution.objects.standing().select_related("activity__unit", "activity__kind", "unit", "owner")
    found = rows.filter(pk=pk).first()
    if found is None and (before := Resolution.objects.filter(pk=pk).first()) is not None:
        found = rows.filter(activity=before.activity_id, text=before.text).first()
    if found is None or not may_settle(account, found):
        raise NotThere(_("没有这件事，或者不归你办。"))
    return found


def may_settle(account: Account, resolution: Resolution) -> bool:
    """Whether this person may say how it ended."""
    if resolution.unit_id in within(account, Action.RECORD).units:
        return True
    if resolution.owner is not None and resolution.owner.account_id == account.pk:
        return True
    held = {(one.unit, str(one.post)) for one in held_by(account)}
    return bool(resolution.post) and (resolution.unit_id, resolution.post) in held


def settlement_of(resolution: Resolution) -> Settlement | None:
    """How it ended; None while it is open."""
    return Settlement.objects.standing().filter(resolution=resolution).first()
