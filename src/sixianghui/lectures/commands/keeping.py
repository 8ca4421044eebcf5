"""What this room forgets of people: who asked for seats, a month after the lecture; single stays on line, after thirteen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef

from sixianghui.common import seconds, time
from sixianghui.lectures import queries, rules
from sixianghui.lectures.commands.hall import end_registration
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.seating import fill_up
from sixianghui.lectures.models import Audience, Helper, Lecture, Registration, Second, Viewing, WatchSource
from sixianghui.lectures.rules import State

#: Stays are deleted so many at a time: a lecture has a hundred thousand.
_CHUNK = 20_000


def forget() -> int:
    """Forget registrations of lectures long past, and stays of days long past. Returns how many rows. May run twice."""
    return _forget_registrations() + _forget_stays()


def _forget_registrations() -> int:
    """With their seats, and with the salt of the door: the hall of the past is how many heads came."""
    before = time.now() - dt.timedelta(days=rules.SEATS_KEPT)
    past = queries.lectures().filter(ends__lt=before).values("pk")
    with transaction.atomic():
        Lecture.objects.filter(pk__in=past).exclude(salt="").update(salt="")
        return Registration.objects.filter(lecture__in=past).delete()[1].get("lectures.Registration", 0)


def _forget_stays() -> int:
    """Whole days only, so that what is left of a day is all of it. What a day came to stays; it is closed first."""
    last = _months_before(time.today(), rules.STAYS_KEPT)
    end, gone = seconds.begin_of(last), 0
    with transaction.atomic():
        Audience.objects.filter(day__lt=last, closed_at__isnull=True).update(closed_at=time.now())
    while True:
        keys = list(
            Viewing.objects.filter(began__lt=end).order_by("pk").values_list("pk", flat=True)[:_CHUNK]
        )
        if not keys:
            break
        with transaction.atomic():
            gone += Viewing.objects.filter(pk__gte=keys[0], pk__lte=keys[-1], began__lt=end).delete()[0]
    begin = dt.datetime.fromtimestamp(end, tz=time.SHANGHAI)
    used = Exists(Viewing.objects.filter(source=OuterRef("pk")))
    WatchSource.objects.filter(~used, seen_at__lt=begin).delete()
    return gone


def _months_before(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return dt.date(number // 12, number % 12 + 1, 1)


def erase_of(account: int) -> int:
    """Forget what an account asked for and did here. Seats of a lecture to come go to those who wait.

    Runs inside the transaction of whoever erases, who has asked for permission. Returns how many rows.
    """
    waiting = Registration.objects.filter(account=account, ended_at__isnull=True).order_by("lecture")
    for one in waiting.select_related("lecture"):
        _give_up(one)
    changed = Registration.objects.filter(account=account).update(account=None)
    for rows in (Helper.objects.filter(account=account), Second.objects.filter(account=account)):
        changed += rows.delete()[0]
    return changed


def _give_up(registration: Registration) -> None:
    locked: Lecture = lock(registration.lecture)
    if queries.standing(locked).state is State.COMING:
        end_registration(registration)
        fill_up(locked)
