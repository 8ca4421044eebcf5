"""Reads about units as this room sees them: for whom one records, who is entitled, where they meet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Max, Q, QuerySet

from sixianghui.access.public import Person, Post, held_by, within
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Held
from sixianghui.common import time
from sixianghui.directory.public import (
    Affiliation,
    Appointment,
    Line,
    Standing,
    Status,
    Unit,
    open_units,
)
from sixianghui.directory.public import Person as Somebody

PLACES = 6
_BETWEEN = re.compile(r"[、，,；;\n\r]+")
#: Who sits in a branch's committee.
COMMITTEE = (
    Post.SECRETARY,
    Post.DEPUTY_SECRETARY,
    Post.ORGANISATION_MEMBER,
    Post.PUBLICITY_MEMBER,
    Post.DISCIPLINE_MEMBER,
)


def units_to_record(account: Person) -> list[Unit]:
    """The units for which somebody may record, in the order of the tree."""
    reach = within(account, Action.RECORD)
    units = open_units() if reach.everywhere else open_units().filter(pk__in=reach.units)
    return list(units.order_by("position", "pk"))


def units_seen(account: Person) -> frozenset[int]:
    """The ids of the units whose activities somebody sees besides the open ones."""
    return within(account, Action.SEE).units


def last_places(units: Iterable[Unit]) -> list[str]:
    """Where these units met last, the latest first."""
    found = (
        Held.objects.standing()
        .filter(unit__in=[unit.pk for unit in units])
        .exclude(place="")
        .values("place")
        .annotate(last=Max("at"))
        .order_by("-last")
    )
    return [row["place"] for row in found[:PLACES]]


def units_named(text: str) -> tuple[list[Unit], list[str]]:
    """The units meant by names with commas between, short or full; and the names that fit none, or more than one."""
    names = list(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))
    if not names:
        return [], []
    found: dict[str, list[Unit]] = {name: [] for name in names}
    for unit in open_units().filter(Q(name__in=names) | Q(short_name__in=names)).order_by("pk"):
        for name in {unit.name, unit.short_name} & found.keys():
            found[name].append(unit)
    units = {hits[0].pk: hits[0] for hits in found.values() if len(hits) == 1}
    return list(units.values()), [name for name, hits in found.items() if len(hits) != 1]


def full_members(unit: Unit) -> int:
    """How many full members belong to a unit today: those entitled to vote, as far as the roster knows."""
    here = Affiliation.objects.filter(unit=unit, line=Line.PARTY, until__isnull=True)
    return Standing.objects.filter(
        status=Status.FULL, until__isnull=True, person__in=here.values("person")
    ).count()


def committee_members(unit: Unit) -> int:
    """How many sit in a branch's committee today."""
    holds = Q(until__isnull=True) | Q(until__gt=time.today())
    return (
        Appointment.objects.filter(holds, unit=unit, post__in=COMMITTEE, since__lte=time.today())
        .values("person")
        .distinct()
        .count()
    )


def people_of(unit: Unit) -> QuerySet[Somebody]:
    """Those who belong to a unit today, by name."""
    here = Affiliation.objects.filter(unit=unit, until__isnull=True)
    people = Somebody.objects.filter(pk__in=here.values("person"), erased_at__isnull=True)
    return people.order_by("pinyin", "pk")


def posts_in(unit: Unit) -> list[Appointment]:
    """The posts held in a unit today, each with its person."""
    holds = Q(until__isnull=True) | Q(until__gt=time.today())
    return list(
        Appointment.objects.filter(holds, unit=unit, since__lte=time.today())
        .select_related("person")
        .order_by("since", "pk")
    )


def first_unit(account: Person) -> Unit | None:
    """The unit in which somebody holds their first post; for a member, the one they belong to."""
    units = [
        one.unit for one in sorted(held_by(account), key=lambda one: (one.post is Post.MEMBER, one.unit))
    ]
    known = {unit.pk: unit for unit in open_units().filter(pk__in=units)}
    return next((known[unit] for unit in units if unit in known), None)
