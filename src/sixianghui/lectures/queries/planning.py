"""What an organiser works with: for which units, their lectures, whom they may give a part, what waits today."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, Person, account_named, may, within
from sixianghui.activities import public as activities
from sixianghui.activities.public import people_of
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.directory.public import Person as Somebody
from sixianghui.directory.public import Unit, open_units
from sixianghui.lectures import rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.models import Broadcast, Ending, Helper, Lecture, Material
from sixianghui.lectures.queries.lectures import lectures, visible_to

_BETWEEN = re.compile(r"[、，,；;\n\r]+")


def units_to_run(person: Person) -> list[Unit]:
    """The units for which somebody holds lectures, in the order of the tree."""
    units = open_units().filter(pk__in=within(person, Action.RUN).units)
    return list(units.order_by("position", "pk"))


def lectures_run_by(person: Person, *, most: int = 100) -> list[Any]:
    """The lectures of one's units, the latest first; each knows where it stands."""
    units = within(person, Action.RUN).units
    return list(lectures().filter(activity__unit__in=units).order_by("-activity__starts_at", "-pk")[:most])


def own_lecture(person: Person, ref: str) -> Any:
    """A lecture that this person organises; another's is not there. Raises `NotThere`."""
    found = visible_to(person).filter(ref=ref).first()
    if found is None or not may(person, Action.RUN, found.activity):
        raise NotThere(_("没有这堂课，或者它不归你办。"))
    return found


def material_for(person: Person, number: int) -> Material:
    """Something to take along, of a lecture that this person organises. Raises `NotThere`."""
    found = Material.objects.select_related("lecture__activity__unit").filter(pk=number).first()
    if found is None or not may(person, Action.RUN, found.lecture.activity):
        raise NotThere(_("没有这份资料，或者它不归你管。"))
    return found


def roster_names(units: list[Unit]) -> list[str]:
    """The names on the rosters of these units of those who have an account."""
    found: dict[str, None] = {}
    for unit in units:
        rows = people_of(unit).filter(account__is_active=True)
        found.update(dict.fromkeys(rows.values_list("name", flat=True)))
    return list(found)


def accounts_meant(typed: str, unit: Unit) -> tuple[list[Account], list[str], list[str]]:
    """Who is meant by names with commas between: on the unit's roster, or by sign-in name.

    Also the names that nobody has, and those that several have.
    """
    found: dict[int, Account] = {}
    unknown: list[str] = []
    several: list[str] = []
    for name in dict.fromkeys(part.strip() for part in _BETWEEN.split(typed) if part.strip()):
        people: QuerySet[Somebody] = people_of(unit).filter(name=name, account__is_active=True)
        accounts = [one.account for one in people.select_related("account")[:2] if one.account]
        named = None if accounts else account_named(name)
        if named is not None and named.is_active:
            accounts = [named]
        if len(accounts) == 1:
            found[accounts[0].pk] = accounts[0]
        else:
            (several if accounts else unknown).append(name)
    return list(found.values()), unknown, several


def helpers_of(lecture: Lecture, part: Helper.Part) -> list[Account]:
    """Who has this part in a lecture."""
    rows = Helper.objects.filter(lecture=lecture, part=part).select_related("account").order_by("pk")
    return [one.account for one in rows]


def written_as(lecture: Lecture, part: Helper.Part) -> str:
    """Those who have this part, as they are typed: by name where the roster knows it once, else by sign-in name."""
    helpers = helpers_of(lecture, part)
    rows = people_of(lecture.activity.unit).filter(
        name__in=[one.name for one in helpers], account__is_active=True
    )
    known: dict[str, list[int | None]] = {}
    for name, account in rows.values_list("name", "account"):
        known.setdefault(name, []).append(account)
    return "、".join(one.name if known.get(one.name) == [one.pk] else one.username for one in helpers)


def today_of(units: frozenset[int]) -> list[Any]:
    """Lectures of these units that begin today and are not on air yet."""
    begin = dt.datetime.combine(time.today(), dt.time.min, tzinfo=time.SHANGHAI)
    rows = lectures().filter(
        activity__unit__in=units, activity__starts_at__gte=begin,
        activity__starts_at__lt=begin + dt.timedelta(days=1), began__isnull=True, over__isnull=True, off=False,
        ends__gt=time.now() - rules.LINGERS,
    )  # fmt: skip
    held = rows.filter(activity__helds__struck_at__isnull=True, activity__helds__isnull=False)
    return list(rows.exclude(pk__in=held.values("pk")).order_by("activity__starts_at", "pk"))


def overlong(units: frozenset[int]) -> list[Any]:
    """Lectures of these units that are on air long past their end."""
    rows = lectures().filter(
        activity__unit__in=units, began__isnull=False, over__isnull=True,
        ends__lt=time.now() - rules.LINGERS,
    )  # fmt: skip
    return list(rows.order_by("activity__starts_at", "pk"))


def recorded_by_the_room() -> QuerySet[Lecture, Any]:
    """The activities of which nobody is asked to record them: their lecture is on air, or about to be."""
    over = Ending.objects.standing().values("lecture")
    on_air = Broadcast.objects.standing().exclude(lecture__in=over).values("lecture")
    soon = Q(ends__gt=time.now() - rules.LINGERS) & ~Q(pk__in=over)
    return lectures().filter(Q(pk__in=on_air) | soon).values_list("activity_id", flat=True)


def activity_rows(lecture: Lecture) -> QuerySet[Any]:
    """The activity of a lecture as a calendar takes it."""
    rows = activities.Activity.objects.select_related("unit", "kind").filter(pk=lecture.activity_id)
    return activities.with_state(rows)
