"""Writes about terms of office."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory import queries, rules
from sixianghui.directory.actions import Action
from sixianghui.directory.models import Term, Unit
from sixianghui.ui import public as ui


def require_keeping(unit: Unit, by: Account) -> None:
    """Raise `Refused` unless `by` may put right what is registered of a unit."""
    if not queries.keeps(by, unit):
        require(by, Action.EDIT_UNIT, unit)


def begin_term(unit: Unit, *, began_on: dt.date, by: Account) -> Term:
    """Record that a new leadership took office; the day the next one is due follows from the rule."""
    require_keeping(unit, by)
    ends_on = _end_of(unit, began_on)
    try:
        with transaction.atomic():
            term = Term.objects.create(
                unit=unit,
                began_on=began_on,
                ends_on=ends_on,
                years=rules.TERM_YEARS[unit.kind],
                rule=rules.TERM_RULE,
            )
            audit.record("term:begin", actor=by, thing=term)
            ui.purge(f"unit-page:{unit.pk}")
    except IntegrityError as error:
        raise Conflict(_("这一届已经登记过了。")) from error
    return term


def correct_term(term: Term, *, began_on: dt.date, by: Account) -> Term:
    """Put the day right on which a term began, and with it the day on which it ends. The same day writes nothing."""
    require_keeping(term.unit, by)
    ends_on = _end_of(term.unit, began_on)
    if term.began_on == began_on:
        return term
    try:
        with transaction.atomic():
            term.began_on, term.ends_on = began_on, ends_on
            term.save(update_fields=["began_on", "ends_on"])
            audit.record("term:correct", actor=by, thing=term)
            ui.purge(f"unit-page:{term.unit_id}")
    except IntegrityError as error:
        raise Conflict(_("这一届已经登记过了。")) from error
    return term


def _end_of(unit: Unit, began_on: dt.date) -> dt.date:
    """The day on which a term is due; `Conflict` for a day on which none can have begun."""
    if began_on > time.today():
        raise Conflict(_("换届的日子还没有到，到了那天再记。"))
    first = max(rules.FOUNDED["party"], unit.founded_on or rules.FOUNDED["party"])
    if began_on < first:
        raise Conflict(
            _("换届的日子早于%(day)s，那时还没有这个组织，请核对。") % {"day": ui.long_date(first)}
        )
    ends_on = rules.term_end(unit.kind, began_on)
    if ends_on is None:
        raise Conflict(_("这一类组织没有任期。"))
    return ends_on
