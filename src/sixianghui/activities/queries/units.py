"""Reads about units as this room sees them: for whom one records, who is entitled, where they meet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Max, Q, QuerySet

from sixianghui.access.public import Person, Post, held_by, within
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Activity, Held, Partner
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


def partners_of(activity: Activity | None) -> list[Unit]:
    """The units that hold an activity together with its organiser, in the order in which they were named."""
    if activity is None:
        return []
    rows = (
        Partner.objects.filter(activity=activity, left_at__isnull=True).select_related("unit").order_by("pk")
    )
    return [one.unit for one in rows]


def written_as(units: Iterable[Unit]) -> str:
    """Units as they are typed: by their short name where no other unit goes by it, else by the full one."""
    units = list(units)
    short = Counter(
        open_units()
        .filter(short_name__in=[one.short_name for one in units])
        .values_list("short_name", flat=True)
    )
    return "、".join(one.name if short[one.short_name] > 1 else one.short_name for one in units)


def units_named(text: str, known: Sequence[Unit] = ()) -> tuple[list[Unit], list[str]]:
    """The units meant by names with commas between, short or full; and the names that fit none, or more than one.

    Those of `known`, which are there already, come first: theirs is the name, though others have it, too.
    """
    names = list(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))
    if not names:
        return [], []
    there = {name: [one for one in known if name in {one.name, one.short_name}] for name in names}
    found: dict[str, list[Unit]] = {name: [] for name in names}
    for unit in open_units().filter(Q(name__in=names) | Q(short_name__in=names)).order_by("pk"):
        for name in {unit.name, unit.short_name} & found.keys():
            found[name].append(unit)
    meant = {name: there[name] or hits for name, hits in found.items()}
    unknown = [name for name, hits in meant.items() if not there[name] and len(hits) != 1]
    units = {unit.pk: unit for name, hits in meant.items() if name not in unknown for unit in hits}
    return list(units.values()), unknown


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
