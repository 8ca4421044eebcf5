"""Writes of whoever enters units and puts them right: one with all that belongs to it, its changes, its end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.access.public import Account, may, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory import queries, rules
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.enterprises import SHORT, enterprise_named, follow_name, hold_enterprise_of
from sixianghui.directory.commands.terms import begin_term, require_keeping
from sixianghui.directory.commands.units import (
    PUBLISHER,
    end_guidance,
    free_slug,
    guide_again,
    hold_open,
    must_fit,
    name_taken,
    register_unit,
    require_place_below,
    tags_around,
    take_under_guidance,
    wait_for_an_import,
)
from sixianghui.directory.models import (
    Affiliation,
    Appointment,
    AppointmentRequest,
    Enterprise,
    Unit,
    UnitKind,
)
from sixianghui.directory.signals import unit_closes
from sixianghui.ui import public as ui

#: These say where a unit stands.
PLACE = frozenset({"parent", "enterprise"})
#: What may be put right of a unit by `change_unit`. Its kind is not: such a unit is another one.
CORRECTABLE = PLACE | {"name", "short_name", "summary", "founded_on"}


def enter_unit(
    *,
    kind: UnitKind,
    name: str,
    short_name: str,
    by: Account,
    superior: Unit | None = None,
    enterprise: Enterprise | None = None,
    new_enterprise: str = "",
    summary: str = "",
    founded_on: dt.date | None = None,
    term_began_on: dt.date | None = None,
) -> Unit:
    """Enter a unit with all that belongs to it: a new enterprise, guidance where it has no superior, the present term.

    Without an enterprise it is its superior's; an enterprise that is entered as a unit is one by the same name. What
    somebody invented enters is invented.
    """
    require_place_below(superior, by)
    if enterprise is not None or new_enterprise:
        require(by, Action.GUIDE)
    elif superior is not None:
        enterprise = superior.enterprise
    elif kind == UnitKind.ENTERPRISE:
        new_enterprise = name
    _may_stand(kind, superior, has_enterprise=bool(enterprise or new_enterprise))
    with transaction.atomic():
        if superior is None:
            wait_for_an_import()
        else:
            hold_open(superior)
        if not new_enterprise and _namesakes(name, superior, enterprise).exists():
            raise Conflict(name_taken(name, enterprise))
        if new_enterprise:
            short = short_name if kind == UnitKind.ENTERPRISE else new_enterprise[:SHORT]
            enterprise = enterprise_named(new_enterprise, short, by)
        unit = register_unit(
            kind=kind,
            name=name,
            short_name=short_name,
            slug=free_slug(short_name),
            superior=superior,
            enterprise=enterprise,
            summary=summary,
            founded_on=founded_on,
            is_sample=by.is_sample,
            by=by,
        )
        if superior is None:
            take_under_guidance(unit, by=by)
        if term_began_on is not None:
            begin_term(unit, began_on=term_began_on, by=by)
        ui.purge("figures")
    return unit


def change_unit(unit: Unit, *, by: Account, new_enterprise: str = "", **changes: Any) -> Unit:
    """Put right what is registered of a unit. Only what differs is written; nothing different writes nothing."""
    require_keeping(unit, by)
    if not changes.keys() <= CORRECTABLE:
        raise TypeError(f"only {sorted(CORRECTABLE)} may be put right")
    try:
        with transaction.atomic():
            if unit.kind == UnitKind.ENTERPRISE:
                hold_enterprise_of(unit)
            handed = bool(new_enterprise) or changes.get("enterprise", unit.enterprise) != unit.enterprise
            unit = _held(unit, superior=changes.get("parent"), with_those_below=handed)
            if new_enterprise:
                changes["enterprise"] = enterprise_named(new_enterprise, new_enterprise[:SHORT], by)
            changed = {name: value for name, value in changes.items() if getattr(unit, name) != value}
            if changed:
                _write(unit, changed, by)
    except (IntegrityError, ValidationError) as error:
        name = changes.get("name", unit.name)
        raise Conflict(name_taken(name, changes.get("enterprise", unit.enterprise))) from error
    return unit


def close_unit(unit: Unit, *, on: dt.date, by: Account) -> Unit:
    """A unit has been there until a day. Nobody belongs to it any more, and nothing is below it."""
    _require_place(unit, by)
    if unit.kind == UnitKind.INDUSTRY_COMMITTEE:
        raise Conflict(_("行业党委不能撤销。"))
    if on > time.today():
        raise Conflict(_("撤销的日子还没有到，到了那天再记。"))
    with transaction.atomic():
        unit = _held(unit)
        if unit.closed_on is not None:
            raise Conflict(_("“%(name)s”已经撤销了。") % {"name": unit.name})
        if unit.founded_on is not None and on < unit.founded_on:
            raise Conflict(
                _("撤销日期早于成立日期（%(day)s），请核对。") % {"day": ui.long_date(unit.founded_on)}
            )
        # Before anything else is asked for: what was announced here is called off only by those who have a post here.
        unit_closes.send(sender=Unit, unit=unit)
        _nothing_left(unit, on)
        tags = tags_around(unit)
        end_guidance(unit, time.shanghai(on.year, on.month, on.day), by)
        unit.closed_on = on
        unit.save(update_fields=["closed_on"])
        audit.record("unit:close", actor=by, thing=unit)
        ui.purge("figures", *tags)
    return unit


def take_back_closing(unit: Unit, *, by: Account) -> Unit:
    """A unit was not closed after all: it stands where it stood, and is guided since when it was."""
    _require_place(unit, by)
    with transaction.atomic():
        unit = _held(unit, with_superior=True)
        closed_on, superior = unit.closed_on, unit.parent
        if closed_on is None:
            raise Conflict(_("“%(name)s”没有撤销，不用收回。") % {"name": unit.name})
        if superior is not None and superior.closed_on is not None:
            raise Conflict(_("上级“%(name)s”也撤销了，请先收回上级的撤销。") % {"name": superior.name})
        if _namesakes(unit.name, superior, unit.enterprise).exclude(pk=unit.pk).exists():
            raise Conflict(
                _("那里已经有一个叫“%(name)s”的组织。请先给它改个名称，再来收回。") % {"name": unit.name}
            )
        unit.closed_on = None
        audit.record("unit:take-back-closing", actor=by, thing=unit, detail={"closed_on": str(closed_on)})
        unit.save(update_fields=["closed_on"])
        guide_again(unit, time.shanghai(closed_on.year, closed_on.month, closed_on.day), by)
        ui.purge("figures", *tags_around(unit))
    return unit


def _namesakes(name: str, superior: Unit | None, enterprise: Enterprise | None) -> QuerySet[Unit]:
    """The open units of this name in one place. Of an enterprise the database has but one; without one it cannot tell."""
    return queries.open_units().filter(name=name, parent=superior, enterprise=enterprise)


def _write(unit: Unit, changed: dict[str, Any], by: Account) -> None:
    """Write what differs. Pages that showed where it stood are as old as those that show where it stands."""
    moves = "parent" in changed
    if changed.keys() & PLACE:
        _check_place(unit, changed, by)
    tags = tags_around(unit)
    below = list(unit.descendants().filter(enterprise=unit.enterprise_id)) if "enterprise" in changed else []
    names = _names_to_follow(unit, changed, by)
    for name, value in changed.items():
        setattr(unit, name, value)
    if moves:
        unit.position = 0  # the last of those below its new superior
        if unit.parent is not None:
            end_guidance(unit, time.now(), by)
    unit.full_clean()
    # Before it is saved: a new name locks the row against those who name it at their end, with the chain in hand.
    audit.record("unit:change", actor=by, thing=unit, detail={"fields": sorted(changed)})
    unit.save(update_fields=[*changed, *(["position"] if moves else [])])
    if names and unit.enterprise is not None:
        follow_name(unit.enterprise, names, by=by)
    if moves and unit.parent is None:
        take_under_guidance(unit, by=by)
    for one in below:
        tags |= _hand_over(one, unit.enterprise, by)
    # Pages of other rooms name units too: every page has the tag of the committee, whose name stands on it.
    renamed = unit.kind == UnitKind.INDUSTRY_COMMITTEE or changed.keys() & {"name", "short_name"}
    ui.purge("figures", *tags, *tags_around(unit), *([PUBLISHER] if renamed else []))


def _names_to_follow(unit: Unit, changed: dict[str, Any], by: Account) -> dict[str, str]:
    """What its enterprise is called from now on too, by the names that are about to be written of a unit.

    `Conflict` where it is the enterprise itself and `by` may not rename that: the two are known to be one by their name.
    """
    enterprise = unit.enterprise
    names: dict[str, str] = {one: value for one, value in changed.items() if one in {"name", "short_name"}}
    if unit.kind != UnitKind.ENTERPRISE or "enterprise" in changed:
        return {}
    if not names or enterprise is None or enterprise.name != unit.name:
        return {}
    if may(by, Action.GUIDE, unit):
        return names
    if "name" in names:
        raise Conflict(_("这一条就是企业自己，企业叫什么由行业党委的工作人员来改。"))
    return {}


def _hand_over(unit: Unit, enterprise: Enterprise | None, by: Account) -> set[str]:
    """What was of the enterprise of its superior is of the new one as well; the tags of what showed it, and of what does."""
    namesakes = Unit.objects.filter(enterprise=enterprise, name=unit.name).exclude(pk=unit.pk)
    if enterprise is not None and namesakes.exists():
        raise Conflict(name_taken(unit.name, enterprise))
    tags = tags_around(unit)
    unit.enterprise = enterprise
    audit.record("unit:change", actor=by, thing=unit, detail={"fields": ["enterprise"]})
    unit.save(update_fields=["enterprise"])
    return tags | tags_around(unit)


def _check_place(unit: Unit, changed: dict[str, Any], by: Account) -> None:
    """Kinds stand in one order from the top down, so that no unit can come to stand below itself."""
    _require_place(unit, by)
    if unit.kind == UnitKind.INDUSTRY_COMMITTEE:
        raise Conflict(_("行业党委没有上级，也不属于哪家企业。"))
    superior = changed.get("parent", unit.parent)
    enterprise = changed.get("enterprise", unit.enterprise)
    if "parent" in changed:
        require_place_below(superior, by)
        if superior is not None:
            must_fit(superior, unit.kind)
    _may_stand(UnitKind(unit.kind), superior, has_enterprise=enterprise is not None)
    invented = (enterprise is not None and enterprise.is_sample) or (
        superior is not None and superior.is_sample
    )
    real = enterprise is not None and not enterprise.is_sample
    if (invented and not unit.is_sample) or (real and unit.is_sample and "enterprise" in changed):
        raise Conflict(_("虚构的（示例）和真实的不能放在一起。"))


def _may_stand(kind: UnitKind, superior: Unit | None, *, has_enterprise: bool) -> None:
    """What stands on no line of the picture would be found by nobody: without a superior it is an enterprise's and guided."""
    if superior is None and not rules.may_be_guided(kind):
        raise Conflict(_("%(kind)s要有上级，请选它隶属于谁。") % {"kind": kind.label})
    if superior is None and not has_enterprise:
        raise Conflict(_("没有上级的，请写明是哪家企业的。"))


def _require_place(unit: Unit, by: Account) -> None:
    """Raise `Refused` unless `by` says where this unit stands."""
    if not queries.places(by, unit):
        require(by, Action.GUIDE, unit)


def _held(
    unit: Unit,
    *,
    superior: Unit | None = None,
    with_those_below: bool = False,
    with_superior: bool = False,
) -> Unit:
    """Within a transaction: the unit as it is now, which nobody else changes until it ends.

    With it are held, before the audit chain and in one order, its superior or a new one, and those below that are written
    too. Raises `Conflict` for a new superior that was closed meanwhile.
    """
    wait_for_an_import()
    below = unit.descendants().values_list("pk", flat=True) if with_those_below else ()
    if superior is not None and superior.pk != unit.parent_id:
        hold_open(superior, others={unit.pk, *below})
    else:
        also = {unit.parent_id} if with_superior and unit.parent_id else set()
        held = Unit.objects.filter(pk__in={unit.pk, *below, *also}).order_by("pk")
        list(held.select_for_update(no_key=True).values_list("pk"))
    found: Unit = Unit.objects.get(pk=unit.pk)
    return found


def _nothing_left(unit: Unit, on: dt.date) -> None:
    """`Conflict` with what has to be done first, while somebody or something is still there."""
    below = queries.open_units().filter(parent=unit).order_by("position", "pk").first()
    if below is not None:
        raise Conflict(_("下面还有“%(name)s”。请先给它换一个上级，或者先撤销它。") % {"name": below.name})
    people = Affiliation.objects.filter(queries.still(), unit=unit).values("person").distinct().count()
    if people:
        raise Conflict(
            ngettext(
                "名册上还有 %(many)s 人。请先给他们转组织关系，或者登记离开。",
                "名册上还有 %(many)s 人。请先给他们转组织关系，或者登记离开。",
                people,
            )
            % {"many": people}
        )
    posts = Appointment.objects.filter(queries.still(), unit=unit).count()
    if posts:
        raise Conflict(
            ngettext(
                "还有 %(many)s 个职务有人担任。请先到各人的页上免去。",
                "还有 %(many)s 个职务有人担任。请先到各人的页上免去。",
                posts,
            )
            % {"many": posts}
        )
    if AppointmentRequest.objects.filter(unit=unit, outcome="").exists():
        raise Conflict(_("还有提了没批的职务。请先批，或者请提出的人撤回。"))
    later = Q(unit=unit, until__gt=on)
    left = Affiliation.objects.filter(later).aggregate(last=Max("until"))["last"]
    ended = Appointment.objects.filter(later).aggregate(last=Max("until"))["last"]
    last = max((day for day in (left, ended) if day is not None), default=None)
    if last is not None:
        raise Conflict(_("到%(day)s还有人在这里，撤销日期不能早于那一天。") % {"day": ui.long_date(last)})
