"""Who a row is among those registered, and in what it differs from them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sixianghui.directory.roster import columns
from sixianghui.directory.roster.faults import Kind
from sixianghui.directory.roster.places import Place, Places
from sixianghui.directory.roster.plan import Change, day_text
from sixianghui.directory.roster.reading import PersonRow
from sixianghui.directory.roster.world import KnownPerson, World, same


class Register:
    """Who is registered within reach, by whatever a row may find them. `other`: whose number it is, after `find`."""

    def __init__(self, world: World, places: Places) -> None:
        self.world, self.places = world, places
        self.other = ""
        self._by_number: dict[tuple[int | None, str], list[KnownPerson]] = defaultdict(list)
        self._by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_index: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        for one in world.people:
            self._by_name[same(one.name)].append(one)
            if one.number:
                self._by_number[self._family(one), one.number].append(one)
            for column in columns.PRIVATE:
                if index := getattr(one, column):
                    self._by_index[column, index].append(one)

    def find(self, row: PersonRow, place: Place, family: int | None) -> KnownPerson | Kind | None:
        """Who a row is: by number, then by identity number or phone, then by name, birth and unit; None: somebody new."""
        numbered = self._by_number.get((family, row.number), []) if row.number else []
        for one in numbered:
            if same(one.name) == same(row.name) or (one.birth and one.birth == row.birth):
                return one
        if numbered:
            self.other = numbered[0].name
            return Kind.ANOTHER_PERSON
        for column in columns.PRIVATE:
            if value := getattr(row, column):
                for one in self._by_index.get((column, self.world.index(column, value)), []):
                    if same(one.name) == same(row.name) or column == "id_number":
                        return one
        return self._by_looks(row, place, family)

    def _by_looks(self, row: PersonRow, place: Place, family: int | None) -> KnownPerson | Kind | None:
        fitting = [
            one
            for one in self._by_name.get(same(row.name), [])
            if self._family(one) == family
            and not (one.number and row.number and one.number != row.number)
            and not (one.birth and row.birth and one.birth != row.birth)
        ]
        here = [one for one in fitting if place.ref in (f"u{one.unit}", f"u{one.league_unit}")]
        born = [one for one in fitting if one.birth and one.birth == row.birth]
        for several in ([one for one in here if one in born], born, here):
            if len(several) == 1:
                return several[0]
            if several:
                self.other = several[0].name
                return Kind.TWO_PERSONS_ONE_NAME
        return None

    def _family(self, one: KnownPerson) -> int | None:
        unit = self.places.known.get(one.unit or one.league_unit)
        return unit.enterprise if unit else None


def differences(
    row: PersonRow, known: KnownPerson, place: Place, league_place: Place | None, places: Places, world: World
) -> Iterator[Change]:
    """The columns in which a row differs from what is registered. A blank cell changes nothing."""
    for column in ("number", "name"):
        if (now := getattr(row, column)) and now != getattr(known, column):
            yield Change(column, getattr(known, column), now)
    for column in ("birth", "employed", "since", "league_since"):
        if (day := getattr(row, column)) and day != getattr(known, column):
            yield Change(column, day_text(getattr(known, column)), day_text(day))
    if row.party and place.ref != f"u{known.unit}":
        yield Change("unit", _name(places, known.unit), place.name)
    if league_place is not None and league_place.ref != f"u{known.league_unit}":
        column = "league_unit" if row.party else "unit"
        yield Change(column, _name(places, known.league_unit), league_place.name)
    if row.party != known.party:
        before = columns.PARTY[known.party][0] if known.party else ""
        yield Change("status", before, columns.PARTY[row.party][0])
    if row.league is not None and row.league != known.league:
        yield Change(
            "league", *(columns.YES[0] if one else columns.NO[0] for one in (known.league, row.league))
        )
    for column in columns.PRIVATE:
        if (now := getattr(row, column)) and world.index(column, now) != getattr(known, column):
            yield Change(column, "", "")


def _name(places: Places, unit: int) -> str:
    known = places.known.get(unit)
    return known.name if known else ""
