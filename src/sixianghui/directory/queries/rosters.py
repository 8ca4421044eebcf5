"""Reads for rosters: the world that an uploaded one is compared with, what an export holds, and one's own imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from sixianghui.access.public import Account, post_words, within
from sixianghui.access.public import Person as Asker
from sixianghui.directory.actions import Action
from sixianghui.directory.models import (
    Affiliation,
    Appointment,
    Line,
    Person,
    PersonNumbers,
    RosterImport,
    Standing,
    Status,
    Unit,
)
from sixianghui.directory.queries.people import in_office
from sixianghui.directory.queries.units import closed_units, open_units
from sixianghui.directory.roster import columns
from sixianghui.directory.roster.world import STEP, KnownPerson, KnownUnit, World, same
from sixianghui.directory.roster.writing import Row
from sixianghui.vault.public import blind_index


def private_columns() -> tuple[str, ...]:
    """The private columns that this installation takes."""
    return tuple(settings.ROSTER_PRIVATE)


def roster_world(account: Asker, action: Action = Action.IMPORT_ROSTER) -> World:
    """All open units, the people within reach who have not left, and the names that closed units still have."""
    units = _units(account, action)
    closed = closed_units().filter(enterprise__isnull=False).order_by().values_list("enterprise_id", "name")
    return World(units, list(_known_people(_people_in(units))), blind_index, frozenset(closed))


def _units(account: Asker, action: Action) -> list[KnownUnit]:
    where = within(account, action)
    return [
        KnownUnit(
            unit.pk,
            unit.name,
            unit.short_name,
            unit.kind,
            unit.parent_id,
            unit.enterprise_id,
            where.everywhere or unit.pk in where.units,
        )
        for unit in open_units().order_by("pk")
    ]


@dataclass
class _Relations:
    """What someone is and where, by line: the standing rows, and since when the status before held."""

    units: dict[str, int]
    statuses: dict[str, Standing]
    earlier: dict[str, Standing]


def _people_in(units: list[KnownUnit]) -> QuerySet[Person]:
    """Who belongs to one of the units within reach and has not left."""
    reached = [unit.id for unit in units if unit.reached]
    here = Affiliation.objects.filter(until__isnull=True, unit_id__in=reached).values("person")
    return Person.objects.filter(pk__in=here, left_on__isnull=True, erased_at__isnull=True)


def _known_people(people: QuerySet[Person]) -> Iterator[KnownPerson]:
    related: dict[int, _Relations] = defaultdict(lambda: _Relations({}, {}, {}))
    for row in Affiliation.objects.filter(person__in=people, until__isnull=True):
        related[row.person_id].units[row.line] = row.unit_id
    for standing in Standing.objects.filter(person__in=people).order_by("since", "pk"):
        found = related[standing.person_id]
        (found.statuses if standing.until is None else found.earlier)[standing.line] = standing
    numbers = {one.person_id: one for one in _numbers(people)}
    for person in people.order_by("pinyin", "pk"):
        yield _known(person, related[person.pk], numbers.get(person.pk))


def _numbers(people: QuerySet[Person]) -> QuerySet[PersonNumbers]:
    if not private_columns():
        return PersonNumbers.objects.none()
    return PersonNumbers.objects.filter(person__in=people).defer("phone", "id_number")


def _known(person: Person, found: _Relations, numbers: PersonNumbers | None) -> KnownPerson:
    party, league = found.statuses.get(Line.PARTY), found.statuses.get(Line.LEAGUE)
    before, league_before = found.earlier.get(Line.PARTY), found.earlier.get(Line.LEAGUE)
    return KnownPerson(
        id=person.pk,
        name=person.name,
        number=person.number,
        birth=person.birth_on,
        employed=person.employed_on,
        unit=found.units.get(Line.PARTY, 0),
        party=party.status if party else "",
        since=party.since if party else None,
        earlier=before.since if before else None,
        league=league is not None,
        league_unit=found.units.get(Line.LEAGUE, 0),
        league_since=league.since if league else None,
        league_earlier=league_before.since if league_before else None,
        phone=numbers.phone_index if numbers else "",
        id_number=numbers.id_number_index if numbers else "",
    )


@dataclass
class RosterOut:
    """What an export holds: rows of people and of units, with names by which an import finds the units again."""

    people: list[Row]
    units: list[Row]


def roster_out(account: Asker) -> RosterOut:
    """Everybody within reach, by unit and name, with the posts they hold, and the units within reach.

    Without phone and identity numbers: those are looked at one at a time, for a reason. An import takes a column that is
    not there as one that changes nothing, so what is kept stays.
    """
    world = roster_world(account, Action.EXPORT_ROSTER)
    name = _Names(world)
    posts = _posts(_people_in(world.units))
    order = {unit.id: at for at, unit in enumerate(_in_tree_order(world.units))}
    people = sorted(world.people, key=lambda one: order.get(one.unit or one.league_unit, len(order)))
    return RosterOut(
        [_person_row(one, name, posts.get(one.id, "")) for one in people],
        _unit_rows(world, name),
    )


def roster_units(account: Asker) -> list[Row]:
    """The units within reach, as the template brings them along."""
    world = World(_units(account, Action.IMPORT_ROSTER))
    return _unit_rows(world, _Names(world))


def _unit_rows(world: World, name: _Names) -> list[Row]:
    return [
        {
            "name": unit.name,
            "short": unit.short,
            "kind": columns.UNIT_KINDS[unit.kind][0],
            "superior": name(unit.superior or 0),
        }
        for unit in _in_tree_order(world.units)
        if unit.reached
    ]


class _Names:
    """The name by which a roster finds a unit: its own, with its superior before it where two have the same."""

    def __init__(self, world: World) -> None:
        self._units = {unit.id: unit for unit in world.units}
        self._named: dict[str, int] = defaultdict(int)
        for unit in world.units:
            self._named[same(unit.name)] += 1

    def __call__(self, unit: int) -> str:
        found = self._units.get(unit)
        if found is None:
            return ""
        above = self._units.get(found.superior or 0)
        return (
            found.name
            if self._named[same(found.name)] == 1 or above is None
            else f"{above.name}{STEP}{found.name}"
        )


def _in_tree_order(units: list[KnownUnit]) -> list[KnownUnit]:
    """Superiors before those below them."""
    ids = {unit.id for unit in units}
    below: dict[int, list[KnownUnit]] = defaultdict(list)
    for unit in units:
        below[unit.superior if unit.superior in ids and unit.superior else 0].append(unit)
    ordered: list[KnownUnit] = []
    waiting = list(reversed(below[0]))
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting.extend(reversed(below[unit.id]))
    return ordered


def _person_row(one: KnownPerson, name: _Names, posts: str) -> Row:
    """A person as a row that an import reads back as the same."""
    step, both = columns.STEPS.index(one.party) if one.party else -1, bool(one.party and one.league)
    is_member = step >= columns.STEPS.index(Status.PROBATIONARY)
    status = (
        columns.LEAGUE[0]
        if one.league and not is_member
        else columns.PARTY[one.party][0]
        if one.party
        else ""
    )
    unit = one.unit if one.party else one.league_unit
    return {
        "number": one.number,
        "name": one.name,
        "birth": one.birth,
        "employed": one.employed,
        "unit": name(unit),
        "status": status,
        "stage": columns.PARTY[one.party][0] if both and not is_member else "",
        "league": columns.YES[0] if both else "",
        "since": one.since if one.party else one.league_since,
        "league_since": one.league_since if both else None,
        "league_unit": name(one.league_unit) if both and one.league_unit != unit else "",
        "post": posts,
    }


def _posts(people: QuerySet[Person]) -> dict[int, str]:
    """The posts that people hold now, in words."""
    held: dict[int, list[str]] = defaultdict(list)
    rows = Appointment.objects.filter(in_office(), person__in=people).order_by("since", "pk")
    for person, post in rows.values_list("person", "post"):
        held[person].append(str(post_words(post)))
    return {person: "、".join(words) for person, words in held.items()}


def own_imports(account: Asker) -> QuerySet[RosterImport]:
    """The rosters that someone uploaded, the newest first."""
    return RosterImport.objects.filter(account_id=account.pk or 0)


def own_import(account: Asker, ref: str) -> RosterImport | None:
    """One of them, or None."""
    return own_imports(account).filter(ref=ref).first()


def may_follow_import(account: Account, ref: str) -> bool:
    """Whether someone may listen to how far an import has come: its owner."""
    return own_imports(account).filter(ref=ref).exists()


def roots_of_reach(account: Asker) -> QuerySet[Unit]:
    """The topmost units that someone may import into, to be named on the page."""
    where = within(account, Action.IMPORT_ROSTER)
    units = open_units() if where.everywhere else open_units().filter(pk__in=where.units)
    return units.exclude(parent__in=units.values("pk"))
