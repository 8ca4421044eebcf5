"""The rows of units judged. A roster brings in new units and short names; it moves and remakes no registered one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from sixianghui.directory import rules
from sixianghui.directory.roster import columns
from sixianghui.directory.roster.faults import Fault, Kind, blocking
from sixianghui.directory.roster.places import Place, Places
from sixianghui.directory.roster.plan import NewUnit, Plan, RenamedUnit
from sixianghui.directory.roster.reading import LONGEST, Reading, UnitRow
from sixianghui.directory.roster.world import KnownUnit, World, same


def judge_units(reading: Reading, world: World, faults: list[Fault], plan: Plan) -> Places:
    """Judge the sheet of units, put what it would do into the plan, and say how units are named from now on."""
    places = Places(world.units)
    if columns.UNITS in reading.tables:
        judge = _Judge(reading, places, faults, world.closed)
        judge.all()
        plan.new_units = list(judge.in_building_order())
        plan.renamed_units = judge.renamed
        plan.unchanged_units = judge.unchanged
    return places


class _Judge:
    """`new` and `old`: the rows that name a unit not yet registered, and those that name a registered one."""

    def __init__(
        self,
        reading: Reading,
        places: Places,
        faults: list[Fault],
        closed: frozenset[tuple[int | None, str]],
    ) -> None:
        self.reading, self.places, self.faults, self.closed = reading, places, faults, closed
        self.table = reading.tables[columns.UNITS]
        self.blocked = {one.row for one in blocking(faults) if one.sheet == self.table.name}
        self.new: dict[str, UnitRow] = {}
        self.old: list[tuple[UnitRow, KnownUnit]] = []
        self.renamed: list[RenamedUnit] = []
        self.unchanged = 0

    def all(self) -> None:
        """Sort the rows, draw the lines, then judge."""
        rows = self._without_twins([row for row in self.reading.units if row.name])
        names = {same(row.name) for row in rows}
        for row in rows:
            self._sort(row, names)
        for ref, row in self.new.items():
            self.places.add(Place(ref, row.name, row.short, row.kind, row.superior))
        self._refuse_circles(rows)
        for ref, row in self.new.items():
            if row.row not in self.blocked:
                self._check_new(ref, row)
        for row, unit in self.old:
            if row.row not in self.blocked:
                self._compare(row, unit)

    def in_building_order(self) -> Iterator[NewUnit]:
        """What would be registered, superiors before those below them."""
        below: dict[str, list[str]] = {}
        for ref, row in self.new.items():
            if row.row not in self.blocked:
                below.setdefault(self.places.superior.get(ref, ""), []).append(ref)
        waiting = deque(ref for above, refs in below.items() if above not in self.new for ref in refs)
        while waiting:
            ref = waiting.popleft()
            row = self.new[ref]
            short = row.short or row.name[: LONGEST["short"]]
            yield NewUnit(row.row, row.name, short, row.kind, self.places.superior.get(ref, ""))
            waiting.extend(below.get(ref, ()))

    def _say(self, kind: Kind, row: UnitRow, column: str = "", **more: str | int) -> None:
        self.faults.append(self.reading.at(kind, columns.UNITS, row.row, column, **more))
        self.blocked.add(row.row)

    def _without_twins(self, rows: list[UnitRow]) -> list[UnitRow]:
        first: dict[tuple[str, str], UnitRow] = {}
        for row in rows:
            key = same(row.name), same(row.superior)
            if first.setdefault(key, row) is not row:
                self._say(Kind.UNIT_TWICE, row, "name", first=first[key].row)
        return list(first.values())

    def _sort(self, row: UnitRow, names: set[str]) -> None:
        """Whether a row names a registered unit: one of that name below that superior, or else in that enterprise."""
        found = [
            unit for one in self.places.find(row.name) if (unit := self.places.known.get(int(one.ref[1:])))
        ]
        above = self.places.find(row.superior) if row.superior else []
        if above:
            refs, families = {one.ref for one in above}, {self.places.family(one.ref) for one in above}
            found = [one for one in found if f"u{one.superior}" in refs] or [
                one for one in found if one.enterprise in families
            ]
        elif row.superior and same(row.superior) in names:
            # Its superior is new: the unit is registered already only if it is being put below something new.
            found = [one for one in found if one.reached]
        if len(found) > 1:
            self._say(Kind.AMBIGUOUS_UNIT, row, "name")
        elif found:
            self.old.append((row, found[0]))
        else:
            self.new[f"r{row.row}"] = row

    def _refuse_circles(self, rows: list[UnitRow]) -> None:
        """Draw the line from each row to its superior; a circle is told once, at its first row."""
        of_row = {row.row: ref for ref, row in self.new.items()} | {
            row.row: f"u{unit.id}" for row, unit in self.old
        }
        above = dict(self.places.superior)
        for row in rows:
            found = self.places.find(row.superior) if row.superior else []
            if row.row in of_row and len(found) == 1:
                above[of_row[row.row]] = found[0].ref
                if row.row in self.new_rows:
                    self.places.superior[of_row[row.row]] = found[0].ref
        row_of = {ref: row for row in rows if (ref := of_row.get(row.row))}
        told: set[str] = set()
        for row in rows:
            start = ref = of_row.get(row.row, "")
            round_: list[str] = []
            while ref and ref not in round_ and ref not in told:
                round_.append(ref)
                ref = above.get(ref, "")
            if ref and ref == start and start not in told:
                told.update(round_)
                around = [row_of[one].name for one in round_ if one in row_of]
                self._say(Kind.CIRCULAR_UNIT, row, "superior", around=" → ".join([*around[:6], row.name]))
                self.blocked.update(row_of[one].row for one in round_ if one in row_of)

    @property
    def new_rows(self) -> set[int]:
        """The numbers of the rows of new units."""
        return {row.row for row in self.new.values()}

    def _check_new(self, ref: str, row: UnitRow) -> None:
        above = self.places.find(row.superior) if row.superior else []
        if row.kind and row.kind not in columns.NEW_KINDS:
            self._say(Kind.UNKNOWN_KIND, row, "kind")
        elif not row.superior:
            self._say(
                Kind.NO_SUPERIOR, row, "superior" if "superior" in self.table.mapping.values() else "name"
            )
        elif not above:
            self._say(Kind.UNKNOWN_UNIT, row, "superior", near=self.places.near(row.superior))
        elif len(above) > 1:
            self._say(Kind.AMBIGUOUS_UNIT, row, "superior")
        elif not above[0].reached:
            self._say(Kind.OUT_OF_REACH, row, "superior")
        elif row.kind and above[0].kind and not rules.may_stand_below(above[0].kind, row.kind):
            words = columns.UNIT_KINDS
            self._say(
                Kind.UNIT_ORDER, row, "superior", above=words[above[0].kind][0], below=words[row.kind][0]
            )
        elif (self.places.family(ref), row.name) in self.closed:
            self._say(Kind.CLOSED_UNIT, row, "name")

    def _compare(self, row: UnitRow, unit: KnownUnit) -> None:
        superior = self.places.known.get(unit.superior) if unit.superior else None
        refs = {one.ref for one in self.places.find(row.superior)} if row.superior else {f"u{unit.superior}"}
        if not unit.reached:
            self._say(Kind.OUT_OF_REACH, row, "name")
        elif row.kind and row.kind != unit.kind:
            self._say(Kind.KIND_CHANGES, row, "kind", known=columns.UNIT_KINDS[unit.kind][0])
        elif f"u{unit.superior}" not in refs:
            self._say(Kind.KIND_CHANGES, row, "superior", known=superior.name if superior else "")
        elif row.short and row.short != unit.short:
            self.renamed.append(RenamedUnit(row.row, unit.id, unit.name, unit.short, row.short))
        else:
            self.unchanged += 1
