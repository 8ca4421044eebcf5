"""The hall: how many seats are free, who has asked for some, and how many came through the door."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, Person, held_by
from sixianghui.activities.public import standing_held
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.directory.public import Unit, open_units
from sixianghui.lectures import rules
from sixianghui.lectures.models import Arrival, Lecture, Registration, Seat
from sixianghui.lectures.queries.lectures import Standing, may_run, standing
from sixianghui.lectures.rules import State


@dataclass(frozen=True)
class Hall:
    """The seats of a lecture: how many there are, are taken, and are asked for by those who wait."""

    seats: int
    taken: int
    waiting: int
    open: bool

    @property
    def free(self) -> int:
        """How many may still be given."""
        return max(0, self.seats - self.taken)


def hall_of(lecture: Lecture, stands: Standing) -> Hall | None:
    """The hall as everybody sees it; None where there is none. Two queries."""
    if lecture.seats is None:
        return None
    waiting = waiting_of(lecture).aggregate(heads=Sum("heads"))["heads"] or 0
    return Hall(lecture.seats, lecture.taken.count(), waiting, takes_names(lecture, stands))


def takes_names(lecture: Lecture, stands: Standing) -> bool:
    """Whether one may still register: until it begins."""
    return (
        lecture.seats is not None and stands.state is State.COMING and time.now() < lecture.activity.starts_at
    )


def registrations(lecture: Lecture) -> QuerySet[Any]:
    """Those that stand, in the order in which they came; each knows how many seats it `has`."""
    rows = Registration.objects.filter(lecture=lecture, ended_at__isnull=True)
    return rows.select_related("account", "unit").annotate(has=Count("taken")).order_by("pk")


def seated_of(lecture: Lecture) -> QuerySet[Any]:
    """Those that have seats."""
    return registrations(lecture).filter(has__gt=0)


def waiting_of(lecture: Lecture) -> QuerySet[Any]:
    """Those that wait, in the order in which they are served."""
    rows = Registration.objects.filter(lecture=lecture, ended_at__isnull=True, taken__isnull=True)
    return rows.select_related("account", "unit").order_by("pk")


def registration_of(lecture: Lecture, account: Account) -> Any:
    """Somebody's own that stands, or None; it knows how many seats it `has`."""
    return registrations(lecture).filter(account=account.pk).first()


@dataclass(frozen=True)
class Ahead:
    """Who waits before somebody: so many parties, with so many heads together."""

    parties: int
    heads: int


def ahead_of(registration: Registration) -> Ahead:
    """Who is served first when seats come free."""
    before = waiting_of(registration.lecture).filter(pk__lt=registration.pk)
    found = before.aggregate(parties=Count("pk"), heads=Sum("heads"))
    return Ahead(found["parties"], found["heads"] or 0)


def numbers_taken(lecture: Lecture) -> list[int]:
    """The numbers of the seats that are taken."""
    return list(Seat.objects.filter(lecture=lecture).values_list("number", flat=True))


def units_named_by(lecture: Lecture, account: Account | None = None) -> list[Unit]:
    """The units that somebody may say they come from: the organisers', and those they belong to."""
    keys = {lecture.activity.unit_id}
    keys |= set(lecture.activity.partners.filter(left_at__isnull=True).values_list("unit_id", flat=True))
    if account is not None:
        keys |= {one.unit for one in held_by(account)}
    return list(open_units().filter(pk__in=keys).order_by("position", "pk"))


@dataclass(frozen=True)
class Door:
    """Whether people may say at the door that they are here, and whether the desk still writes them down; or `mends`,
    after the end, what it wrote."""

    scans: bool
    notes: bool
    mends: bool
    present: int
    early: bool
    over: bool


def door_of(lecture: Lecture) -> Door:
    """How the door stands now. Three queries."""
    stands, now, activity = standing(lecture), time.now(), lecture.activity
    ends = activity.ends_at or activity.starts_at + dt.timedelta(hours=2)
    scans = rules.scans(stands.state, activity.starts_at, ends, now)
    held = standing_held(activity) is not None
    rows = Arrival.objects.standing().filter(lecture=lecture)
    return Door(
        scans=scans and not held,
        notes=rules.notes(stands.state, activity.starts_at, now, held=held),
        mends=rules.mends(stands.state, held=held),
        present=int(rows.aggregate(heads=Sum("heads"))["heads"] or 0),
        early=stands.state is State.COMING and now < activity.starts_at - rules.EARLY,
        over=held or stands.state is State.ENDED or (stands.state is State.COMING and now > ends),
    )


def latest_arrivals(lecture: Lecture, *, scanned: bool = False, most: int = 10) -> QuerySet[Arrival]:
    """What the desk wrote down last, or who scanned last, to be taken back where it was a slip."""
    rows = Arrival.objects.standing().filter(lecture=lecture)
    rows = rows.exclude(way=Arrival.Way.DESK) if scanned else rows.filter(way=Arrival.Way.DESK)
    return rows.select_related("unit").order_by("-pk")[:most]


def arrived(lecture: Lecture, keys: set[str]) -> dict[str, int]:
    """Of these keys, those that came, and with how many heads."""
    rows = Arrival.objects.standing().filter(lecture=lecture, key__in=keys)
    return dict(rows.values_list("key", "heads"))


def registration_at(person: Person, ref: str) -> Registration:
    """A registration that stands, of a lecture that this person organises. Raises `NotThere`."""
    rows = Registration.objects.filter(ref=ref, ended_at__isnull=True)
    found = rows.select_related("lecture__activity__unit", "unit").first()
    if found is None or not may_run(person, found.lecture):
        raise NotThere(_("没有这份报名，或者已经取消了。"))
    return found


def arrival_at(person: Person, number: int) -> Arrival:
    """An arrival at a lecture that this person organises, however it was noted. Raises `NotThere`."""
    rows = Arrival.objects.filter(pk=number).select_related("lecture__activity__unit")
    found = rows.first()
    if found is None or not may_run(person, found.lecture):
        raise NotThere(_("没有这一条。"))
    return found
