"""Writes about enterprises: entering one, giving it another name."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.units import PUBLISHER, tags_around, wait_for_an_import
from sixianghui.directory.models import Enterprise, Unit, UnitKind
from sixianghui.ui import public as ui

#: As long as the short name of an enterprise may be.
SHORT = 20


def register_enterprise(*, name: str, short_name: str, is_sample: bool = False, by: Account) -> Enterprise:
    """Enter a member enterprise. The name is unique."""
    require(by, Action.GUIDE)
    try:
        with transaction.atomic():
            enterprise = Enterprise.objects.create(name=name, short_name=short_name, is_sample=is_sample)
            audit.record("enterprise:register", actor=by, thing=enterprise)
    except IntegrityError as error:
        raise _known(name) from error
    return enterprise


def enterprise_named(name: str, short_name: str, by: Account) -> Enterprise:
    """The enterprise of this name, entered where there is none."""
    known = Enterprise.objects.filter(name=name).first()
    if known is not None:
        return known
    return register_enterprise(name=name, short_name=short_name, is_sample=by.is_sample, by=by)


def rename_enterprise(unit: Unit, *, name: str, short_name: str, by: Account) -> Enterprise:
    """The enterprise of this unit is called something else. The same names write nothing.

    What was entered as the enterprise itself, by the name that it had, is called so as well; its organisations keep theirs.
    """
    require(by, Action.GUIDE, unit)
    if unit.enterprise_id is None:
        raise Conflict(_("“%(name)s”不属于哪家企业。") % {"name": unit.name})
    try:
        with transaction.atomic():
            wait_for_an_import()
            enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=unit.enterprise_id)
            itself = Unit.objects.filter(
                enterprise=enterprise, kind=UnitKind.ENTERPRISE, name=enterprise.name
            ).select_for_update(no_key=True)
            changed = _changed(enterprise, {"name": name, "short_name": short_name})
            for one in list(itself):
                _follow(one, changed, by)
            follow_name(enterprise, changed, by=by)
    except IntegrityError as error:
        raise _known(name) from error
    return enterprise


def hold_enterprise_of(unit: Unit) -> None:
    """Within a transaction, before units are held: nobody else says until it ends what the enterprise of this unit is called.

    Whoever renames it takes it first as well, and what was entered as the enterprise itself next.
    """
    wait_for_an_import()
    own = Unit.objects.filter(pk=unit.pk).values("enterprise")
    list(Enterprise.objects.filter(pk__in=own).select_for_update(no_key=True).values_list("pk"))


def follow_name(enterprise: Enterprise, names: Mapping[str, str], *, by: Account) -> None:
    """Within a transaction: write other names of an enterprise. Asks no permission: only for commands that did."""
    changed = _changed(enterprise, names)
    if not changed:
        return
    audit.record("enterprise:rename", actor=by, thing=enterprise, detail={"fields": list(changed)})
    for field, value in changed.items():
        setattr(enterprise, field, value)
    try:
        with transaction.atomic():
            enterprise.save(update_fields=list(changed))
    except IntegrityError as error:
        raise _known(enterprise.name) from error
    shown = Unit.objects.filter(enterprise=enterprise)
    ui.purge("figures", *{tag for one in shown for tag in (*tags_around(one), f"unit-page:{one.pk}")})


def _follow(itself: Unit, names: Mapping[str, str], by: Account) -> None:
    """What was entered as the enterprise itself is called as it is, in what was changed of its names."""
    changed = _changed(itself, names)
    if changed:
        audit.record("unit:change", actor=by, thing=itself, detail={"fields": list(changed)})
        for field, value in changed.items():
            setattr(itself, field, value)
        itself.save(update_fields=list(changed))
        ui.purge(PUBLISHER)  # pages of other rooms name units too


def _changed(named: Enterprise | Unit, names: Mapping[str, str]) -> dict[str, str]:
    """Those of these names that it does not have yet."""
    return {field: value for field, value in names.items() if getattr(named, field) != value}


def _known(name: str) -> Conflict:
    return Conflict(_("“%(name)s”已经登记过了。") % {"name": name})
