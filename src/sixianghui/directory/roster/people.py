"""The rows of people judged: against each other, and against who is registered already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from enum import StrEnum

from sixianghui.directory import rules
from sixianghui.directory.roster import columns
from sixianghui.directory.roster.faults import Fault, Kind, blocking
from sixianghui.directory.roster.matching import Register, differences
from sixianghui.directory.roster.places import Place, Places
from sixianghui.directory.roster.plan import Change, Entry, Plan, day_text
from sixianghui.directory.roster.reading import PersonRow, Reading
from sixianghui.directory.roster.world import KnownPerson, World, same


class Line(StrEnum):
    """The relations that a unit may keep, as `rules.LINES_KEPT_BY` names them."""

    PARTY = "party"
    LEAGUE = "league"


#: Of which relation a column speaks; "unit" is of whichever stands first in a row.
_LINES = {
    "status": Line.PARTY,
    "since": Line.PARTY,
    "league": Line.LEAGUE,
    "league_since": Line.LEAGUE,
    "league_unit": Line.LEAGUE,
}


def judge_people(reading: Reading, world: World, places: Places, faults: list[Fault], plan: Plan) -> None:
    """Judge the sheet of people and put what it would do into the plan."""
    if columns.PEOPLE not in reading.tables:
        return
    judge = _Judge(reading, world, places, faults)
    judge.find_units()
    judge.compare_rows()
    judge.fill(plan)


class _Judge:
    """`place`, `league_place`: the units of each row that has them; `told`: rows of which enough is said already;
    `uncertain`: rows that could not be read whole, so that what they seem to share with others may be a gap.
    """

    def __init__(self, reading: Reading, world: World, places: Places, faults: list[Fault]) -> None:
        self.reading, self.world, self.places, self.faults = reading, world, places, faults
        self.place: dict[int, Place] = {}
        self.league_place: dict[int, Place] = {}
        self.family: dict[int, int | None] = {}
        self.told: set[int] = set()
        name = reading.tables[columns.PEOPLE].name
        self.uncertain = {one.row for one in blocking(faults) if one.sheet == name}

    def say(self, kind: Kind, row: PersonRow, column: str, **more: str | int) -> None:
        """Tell a fault of a row; one that repeats another row is told once."""
        self.faults.append(self.reading.at(kind, columns.PEOPLE, row.row, column, **more))
        self.told.add(row.row)

    def find_units(self) -> None:
        """Say which units each row names, and whether they keep that relation."""
        for row in self.reading.people:
            place = self._unit(row, "unit")
            if place is None:
                continue
            self.place[row.row] = place
            self.family[row.row] = self.places.family(place.ref)
            if row.party and Line.PARTY not in self._keeps(place):
                self.say(Kind.UNIT_LINE, row, "unit", unit_kind=place.kind, line=Line.PARTY)
            if row.league:
                own = self._unit(row, "league_unit") if row.league_unit else place
                if own is not None and Line.LEAGUE not in self._keeps(own):
                    column = "league_unit" if row.league_unit else "unit"
                    self.say(Kind.UNIT_LINE, row, column, unit_kind=own.kind, line=Line.LEAGUE)
                elif own is not None:
                    self.league_place[row.row] = own

    def _unit(self, row: PersonRow, column: str) -> Place | None:
        name = getattr(row, column)
        found = self.places.find(name) if name else []
        if name and not found:
            self.say(Kind.UNKNOWN_UNIT, row, column, near=self.places.near(name))
        elif len(found) > 1:
            self.say(Kind.AMBIGUOUS_UNIT, row, column)
        return found[0] if len(found) == 1 else None

    def _keeps(self, place: Place) -> frozenset[str]:
        """The relations that a unit keeps; one whose own row is at fault is believed to keep both."""
        return rules.LINES_KEPT_BY.get(place.kind, frozenset(Line))

    def compare_rows(self) -> None:
        """Find rows that say the same, one person under two names, and two persons whom nothing tells apart."""
        self._compare(lambda row: _all(row) if row.name else None, "name", lambda a, b: Kind.ROW_TWICE)
        self._compare(lambda row: row.id_number or None, "id_number", _one_person)
        self._compare(lambda row: row.phone or None, "phone", _one_person)
        self._compare(self._numbered, "number", _one_person)
        self._compare(self._same_evidence, "name", _alike)
        self._compare(self._same_name, "name", _not_told_apart)

    def _compare(
        self,
        key: Callable[[PersonRow], object],
        column: str,
        verdict: Callable[[PersonRow, PersonRow], Kind | None],
    ) -> None:
        """Put rows with the same key beside each other; the later one is told where the verdict is a kind."""
        groups: dict[object, list[PersonRow]] = defaultdict(list)
        for row in self.reading.people:
            if row.row in self.told or (of := key(row)) is None:
                continue
            for first in groups[of]:
                kind = verdict(first, row)
                if kind:
                    by = {} if column == "name" else {"by": column}
                    self.say(kind, row, column, first=first.row, name=first.name, **by)
                    break
            else:
                groups[of].append(row)

    def _numbered(self, row: PersonRow) -> object:
        return (self.family.get(row.row), row.number) if row.number and row.name else None

    def _same_evidence(self, row: PersonRow) -> object:
        place = None if row.row in self.uncertain else self.place.get(row.row)
        return (place.ref, row.birth) if place and row.birth and row.name else None

    def _same_name(self, row: PersonRow) -> object:
        place = None if row.row in self.uncertain else self.place.get(row.row)
        return (place.ref, same(row.name)) if place and row.name else None

    def fill(self, plan: Plan) -> None:
        """Match the rows without a fault with who is registered, and say what would be written."""
        name = self.reading.tables[columns.PEOPLE].name
        register = Register(self.world, self.places)
        taken: dict[int, PersonRow] = {}
        for row in self.reading.people:
            place = self.place.get(row.row)
            if row.row in self.told or row.row in self.uncertain or place is None or not row.name:
                continue
            known = register.find(row, place, self.family.get(row.row))
            if isinstance(known, Kind):
                self.say(
                    known, row, "number" if known is Kind.ANOTHER_PERSON else "name", name=register.other
                )
            elif known is not None and known.id in taken:
                first = taken[known.id]
                self.say(_one_person(first, row), row, "name", first=first.row, name=first.name)
            elif self._within_reach(row, place, known):
                if known is None:
                    plan.new_people.append(self._entry(row, 0))
                else:
                    taken[known.id] = row
                    self._known(row, known, plan)
        blocked = {one.row for one in blocking(self.faults) if one.sheet == name}
        plan.new_people = [one for one in plan.new_people if one.row not in blocked]
        plan.changed_people = [one for one in plan.changed_people if one.row not in blocked]
        plan.unchanged_people = [one for one in plan.unchanged_people if one.row not in blocked]
        plan.absent = list(self._absent(taken))

    def _within_reach(self, row: PersonRow, place: Place, known: KnownPerson | None) -> bool:
        """Whether the units of a row may be written; one out of reach may be named where it is registered so already."""
        here = known.unit if known and row.party else known.league_unit if known else 0
        if not place.reached and place.ref != f"u{here}":
            self.say(Kind.OUT_OF_REACH, row, "unit")
            return False
        own = self.league_place.get(row.row)
        if own is not None and not own.reached and own.ref != f"u{known.league_unit if known else 0}":
            self.say(Kind.OUT_OF_REACH, row, "league_unit" if row.league_unit else "unit")
            return False
        return True

    def _known(self, row: PersonRow, known: KnownPerson, plan: Plan) -> None:
        """Compare a row with who is registered: a step back is refused, so is a status from before the last one, and so is
        what another unit records of them.
        """
        if known.party and columns.STEPS.index(known.party) > (
            columns.STEPS.index(row.party) if row.party else -1
        ):
            self.say(Kind.STEP_BACK, row, "status", known=columns.PARTY[known.party][0])
            return
        for day, column, earlier in (
            (row.since, "since", known.since if row.party != known.party else known.earlier),
            (row.league_since, "league_since", known.league_earlier),
        ):
            if day and earlier and day <= earlier:
                self.say(Kind.SINCE_EARLIER, row, column, known=earlier.isoformat())
                return
        league = self.league_place.get(row.row)
        changes = tuple(differences(row, known, self.place[row.row], league, self.places, self.world))
        if elsewhere := self._kept_elsewhere(row, known, changes):
            column, keeper = elsewhere
            self.say(Kind.OUT_OF_REACH, row, column, keeper=keeper)
            return
        into = plan.changed_people if changes else plan.unchanged_people
        into.append(self._entry(row, known.id, changes))

    def _kept_elsewhere(
        self, row: PersonRow, known: KnownPerson, changes: tuple[Change, ...]
    ) -> tuple[str, str] | None:
        """Where a row changes a relation or status that a unit out of reach keeps: the column, and that unit's name."""
        for change in changes:
            line = _LINES.get(change.column)
            if change.column == "unit":
                line = Line.PARTY if row.party else Line.LEAGUE
            keeper = self.places.known.get(known.league_unit if line is Line.LEAGUE else known.unit)
            if line is not None and keeper is not None and not keeper.reached:
                return change.column, keeper.name
        return None

    def _absent(self, taken: dict[int, PersonRow]) -> Iterator[tuple[int, str, str]]:
        """Who is registered in a unit that the roster mentions, and does not stand in it."""
        mentioned = {place.ref for place in (*self.place.values(), *self.league_place.values())}
        for known in self.world.people:
            here = known.unit or known.league_unit
            if known.id not in taken and f"u{here}" in mentioned:
                yield known.id, known.name, self.places.known[here].name

    def _entry(self, row: PersonRow, id_: int, changes: tuple[Change, ...] = ()) -> Entry:
        place, own = self.place[row.row], self.league_place.get(row.row)
        return Entry(
            row=row.row,
            id=id_,
            name=row.name,
            unit=place.ref if row.party else "",
            unit_name=place.name,
            league_unit=own.ref if own else "",
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
