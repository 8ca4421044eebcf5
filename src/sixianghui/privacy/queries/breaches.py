"""Reads about breaches: which there are, and who is affected by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sixianghui.access.public import Person as Asker
from sixianghui.access.public import Within, within
from sixianghui.directory import public as directory
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Breach
from sixianghui.vault.public import Class, Registered, Text, holders, registered


def breaches_of(asker: Asker) -> QuerySet[Breach]:
    """Those of the units for which somebody answers, the newest first."""
    where = within(asker, Action.ANSWER)
    found = Breach.objects.select_related("unit", "made_by")
    return found if where.everywhere else found.filter(office_id__in=where.units)


def units_to_choose(asker: Asker) -> QuerySet[directory.Unit]:
    """The units that somebody may name in a breach."""
    where = within(asker, Action.ANSWER)
    return directory.open_units() if where.everywhere else directory.open_units().filter(pk__in=where.units)


def breach_of(asker: Asker, ref: str) -> Breach | None:
    """One of them."""
    return breaches_of(asker).filter(ref=ref).first()


def rooms_with_people() -> list[tuple[str, Text]]:
    """The rooms that keep rows about people, by name."""
    return [
        (one.name, one.label)
        for one in reversed(holders())
        if any(one.holds(m.label) for m in _about_people())
    ]


def _about_people() -> list[Registered]:
    return [one for one in registered() if one.about]


@dataclass(frozen=True)
class Affected:
    """Somebody a breach concerns: their name, unit, what kinds of rows, whether sensitive ones are among them."""

    name: str
    account: int | None
    unit: str
    kinds: tuple[str, ...]
    restricted: bool


def affected(breach: Breach, asker: Asker) -> list[Affected]:
    """Everybody of whom the chosen rooms keep a row, who belonged to the chosen units in that time, by unit and name.

    Never beyond the asker's reach. A handful of queries however many people there are: sets of ids, one for each table.
    """
    people: defaultdict[int, set[str]] = defaultdict(set)
    accounts: defaultdict[int, set[str]] = defaultdict(set)
    restricted: set[str] = set()
    chosen = [one for one in holders() if one.name in breach.rooms]
    for one in _about_people():
        if not any(holder.holds(one.label) for holder in chosen):
            continue
        title = str(one.title)
        if any(entry.klass is Class.RESTRICTED for _field, entry in one.personal()):
            restricted.add(title)
        for about in one.about:
            ids = one.model._base_manager.values_list(about.path, flat=True).distinct().order_by()
            for number in ids:
                if number is not None:
                    (people if about.kind == "person" else accounts)[number].add(title)
    units = dict(
        directory.Affiliation.objects.filter(until__isnull=True).values_list("person_id", "unit__short_name")
    )
    found = []
    for number, name, account in _there(breach, within(asker, Action.ANSWER)).values_list(
        "pk", "name", "account_id"
    ):
        kinds = people.get(number, set()) | accounts.get(account or 0, set())
        if kinds:
            found.append(
                Affected(name, account, units.get(number, ""), tuple(sorted(kinds)), bool(kinds & restricted))
            )
    return sorted(found, key=lambda one: (one.unit, one.name))


def _there(breach: Breach, where: Within) -> QuerySet[directory.Person]:
    """The people who were on the rolls of the units in question, or held a post there, on any of the days."""
    then = Q(since__lte=breach.last_day) & (Q(until__isnull=True) | Q(until__gt=breach.first_day))
    if not where.everywhere:
        then &= Q(unit_id__in=where.units)
    if breach.unit is not None:
        then &= Q(unit__in=breach.unit.descendants(include_self=True).values("pk"))
    rolls = directory.Affiliation.objects.filter(then).values("person")
    posts = directory.Appointment.objects.filter(then).values("person")
    return directory.Person.objects.filter(Q(pk__in=rolls) | Q(pk__in=posts), erased_at__isnull=True)
