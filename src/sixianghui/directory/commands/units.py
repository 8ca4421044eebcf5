"""Writes about units: entering them, and the lines between them. Their changes and end stand in `registering.py`."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory import queries, rules, search
from sixianghui.directory.actions import Action
from sixianghui.directory.models import Enterprise, Guidance, Unit, UnitKind
from sixianghui.ui import public as ui

#: Cache tag of the whole tree, of whatever names a unit, and of what only its own page shows.
TAG = "units"
#: The committee's name stands on every page.
PUBLISHER = "publisher"
#: Addresses below /units/ that are no unit's.
_TAKEN = frozenset({"new"})


def tags_around(unit: Unit) -> set[str]:
    """Cache tags of what shows a unit, or shows where it stands: the tree, those above and those beside it."""
    above = unit.ancestors().values_list("pk", flat=True)
    beside = Unit.objects.filter(enterprise=unit.enterprise_id, parent=unit.parent_id).values_list(
        "pk", flat=True
    )
    pages = {*above, *(beside if unit.enterprise_id else ())}
    return {TAG, f"unit:{unit.pk}", *(f"unit-page:{pk}" for pk in pages)}


def free_slug(name: str) -> str:
    """An address for a unit by the sound of its name, with a number where it is taken."""
    from pypinyin import lazy_pinyin  # its dictionaries take a third of a second

    sound = re.sub(r"[^a-z0-9]+", "-", "-".join(lazy_pinyin(name)).lower()).strip("-")[:60] or "unit"
    taken = {*_TAKEN, *Unit.objects.filter(slug__startswith=sound).values_list("slug", flat=True)}
    numbered = (f"{sound}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain((sound,), numbered) if slug not in taken)


def wait_for_an_import() -> None:
    """Within a transaction, before anything is held: a write, of no row, waits for an import that holds all units here.

    Held are later rows that an import writes, and the audit chain, which it takes last: each would wait for the other.
    """
    Unit.objects.filter(pk=0).update(position=F("position"))


def hold_open(unit: Unit, *, others: Iterable[int] = (), again: bool = False) -> None:
    """Within a transaction, before anything but people is held: nobody closes this unit until it ends.

    `others`: units that it holds later on; all are taken in one order, so that no two wait for each other. `again`: something
    comes back to it, so no other can be chosen. Raises `Conflict` for a unit that was closed since the page was opened.
    """
    wait_for_an_import()
    held = Unit.objects.filter(pk__in={unit.pk, *others}).order_by("pk").select_for_update(no_key=True)
    closed_on = dict(held.values_list("pk", "closed_on"))[unit.pk]
    if closed_on is not None and closed_on <= time.today():
        if again:
            raise Conflict(_("“%(name)s”已经撤销了，请先收回它的撤销。") % {"name": unit.name})
        raise Conflict(_("“%(name)s”已经撤销了，请另选一个组织。") % {"name": unit.name})


def require_place_below(superior: Unit | None, by: Account) -> None:
    """Raise `Refused` unless `by` may enter a unit below this one; without a superior only whoever guides may."""
    guides = superior is None or may(by, Action.GUIDE, superior)
    require(by, Action.GUIDE if guides else Action.EDIT_UNIT, superior)


def must_fit(superior: Unit, kind: str) -> None:
    """Raise `Conflict` where no unit of this kind stands directly below such a superior."""
    if not rules.may_stand_below(superior.kind, kind):
        raise Conflict(
            _("%(kind)s不能直接隶属于%(superior)s。")
            % {"kind": UnitKind(kind).label, "superior": UnitKind(superior.kind).label}
        )


def name_taken(name: str, enterprise: Enterprise | None) -> str:
    """Why a unit gets no such name. That a closed one still has it is nowhere to be seen, so it is said."""
    known = Unit.objects.filter(name=name, enterprise=enterprise)
    if enterprise is not None and known.filter(closed_on__lte=time.today()).exists():
        return _("这家企业有过叫“%(name)s”的组织，已经撤销。请换一个名称。") % {"name": name}
    return _("“%(name)s”没有登记成：名称或网址与已有的组织重复。") % {"name": name}


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
    is_sample: bool = False,
) -> Unit:
    """Enter a unit, below `superior` if it has one. What is below something invented is marked as sample as well."""
    require_place_below(superior, by)
    if kind == UnitKind.INDUSTRY_COMMITTEE:
        raise Conflict(_("行业党委已经登记过了。"))
    if superior is not None:
        must_fit(superior, kind)
    invented = is_sample or bool(enterprise and enterprise.is_sample) or bool(superior and superior.is_sample)
    try:
        with transaction.atomic():
            if superior is not None:
                hold_open(superior)
            unit = Unit(
                kind=kind,
                name=name,
                short_name=short_name,
                slug=slug,
                parent=superior,
                enterprise=enterprise,
                summary=summary,
                founded_on=founded_on,
                is_sample=invented,
            )
            unit.full_clean()
            unit.save()
            audit.record("unit:register", actor=by, thing=unit)
            ui.purge(*tags_around(unit))
    except (IntegrityError, ValidationError) as error:
        raise Conflict(name_taken(name, enterprise)) from error
    return unit


def guide(committee: Unit, unit: Unit, *, by: Account, at: dt.datetime | None = None) -> Guidance:
    """Take a unit under industry guidance. Guidance carries no approval power."""
    require(by, Action.GUIDE, committee)
    if committee.kind != UnitKind.INDUSTRY_COMMITTEE or not rules.may_be_guided(unit.kind):
        raise _no_guidance()
    if unit.parent_id is not None:
        raise Conflict(_("“%(name)s”有上级，行业指导跟着上级走，不用另外登记。") % {"name": unit.name})
    try:
        with transaction.atomic():
            line = Guidance.objects.create(committee=committee, unit=unit, actor=by, at=at or time.now())
            audit.record("guidance:begin", actor=by, thing=line)
            ui.purge(TAG, "figures", f"unit-page:{unit.pk}")
    except IntegrityError as error:
        raise Conflict(_("“%(name)s”已经在行业指导之下。") % {"name": unit.name}) from error
    return line


def take_under_guidance(unit: Unit, *, by: Account) -> Guidance:
    """Have a unit guided by the committee that `by` works for."""
    committee = queries.committee_of(by)
    if committee is None:
        raise _no_guidance()
    return guide(committee, unit, by=by)


def end_guidance(unit: Unit, moment: dt.datetime, by: Account) -> None:
    """A unit is closed or gets a superior: it is guided no more. Asks no permission: only for commands that did.

    They save the unit afterwards; by that it is heard that reaches have changed.
    """
    for line in queries.standing_guidance().filter(unit=unit):
        Guidance.objects.filter(pk=line.pk).fill_in(ended_at=max(moment, line.at), end_recorded_at=time.now())
        audit.record("guidance:end", actor=by, thing=line)


def guide_again(unit: Unit, moment: dt.datetime, by: Account) -> None:
    """A unit was not closed after all: lines that ended by it are struck and recorded as they were, without an end.

    Asks no permission: only for commands that did.
    """
    ended = Guidance.objects.standing().filter(unit=unit, ended_at__gte=moment)
    for line in ended.select_related("committee"):
        if line.ended_at != max(moment, line.at):
            continue
        Guidance.objects.filter(pk=line.pk).fill_in(
            struck_at=time.now(), struck_by=by, struck_reason=_("撤销是登记错的")
        )
        again = Guidance.objects.create(committee=line.committee, unit=unit, actor=by, at=line.at)
        audit.record("guidance:begin", actor=by, thing=again)


def _no_guidance() -> Conflict:
    return Conflict(_("行业指导只能由行业党委指向企业或企业的党组织。"))


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
