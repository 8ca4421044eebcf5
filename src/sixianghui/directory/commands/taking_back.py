"""What was recorded wrongly of somebody, taken back: the newest alone; what was before it goes on as if without it.

The row goes. What it said with its days, and that it was taken back, stands in the audit chain (decision 0056).
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.directory import queries
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.people import announce, has_not_left, hold, touched
from sixianghui.directory.commands.rolls import count_again, units_of
from sixianghui.directory.commands.units import hold_open
from sixianghui.directory.models import Affiliation, Person, Standing
from sixianghui.directory.queries import Relations, Spell


def take_back_status(standing: Standing, *, by: Account) -> Person:
    """The status before stands again. Where there was none, the relation that began with this one goes along."""
    person = standing.person
    require(by, Action.EDIT_PERSON, person)
    with transaction.atomic():
        known = _newest(person, standing, by)
        counted, begun = units_of(person), known.begun_with(standing)
        _undo(known, standing)
        detail: dict[str, object] = {"status": str(standing.status), "since": str(standing.since)}
        if begun is not None:
            detail["unit"] = begun.unit_id
            begun.delete()
        count_again(counted)
        touched(person)
        audit.record("person:take-back-status", actor=by, thing=person, detail=detail)
        announce(person)
    return person


def take_back_move(moved: Affiliation, *, by: Account) -> Person:
    """The relation is kept again where it was before; one that had only begun with this is not kept at all."""
    person = moved.person
    require(by, Action.EDIT_PERSON, person)
    with transaction.atomic():
        known = _newest(person, moved, by)
        before = known.before(moved)
        if isinstance(before, Affiliation):
            hold_open(before.unit, others={moved.unit_id, *units_of(person)}, again=True)
        _undo(known, moved)
        count_again(units_of(person) | {moved.unit_id})
        touched(person, left={moved.unit_id})
        detail = {"unit": moved.unit_id, "line": str(moved.line), "since": str(moved.since)}
        audit.record("person:take-back-move", actor=by, thing=person, detail=detail)
        announce(person)
    return person


def take_back_leaving(person: Person, *, by: Account) -> Person:
    """Somebody has not left after all: the relations that ended by it stand again. Posts do not come back."""
    require(by, Action.EDIT_PERSON, person)
    with transaction.atomic():
        hold(person)
        if person.left_on is None:
            raise Conflict(_("%(name)s没有登记离开，不用收回。") % {"name": person.name})
        known = queries.relations_of(person)
        rows = known.open_again(person.left_on)
        units = {one.unit_id: one.unit for one in (*known.homes, *rows)}
        if not units:
            raise Conflict(_("没有可以接着算的组织关系。人回来了，请登记一个人。"))
        for unit in units.values():
            require(by, Action.EDIT_PERSON, unit)
        for unit in units.values():
            hold_open(unit, others=units, again=True)
        for one in rows:
            one.until = None
            one.save(update_fields=["until"])
        detail = {"left_on": str(person.left_on)}
        person.left_on = None
        count_again(units)
        touched(person, "left_on")
        audit.record("person:take-back-leaving", actor=by, thing=person, detail=detail)
        announce(person)
    return person


def take_back_league(person: Person, *, by: Account) -> Person:
    """Somebody has not left the League after all: its relation and status stand again."""
    require(by, Action.EDIT_PERSON, person)
    with transaction.atomic():
        hold(person)
        has_not_left(person)
        ended = queries.relations_of(person).league_left()
        kept = next((one for one in ended if isinstance(one, Affiliation)), None)
        if kept is None:
            raise Conflict(_("%(name)s没有登记离开团组织，不用收回。") % {"name": person.name})
        require(by, Action.EDIT_PERSON, kept.unit)
        hold_open(kept.unit, others=units_of(person), again=True)
        detail = {"left_on": str(kept.until), "unit": kept.unit_id}
        for one in ended:
            one.until = None
            one.save(update_fields=["until"])
        count_again({kept.unit_id})
        touched(person)
        audit.record("person:take-back-league", actor=by, thing=person, detail=detail)
        announce(person)
    return person


def _newest(person: Person, row: Spell, by: Account) -> Relations:
    """Hold the person, and see that this row is still the newest of its line and may go. Raises `Conflict`, `Refused`."""
    hold(person)
    has_not_left(person)
    known = queries.relations_of(person)
    there = known.again(row)
    if there is None:
        raise Conflict(_("这一条已经收回了。"))
    if there.until is not None:
        raise Conflict(_("在这以后又记了新的，只能收回最新的一条。"))
    for unit in known.kept_by(there):
        require(by, Action.EDIT_PERSON, unit)
    if not known.may_go(there):
        raise Conflict(_("这是最早的一条，收回以后就没有身份或者组织关系了，不能收回。"))
    return known


def _undo(known: Relations, row: Spell) -> Spell | None:
    """Take a row off and open again what was before it: that one, or None where there was none."""
    before = known.before(row)
    type(row).objects.filter(pk=row.pk).delete()
    if before is not None:
        before.until = None
        before.save(update_fields=["until"])
    return before
