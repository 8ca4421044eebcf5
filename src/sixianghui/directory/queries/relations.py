"""What someone is to Party and League and where that is kept, all of it: who may record what, and what can be taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sixianghui.access.public import Person as Asker
from sixianghui.access.public import may
from sixianghui.directory import rules
from sixianghui.directory.actions import Action
from sixianghui.directory.models import Affiliation, Line, Person, Standing, Status, Unit

#: Either is a spell: of a relation with a unit, or of a status.
Spell = Affiliation | Standing


@dataclass(frozen=True)
class Relations:
    """Every relation and status of one person, those that are over too."""

    affiliations: list[Affiliation]
    standings: list[Standing]

    def home(self, line: str) -> Affiliation | None:
        """Where the relation of a line is kept now."""
        return next((one for one in self.affiliations if one.line == line and one.until is None), None)

    def status(self, line: str) -> Standing | None:
        """What they are on a line now."""
        return next((one for one in self.standings if one.line == line and one.until is None), None)

    @property
    def homes(self) -> list[Affiliation]:
        """Every relation that stands."""
        return [one for one in self.affiliations if one.until is None]

    def begins_in(self, line: str) -> Unit | None:
        """Where a line's first relation begins: in the one unit of theirs that keeps such. None where nobody can tell."""
        units = {one.unit_id: one.unit for one in self.homes if line in rules.LINES_KEPT_BY[one.unit.kind]}
        return next(iter(units.values())) if len(units) == 1 else None

    def ended_on(self, line: str) -> dt.date | None:
        """The day on which the last relation of a line ended; None where none has."""
        return max((one.until for one in self.affiliations if one.line == line and one.until), default=None)

    def status_ended_on(self, line: str) -> dt.date | None:
        """The day on which the last status of a line ended; None where none has."""
        return max((one.until for one in self.standings if one.line == line and one.until), default=None)

    @property
    def awaits_party_status(self) -> bool:
        """Whether the Party's relation is kept somewhere and no status of that line is recorded yet."""
        return self.home(Line.PARTY) is not None and self.status(Line.PARTY) is None

    def entry(self) -> tuple[Affiliation, Standing] | None:
        """The relation and the status with which they were entered, while nothing else was ever recorded; None afterwards."""
        if len(self.affiliations) != 1 or len(self.standings) != 1:
            return None
        kept, standing = self.affiliations[0], self.standings[0]
        same = kept.line == standing.line and kept.until is None and standing.until is None
        return (kept, standing) if same else None

    def is_elsewhere(self, line: str) -> bool:
        """Whether they are on the roster without this line too: with a relation and a status on another."""
        others = [other for other in Line if other != line]
        return any(self.home(other) and self.status(other) for other in others)

    def before(self, row: Spell) -> Spell | None:
        """What went over into this: the spell of its line that ended on the day on which it began."""
        if self._was_left(row.line, row.since):
            return None
        rows = [one for one in self._like(row) if one.line == row.line and one.pk != row.pk]
        earlier = [one for one in rows if one.until == row.since]
        return max(earlier, key=lambda one: (one.since, one.pk), default=None)

    def begun_with(self, standing: Standing) -> Affiliation | None:
        """The relation that recording this first status of a line began; None where one was there, or was recorded apart.

        By itself a status begins a relation only in a unit that keeps another of theirs.
        """
        home = self.home(standing.line)
        if home is None or home.since != standing.since or self.before(standing) or self.before(home):
            return None
        others = [one for one in self.homes if one.pk != home.pk]
        return home if any(one.unit_id == home.unit_id for one in others) else None

    def _was_left(self, line: str, day: dt.date) -> bool:
        """Whether what they were on a line ended that day, and they became nothing else there.

        Who is the same again from that day joined anew: a status goes over into another, never into itself.
        """
        rows = [one for one in self.standings if one.line == line]
        ended = {one.status for one in rows if one.until == day}
        return bool(ended) and not any(one.holds_on(day) and one.status not in ended for one in rows)

    def again(self, row: Spell) -> Spell | None:
        """The same row as it is here; None where it is gone."""
        return next((one for one in self._like(row) if one.pk == row.pk), None)

    def _like(self, row: Spell) -> list[Spell]:
        return [*(self.standings if isinstance(row, Standing) else self.affiliations)]

    def may_go(self, row: Spell) -> bool:
        """Whether a row can be taken back: it stands, and without it they are still on the roster, with a status."""
        if row.until is not None:
            return False
        if self.before(row) is not None:
            return True
        bears = isinstance(row, Affiliation) and self.status(row.line) is not None
        return self.is_elsewhere(row.line) and not bears

    def kept_by(self, row: Spell) -> list[Unit]:
        """The units that a row is about: whoever takes it back may change the people of each."""
        if isinstance(row, Standing):
            home = self.home(row.line)
            return [home.unit] if home is not None else []
        before = self.before(row)
        return [row.unit, *([before.unit] if isinstance(before, Affiliation) else [])]

    def league_left(self) -> list[Spell]:
        """What ended when they left the League alone, the relation first; empty where they did not, or are in it again.

        Of each the last alone: who came back and left again on that day has another that ended then.
        """
        if self.home(Line.LEAGUE) is not None or self.status(Line.LEAGUE) is not None:
            return []
        day = self.ended_on(Line.LEAGUE)
        if day is None or not self._was_left(Line.LEAGUE, day):
            return []
        kinds: tuple[list[Affiliation] | list[Standing], ...] = (self.affiliations, self.standings)
        ended = ([one for one in rows if one.line == Line.LEAGUE and one.until == day] for rows in kinds)
        return [max(rows, key=lambda one: (one.since, one.pk)) for rows in ended]

    def open_again(self, day: dt.date) -> list[Affiliation]:
        """What ended when they left that day: of each line what began last, unless that line was left by itself."""
        found: dict[str, Affiliation] = {}
        for one in sorted(self.affiliations, key=lambda one: (one.since, one.pk)):
            left_by_itself = self.status(one.line) is None and self._was_left(one.line, day)
            if one.until == day and self.home(one.line) is None and not left_by_itself:
                found[one.line] = one
        return list(found.values())


def relations_of(person: Person) -> Relations:
    """All of somebody's. Two queries."""
    return Relations(list(person.affiliations.select_related("unit")), list(person.standings.all()))


def lines_to_record(asker: Asker, known: Relations) -> list[Line]:
    """The lines of which `asker` may say something new: kept where they may change people, or not begun."""
    homes = {line: known.home(line) for line in Line}
    return [line for line, home in homes.items() if home is None or may(asker, Action.EDIT_PERSON, home.unit)]


def statuses_to_record(asker: Asker, known: Relations) -> list[Status]:
    """What `asker` may record as new of somebody: of those lines, and not what they are already."""
    lines = lines_to_record(asker, known)
    now = {one.status for one in known.standings if one.until is None}
    return [one for one in Status if rules.LINE_OF_STATUS[one] in lines and one not in now]


def may_let_go(asker: Asker, person: Person, known: Relations) -> bool:
    """Whether `asker` may end every relation that stands."""
    return _may_change(asker, person, [one.unit for one in known.homes])


def may_leave_league(asker: Asker, known: Relations) -> bool:
    """Whether `asker` may end the League's relation of somebody who stays on the roster without it."""
    home = known.home(Line.LEAGUE)
    return home is not None and known.is_elsewhere(Line.LEAGUE) and may(asker, Action.EDIT_PERSON, home.unit)


def may_take_back(asker: Asker, person: Person, known: Relations, row: Spell) -> bool:
    """Whether `asker` may take back a row that was recorded wrongly."""
    return known.may_go(row) and _may_change(asker, person, known.kept_by(row))


def may_correct_entry(asker: Asker, person: Person, known: Relations) -> bool:
    """Whether `asker` may put right what somebody was entered with."""
    entry = known.entry()
    return entry is not None and person.left_on is None and _may_change(asker, person, [entry[0].unit])


def may_take_back_league(asker: Asker, person: Person, known: Relations) -> bool:
    """Whether `asker` may say that somebody has not left the League after all."""
    ended = known.league_left() if person.left_on is None else []
    return bool(ended) and _may_change(
        asker, person, [one.unit for one in ended if isinstance(one, Affiliation)]
    )


def may_take_back_leaving(asker: Asker, person: Person, known: Relations) -> bool:
    """Whether `asker` may say that somebody has not left after all."""
    if person.left_on is None:
        return False
    units = [one.unit for one in (*known.homes, *known.open_again(person.left_on))]
    return bool(units) and _may_change(asker, person, units)


def _may_change(asker: Asker, person: Person, units: list[Unit]) -> bool:
    return may(asker, Action.EDIT_PERSON, person) and all(
        may(asker, Action.EDIT_PERSON, unit) for unit in units
    )
