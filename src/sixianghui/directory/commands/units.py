"""Writes about units: entering them, the lines between them, terms of office."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory import rules, search
from sixianghui.directory.actions import Action
from sixianghui.directory.models import Enterprise, Guidance, Term, Unit, UnitKind
from sixianghui.ui import public as ui

#: Cache tag of the whole tree, of whatever names a unit, and of what only its own page shows.
TAG = "units"
#: The committee's name stands on every page.
PUBLISHER = "publisher"


def tags_around(unit: Unit) -> set[str]:
    """Cache tags of what shows a unit, or shows where it stands: the tree, those above and those beside it."""
    above = unit.ancestors().values_list("pk", flat=True)
    beside = Unit.objects.filter(enterprise=unit.enterprise_id, parent=unit.parent_id).values_list(
        "pk", flat=True
    )
    pages = {*above, *(beside if unit.enterprise_id else ())}
    return {TAG, f"unit:{unit.pk}", *(f"unit-page:{pk}" for pk in pages)}


def found_committee(
    *, name: str, short_name: str, slug: str, summary: str = "", by: Account | None = None
) -> Unit:
    """Register the industry committee: the first unit, so nobody's permission can be asked; there is only one."""
    if Unit.objects.filter(kind=UnitKind.INDUSTRY_COMMITTEE).exists():
        raise Conflict(_("行业党委已经登记过了。"))
    with transaction.atomic():
        unit = Unit(
            kind=UnitKind.INDUSTRY_COMMITTEE, name=name, short_name=short_name, slug=slug, summary=summary
        )
        unit.save()
        audit.record("unit:register", actor=by, thing=unit)
        ui.purge(PUBLISHER, TAG, f"unit:{unit.pk}")
    return unit


def register_enterprise(*, name: str, short_name: str, is_sample: bool = False, by: Account) -> Enterprise:
    """Enter a member enterprise. The name is unique."""
    require(by, Action.GUIDE)
    try:
        with transaction.atomic():
            enterprise = Enterprise.objects.create(name=name, short_name=short_name, is_sample=is_sample)
            audit.record("enterprise:register", actor=by, thing=enterprise)
    except IntegrityError as error:
        raise Conflict(_("“%(name)s”已经登记过了。") % {"name": name}) from error
    return enterprise


def register_unit(
    *,
    kind: UnitKind,
    name: str,
    short_name: str,
    slug: str,
    by: Account,
    superior: Unit | None = None,
    enterprise: Enterprise | None = None,
    summary: str = "",
    founded_on: dt.date | None = None,
) -> Unit:
    """Enter a unit, below `superior` if it has one. What is below an invented enterprise is marked as sample."""
    require(by, Action.EDIT_UNIT, superior)
    if superior is not None and not rules.may_stand_below(superior.kind, kind):
        raise Conflict(
            _("%(kind)s不能直接隶属于%(superior)s。")
            % {"kind": UnitKind(kind).label, "superior": UnitKind(superior.kind).label}
        )
    try:
        with transaction.atomic():
            unit = Unit(
                kind=kind,
                name=name,
                short_name=short_name,
                slug=slug,
                parent=superior,
                enterprise=enterprise,
                summary=summary,
                founded_on=founded_on,
                is_sample=bool(enterprise and enterprise.is_sample),
            )
            unit.full_clean()
            unit.save()
            audit.record("unit:register", actor=by, thing=unit)
            ui.purge(*tags_around(unit))
    except (IntegrityError, ValidationError) as error:
        raise Conflict(_("“%(name)s”没有登记成：名称或网址与已有的组织重复。") % {"name": name}) from error
    return unit


def guide(committee: Unit, unit: Unit, *, by: Account, at: dt.datetime | None = None) -> Guidance:
    """Take a unit under industry guidance. Guidance carries no approval power."""
    require(by, Action.GUIDE, committee)
    if committee.kind != UnitKind.INDUSTRY_COMMITTEE or not rules.may_be_guided(unit.kind):
        raise Conflict(_("行业指导只能由行业党委指向企业或企业的党组织。"))
    try:
        with transaction.atomic():
            line = Guidance.objects.create(committee=committee, unit=unit, actor=by, at=at or time.now())
            audit.record("guidance:begin", actor=by, thing=line)
            ui.purge(TAG, "figures", f"unit-page:{unit.pk}")
    except IntegrityError as error:
        raise Conflict(_("“%(name)s”已经在行业指导之下。") % {"name": unit.name}) from error
    return line


def begin_term(unit: Unit, *, began_on: dt.date, by: Account) -> Term:
    """Record that a new leadership took office; the day the next one is due follows from the rule."""
    require(by, Action.EDIT_UNIT, unit)
    ends = rules.term_end(unit.kind, began_on)
    if ends is None:
        raise Conflict(_("这一类组织没有任期。"))
    try:
        with transaction.atomic():
            term = Term.objects.create(
                unit=unit,
                began_on=began_on,
                ends_on=ends,
                years=rules.TERM_YEARS[unit.kind],
                rule=rules.TERM_RULE,
            )
            audit.record("term:begin", actor=by, thing=term)
            ui.purge(f"unit-page:{unit.pk}")
    except IntegrityError as error:
        raise Conflict(_("这一届已经登记过了。")) from error
    return term


def unit_changed(unit: Unit) -> None:
    """A unit was entered or changed, by whatever path: readers find it as it is now."""
    with transaction.atomic():
        if unit.closed_on is not None and unit.closed_on <= time.today():
            search.hide([unit.pk])
        else:
            search.show(unit)


def unit_gone(number: int) -> None:
    """A unit was deleted, by whatever path: readers find it no more."""
    with transaction.atomic():
        search.hide([number])


def hide_closed_units() -> None:
    """Units close on a day, without anybody writing anything: readers find them no more."""
    with transaction.atomic():
        search.hide_closed()
