"""The rows of people judged: against each other, and against who is registered already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from sixianghui.directory.roster import columns
from sixianghui.directory.roster.faults import Fault, Kind, blocking
from sixianghui.directory.roster.places import Place, Places
from sixianghui.directory.roster.plan import Change, Entry, Plan, day_text
from sixianghui.directory.roster.reading import PersonRow, Reading
from sixianghui.directory.roster.world import KnownPerson, World, same


def judge_people(reading: Reading, world: World, places: Places, faults: list[Fault], plan: Plan) -> None:
    """Judge the sheet of people and put what it would do into the plan."""
    if columns.PEOPLE not in reading.tables:
        return
    judge = _Judge(reading, world, places, faults)
    judge.find_units()
    judge.compare_rows()
    judge.fill(plan)


class _Judge:
    """`place`: the unit of each row that has one; `alone`: rows already told to repeat another one."""

    def __init__(self, reading: Reading, world: World, places: Places, faults: list[Fault]) -> None:
        self.reading, self.world, self.places, self.faults = reading, world, places, faults
        self.place: dict[int, Place] = {}
        self.family: dict[int, int | None] = {}
        self.told: set[int] = set()

    def say(self, kind: Kind, row: PersonRow, column: str, **more: str | int) -> None:
        """Tell a fault of a row; one that repeats another row is told once."""
        self.faults.append(self.reading.at(kind, columns.PEOPLE, row.row, column, **more))
        self.told.add(row.row)

    def find_units(self) -> None:
        """Say which unit each row names."""
        for row in self.reading.people:
            if not row.unit:
                continue
            found = self.places.find(row.unit)
            if not found:
                self.say(Kind.UNKNOWN_UNIT, row, "unit", near=self.places.near(row.unit))
            elif len(found) > 1:
                self.say(Kind.AMBIGUOUS_UNIT, row, "unit")
            elif not found[0].reached:
                self.say(Kind.OUT_OF_REACH, row, "unit")
            else:
                self.place[row.row] = found[0]
                self.family[row.row] = self.places.family(found[0].ref)

    def compare_rows(self) -> None:
        """Find rows that say the same, one person under two names, and two persons whom nothing tells apart."""
        rows = self.reading.people
        self._compare(rows, lambda row: (_all(row) if row.name else None), "name", lambda a, b: Kind.ROW_TWICE)
        for column in ("id_number", "phone"):
            self._compare(
                rows, lambda row, column=column: getattr(row, column) or None, column, _one_person  # type: ignore[misc]
            )
        self._compare(
            rows, lambda row: (self.family.get(row.row), row.number) if row.number else None, "number", _one_person
        )
        self._compare(rows, self._same_evidence, "name", _alike)
        self._compare(rows, self._same_name, "name", _not_told_apart)

    def _compare(
        self,
        rows: list[PersonRow],
        key: Callable[[PersonRow], object],
        column: str,
        verdict: Callable[[PersonRow, PersonRow], Kind | None],
    ) -> None:
        """Put rows with the same key beside each other; the later one is told where the verdict is a kind."""
        groups: dict[object, list[PersonRow]] = defaultdict(list)
        for row in rows:
            if row.row in self.told or (of := key(row)) is None:
                continue
            for first in groups[of]:
                kind = verdict(first, row)
                if kind:
                    self.say(kind, row, column, first=first.row, name=first.name)
                    break
            else:
                groups[of].append(row)

    def _same_evidence(self, row: PersonRow) -> object:
        place = self.place.get(row.row)
        return (place.ref, row.birth) if place and row.birth and row.name else None

    def _same_name(self, row: PersonRow) -> object:
        place = self.place.get(row.row)
        return (place.ref, same(row.name)) if place and row.name else None

    def fill(self, plan: Plan) -> None:
        """Match the rows without a fault with who is registered, and say what would be written."""
        name = self.reading.tables[columns.PEOPLE].name
        register = _Register(self.world, self.places)
        taken: dict[int, PersonRow] = {}
        for row in self.reading.people:
            place = self.place.get(row.row)
            if row.row in self.told or place is None or not row.name:
                continue
            known = register.find(row, place, self.family.get(row.row))
            if isinstance(known, Kind):
                self.say(known, row, "number" if known is Kind.ANOTHER_PERSON else "name", name=register.other)
            elif known is None:
                plan.new_people.append(_entry(row, place, 0))
            elif known.id in taken:
                first = taken[known.id]
                self.say(_one_person(first, row), row, "name", first=first.row, name=first.name)
            else:
                taken[known.id] = row
                self._known(row, place, known, plan)
        blocked = {one.row for one in blocking(self.faults) if one.sheet == name}
        for which in ("new_people", "changed_people", "unchanged_people"):
            setattr(plan, which, [one for one in getattr(plan, which) if one.row not in blocked])
        plan.absent = list(self._absent(taken))

    def _known(self, row: PersonRow, place: Place, known: KnownPerson, plan: Plan) -> None:
        if known.party and columns.STEPS.index(known.party) > (columns.STEPS.index(row.party) if row.party else -1):
            self.say(Kind.STEP_BACK, row, "status", known=columns.PARTY[known.party][0])
            return
        changes = tuple(self._changes(row, place, known))
        into = plan.changed_people if changes else plan.unchanged_people
        into.append(_entry(row, place, known.id, changes))

    def _changes(self, row: PersonRow, place: Place, known: KnownPerson) -> Iterator[Change]:
        """The columns in which a row differs from what is registered. A blank cell changes nothing."""
        for column in ("name", "number"):
            if (now := getattr(row, column)) and now != getattr(known, column):
                yield Change(column, getattr(known, column), now)
        for column in ("birth", "employed", "since", "league_since"):
            if (day := getattr(row, column)) and day != getattr(known, column):
                yield Change(column, day_text(getattr(known, column)), day_text(day))
        if place.ref != f"u{known.unit}":
            before = self.places.known.get(known.unit)
            yield Change("unit", before.name if before else "", place.name)
        if row.party and row.party != known.party:
            yield Change("status", columns.PARTY[known.party][0] if known.party else "", columns.PARTY[row.party][0])
        if row.league is not None and row.league != known.league:
            yield Change("league", *(columns.YES[0] if one else columns.NO[0] for one in (known.league, row.league)))
        for column in columns.PRIVATE:
            if (now := getattr(row, column)) and self.world.index(column, now) != getattr(known, column):
                yield Change(column, "", "")

    def _absent(self, taken: dict[int, PersonRow]) -> Iterator[tuple[int, str, str]]:
        """Who is registered in a unit that the roster mentions, and does not stand in it."""
        mentioned = {place.ref for place in self.place.values()}
        for known in self.world.people:
            if known.id not in taken and f"u{known.unit}" in mentioned:
                yield known.id, known.name, self.places.known[known.unit].name


class _Register:
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
        here = [one for one in fitting if f"u{one.unit}" == place.ref]
        born = [one for one in fitting if one.birth and one.birth == row.birth]
        for several in ([one for one in here if one in born], born, here):
            if len(several) == 1:
                return several[0]
            if several:
                self.other = several[0].name
                return Kind.TWO_PERSONS_ONE_NAME
        return None

    def _family(self, one: KnownPerson) -> int | None:
        unit = self.places.known.get(one.unit)
        return unit.enterprise if unit else None


def _all(row: PersonRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in PersonRow.__slots__ if name != "row")


def _one_person(first: PersonRow, later: PersonRow) -> Kind:
    return Kind.ROW_TWICE if same(first.name) == same(later.name) else Kind.ONE_PERSON_TWO_NAMES


def _told_apart(first: PersonRow, later: PersonRow) -> bool:
    """Whether something says that these are two: other numbers, other identity numbers."""
    return any(
        getattr(first, name) and getattr(later, name) and getattr(first, name) != getattr(later, name)
        for name in ("number", "id_number")
    )


def _alike(first: PersonRow, later: PersonRow) -> Kind | None:
    """One person under two names: born on the same day, in the same unit, and written so that one could be the other."""
    if same(first.name) == same(later.name) or _told_apart(first, later):
        return None
    pairs = [one == other for one, other in zip(first.name, later.name, strict=False)]
    one_letter = len(first.name) == len(later.name) and pairs.count(False) == 1
    same_start = first.employed is not None and first.employed == later.employed
    close = one_letter and (len(pairs) > 2 or (same_start and pairs[0]))
    return Kind.ONE_PERSON_TWO_NAMES if close or _sound(first.name) == _sound(later.name) else None


def _sound(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # its dictionaries take a third of a second

    return tuple(lazy_pinyin(name))


def _not_told_apart(first: PersonRow, later: PersonRow) -> Kind | None:
    """Two persons under one name: in the same unit, with neither number nor day of birth that tells them apart."""
    apart = _told_apart(first, later) or (first.birth and later.birth and first.birth != later.birth)
    return None if apart else Kind.TWO_PERSONS_ONE_NAME


def _entry(row: PersonRow, place: Place, id_: int, changes: tuple[Change, ...] = ()) -> Entry:
    return Entry(
        row=row.row,
        id=id_,
        name=row.name,
        unit=place.ref,
        unit_name=place.name,
        number=row.number,
        birth=day_text(row.birth),
        employed=day_text(row.employed),
        party=row.party,
        since=day_text(row.since),
        league=row.league,
        league_since=day_text(row.league_since),
        phone=row.phone,
        id_number=row.id_number,
        post=row.post,
        changes=changes,
    )
