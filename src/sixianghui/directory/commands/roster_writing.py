"""What an import writes: units, then people, in large portions. Asks no permission and opens no transaction: its caller did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.directory.commands.rolls import count_again
from sixianghui.directory.commands.units import TAG, free_slug, tags_around
from sixianghui.directory.models import (
    Affiliation,
    Line,
    Person,
    PersonNumbers,
    Standing,
    Status,
    Unit,
    UnitKind,
)
from sixianghui.directory.names import readings
from sixianghui.directory.roster.plan import Entry, NewUnit, Plan, day_of
from sixianghui.directory.signals import appointment_changed
from sixianghui.ui import public as ui
from sixianghui.vault.public import blind_index

_PORTION = 500

Tell = Callable[[int, int], None]


def write_plan(plan: Plan, *, by: Account, tell: Tell) -> None:
    """Write all of a plan. `tell(done, total)` hears of every portion."""
    total = len(plan.new_people) + len(plan.changed_people)
    units = _Units()
    for new in plan.new_units:
        units.register(new)
    for renamed in plan.renamed_units:
        unit = Unit.objects.get(pk=renamed.id)
        unit.short_name = renamed.after
        unit.save(update_fields=["short_name"])
    if plan.renamed_units:
        ui.purge(TAG, *(f"unit:{one.id}" for one in plan.renamed_units))
    done = 0
    for portion in _portions(plan.new_people):
        _enter(portion, units)
        tell(done := done + len(portion), total)
    for portion in _portions(plan.changed_people):
        _Changes(portion, units).write()
        tell(done := done + len(portion), total)
    count_again(units.touched)
    units.record(by)


class _Units:
    """Units by the references of a plan."""

    def __init__(self) -> None:
        self._made: dict[str, Unit] = {}
        self._new: list[Unit] = []
        self.touched: set[int] = set()

    def __getitem__(self, ref: str) -> Unit:
        if ref not in self._made:
            self._made[ref] = Unit.objects.get(pk=int(ref.removeprefix("u")))
        return self._made[ref]

    def register(self, new: NewUnit) -> None:
        """Enter a unit below its superior; enterprise and sample mark are the superior's."""
        superior = self[new.superior]
        unit = Unit(
            kind=UnitKind(new.kind),
            name=new.name,
            short_name=new.short,
            slug=free_slug(new.short),
            parent=superior,
            enterprise_id=superior.enterprise_id,
            is_sample=superior.is_sample,
        )
        unit.save()
        ui.purge(*tags_around(unit))
        self._made[f"r{new.row}"] = unit
        self._new.append(unit)

    def record(self, by: Account) -> None:
        """Tell the chain of the new units: at the end, for nobody else gets at it until the import is done."""
        for unit in self._new:
            audit.record("unit:register", actor=by, thing=unit)


def _portions(entries: list[Entry]) -> Iterator[list[Entry]]:
    for start in range(0, len(entries), _PORTION):
        yield entries[start : start + _PORTION]


def _lines(entry: Entry) -> Iterator[tuple[Line, str, Status, dt.date | None]]:
    """(line, reference of the unit, status, since) of each relation that an entry says there is."""
    if entry.party:
        yield Line.PARTY, entry.unit, Status(entry.party), day_of(entry.since)
    if entry.league:
        yield Line.LEAGUE, entry.league_unit, Status.LEAGUE_MEMBER, day_of(entry.league_since)


def _enter(entries: list[Entry], units: _Units) -> None:
    """Enter people who are not registered yet."""
    people = []
    for entry in entries:
        pinyin, initials = readings(entry.name)
        people.append(
            Person(
                name=entry.name,
                pinyin=pinyin,
                initials=initials,
                number=entry.number,
                birth_on=day_of(entry.birth),
                employed_on=day_of(entry.employed),
                is_sample=units[entry.unit or entry.league_unit].is_sample,
            )
        )
    Person.objects.bulk_create(people)
    affiliations, standings, numbers = [], [], []
    for entry, person in zip(entries, people, strict=True):
        for line, unit, status, since in _lines(entry):
            began = since or time.today()
            units.touched.add(units[unit].pk)
            affiliations.append(Affiliation(person=person, unit=units[unit], line=line, since=began))
            standings.append(Standing(person=person, line=line, status=status, since=began))
        if entry.phone or entry.id_number:
            numbers.append(_numbered(PersonNumbers(person=person), entry))
    Affiliation.objects.bulk_create(affiliations)
    Standing.objects.bulk_create(standings)
    PersonNumbers.objects.bulk_create(numbers)


def _numbered(row: PersonNumbers, entry: Entry) -> PersonNumbers:
    """Put the private numbers of an entry into a row, with their blind indexes; a blank one changes nothing."""
    if entry.phone:
        row.phone, row.phone_index = entry.phone, blind_index("phone", entry.phone)
    if entry.id_number:
        row.id_number, row.id_number_index = entry.id_number, blind_index("id_number", entry.id_number)
    return row


class _Changes:
    """What a portion of changed people needs: rows to be updated first, then rows to be added."""

    def __init__(self, entries: list[Entry], units: _Units) -> None:
        self.units, self.today = units, time.today()
        ids = [entry.id for entry in entries]
        self.people = Person.objects.select_related("account").in_bulk(ids)
        self.affiliations = {
            (row.person_id, row.line): row
            for row in Affiliation.objects.filter(person__in=ids, until__isnull=True)
        }
        units.touched.update(row.unit_id for row in self.affiliations.values())
        self.standings: dict[tuple[int, str], list[Standing]] = {}
        for row in Standing.objects.filter(person__in=ids).order_by("since", "pk"):
            self.standings.setdefault((row.person_id, row.line), []).append(row)
        self.ended: list[Affiliation | Standing] = []
        self.begun: list[Affiliation | Standing] = []
        self.moved: set[int] = set()
        for entry in entries:
            self._change(entry)

    def write(self) -> None:
        """Write the portion: what ends first, since of each kind only one may stand."""
        now = time.now()
        for person in self.people.values():
            person.changed_at = now
        Person.objects.bulk_update(
            self.people.values(),
            ["name", "pinyin", "initials", "number", "birth_on", "employed_on", "changed_at"],
            batch_size=100,
        )
        ended = [row for row in self.ended if isinstance(row, Affiliation)]
        Affiliation.objects.bulk_update(ended, ["unit", "until"], batch_size=100)
        changed = [row for row in self.ended if isinstance(row, Standing)]
        Standing.objects.bulk_update(changed, ["since", "until"], batch_size=100)
        Affiliation.objects.bulk_create(row for row in self.begun if isinstance(row, Affiliation))
        Standing.objects.bulk_create(row for row in self.begun if isinstance(row, Standing))
        for number in self.moved:
            account = self.people[number].account
            if account is not None:
                appointment_changed.send(sender=Person, account=account)

    def _change(self, entry: Entry) -> None:
        person = self.people[entry.id]
        self._correct(person, entry)
        for line, unit, status, since in _lines(entry):
            self._stand(person, line, status, since)
            self._belong(person, line, unit, since)
        if entry.league is False:
            self._leave_league(person)
        if entry.phone or entry.id_number:
            row = PersonNumbers.objects.filter(person=person).first() or PersonNumbers(person=person)
            _numbered(row, entry).save()

    def _correct(self, person: Person, entry: Entry) -> None:
        if entry.name != person.name:
            person.name = entry.name
            person.pinyin, person.initials = readings(entry.name)
            if person.account is not None:
                person.account.name = entry.name
                person.account.save(update_fields=["name"])
        person.number = entry.number or person.number
        person.birth_on = day_of(entry.birth) or person.birth_on
        person.employed_on = day_of(entry.employed) or person.employed_on

    def _stand(self, person: Person, line: Line, status: Status, since: dt.date | None) -> None:
        """A new status ends the one before; the same one with another day is a correction, of the one before it too."""
        history = self.standings.get((person.pk, line), [])
        now = next((row for row in history if row.until is None), None)
        if now is not None and now.status == status:
            if since and since != now.since:
                before = next((row for row in history if row.until == now.since), None)
                if before is not None:
                    before.until = since
                    self.ended.append(before)
                now.since = since
                self.ended.append(now)
            return
        began = since or self.today
        if now is not None:
            now.until = began
            self.ended.append(now)
        self.begun.append(Standing(person=person, line=line, status=status, since=began))

    def _belong(self, person: Person, line: Line, ref: str, since: dt.date | None) -> None:
        """A relation kept elsewhere from today on; one that began today is put right."""
        unit = self.units[ref]
        now = self.affiliations.get((person.pk, line))
        if now is not None and now.unit_id == unit.pk:
            return
        self.moved.add(person.pk)
        self.units.touched.add(unit.pk)
        if now is not None and now.since >= self.today:
            now.unit = unit
            self.ended.append(now)
            return
        if now is not None:
            now.until = self.today
            self.ended.append(now)
        began = self.today if now is not None else since or self.today
        self.begun.append(Affiliation(person=person, unit=unit, line=line, since=began))

    def _leave_league(self, person: Person) -> None:
        standings = self.standings.get((person.pk, Line.LEAGUE), [])
        for row in (*standings, self.affiliations.get((person.pk, Line.LEAGUE))):
            if row is not None and row.until is None:
                row.until = max(row.since, self.today)
                self.ended.append(row)
                self.moved.add(person.pk)
