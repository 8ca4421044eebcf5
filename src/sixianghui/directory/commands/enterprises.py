"""Writes about enterprises: entering one, giving it another name."""

from __future__ import annotations

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
            changed = _changed(enterprise, name, short_name)
            for one in list(itself) if changed else ():
                audit.record("unit:change", actor=by, thing=one, detail={"fields": changed})
                one.name, one.short_name = name, short_name
                one.save(update_fields=["name", "short_name"])
                ui.purge(PUBLISHER)  # pages of other rooms name units too
            follow_name(enterprise, name=name, short_name=short_name, by=by)
    except IntegrityError as error:
        raise _known(name) from error
    return enterprise


def follow_name(enterprise: Enterprise, *, name: str, short_name: str, by: Account) -> None:
    """Within a transaction: write another name of an enterprise. Asks no permission: only for commands that did."""
    changed = _changed(enterprise, name, short_name)
    if not changed:
        return
    audit.record("enterprise:rename", actor=by, thing=enterprise, detail={"fields": changed})
    enterprise.name, enterprise.short_name = name, short_name
    enterprise.save(update_fields=["name", "short_name"])
    shown = Unit.objects.filter(enterprise=enterprise)
    ui.purge("figures", *{tag for one in shown for tag in (*tags_around(one), f"unit-page:{one.pk}")})


def _changed(enterprise: Enterprise, name: str, short_name: str) -> list[str]:
    said = {"name": name, "short_name": short_name}
    return [field for field, value in said.items() if getattr(enterprise, field) != value]


def _known(name: str) -> Conflict:
    return Conflict(_("“%(name)s”已经登记过了。") % {"name": name})
