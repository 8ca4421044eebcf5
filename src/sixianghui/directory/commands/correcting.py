"""What somebody was entered with, put right while nothing stands on it: as if it had been entered so (decision 0056)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.directory import queries, rules
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.people import announce, fits, has_not_left, hold, sound_dates, touched
from sixianghui.directory.commands.rolls import count_again
from sixianghui.directory.commands.units import hold_open
from sixianghui.directory.models import Line, Person, Status, Unit


def correct_entry(person: Person, *, unit: Unit, status: Status, since: dt.date, by: Account) -> Person:
    """Put right the unit, the status and its day with which somebody was entered. The same writes nothing.

    The relation begins on the new day too where both began on one. Raises `Conflict` once something else was recorded.
    """
    require(by, Action.EDIT_PERSON, person)
    require(by, Action.EDIT_PERSON, unit)
    line = Line(rules.LINE_OF_STATUS[status])
    fits(unit, line)
    with transaction.atomic():
        hold(person)
        has_not_left(person)
        entry = queries.relations_of(person).entry()
        if entry is None:
            raise Conflict(_("在这以后又记了新的。请收回最新的一条，或者“记一次变化”“转关系”。"))
        kept, standing = entry
        require(by, Action.EDIT_PERSON, kept.unit)
        sound_dates(person.birth_on, person.employed_on, since, status)
        began = since if kept.since == standing.since else kept.since
        if (kept.unit_id, standing.status, standing.since) == (unit.pk, status, since):
            return person
        units = {kept.unit_id, unit.pk}
        hold_open(unit, others=units)
        # What was said before, and what is now: no row has the first any more.
        detail = {
            "status": [str(standing.status), str(status)],
            "since": [str(standing.since), str(since)],
            "unit": [kept.unit_id, unit.pk],
        }
        kept.unit, kept.line, kept.since = unit, line, began
        kept.save(update_fields=["unit", "line", "since"])
        standing.line, standing.status, standing.since = line, status, since
        standing.save(update_fields=["line", "status", "since"])
        count_again(units)
        touched(person, left=units)
        audit.record("person:correct-entry", actor=by, thing=person, detail=detail)
        announce(person)
    return person
