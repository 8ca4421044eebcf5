"""To whom a notice goes: the units within a committee's lines, and those that its addresses name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sixianghui.campaigns.models import Address, Notice, PlanLine, Way
from sixianghui.directory.public import Guidance, Unit, UnitKind, open_units


@dataclass(frozen=True)
class Addressee:
    """A unit, and along which line it is reached."""

    unit: Unit
    way: Way


def reachable(committee: Unit) -> list[Addressee]:
    """Every open unit below a committee and below those it guides, in the order of the tree. Two queries.

    A unit that stands on both lines is reached by subordination.
    """
    units = list(open_units().order_by("position", "pk"))
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    found: dict[int, Addressee] = {}

    def walk(unit: Unit, way: Way) -> None:
        if unit.pk not in found and unit.pk != committee.pk:
            found[unit.pk] = Addressee(unit, way)
            for one in below.get(unit.pk, ()):
                walk(one, way)

    for unit in below.get(committee.pk, ()):
        walk(unit, Way.SUBORDINATION)
    lines = Guidance.objects.filter(committee=committee, struck_at__isnull=True, ended_at__isnull=True)
    guided = set(lines.values_list("unit_id", flat=True))
    for unit in units:
        if unit.pk in guided:
            walk(unit, Way.GUIDANCE)
    return list(found.values())


def addressees(notice: Notice) -> list[Addressee]:
    """The units to which a draft would go now, in the order of the tree."""
    addresses = list(notice.addresses.all())
    carriers = {one.to_carrier_id for one in addresses if one.to_carrier_id}
    with_carrier = _with_carriers(carriers) if carriers else {}
    return [
        one
        for one in reachable(notice.unit)
        if any(_names(address, one, with_carrier) for address in addresses)
    ]


def _names(address: Address, one: Addressee, with_carrier: dict[int, set[int]]) -> bool:
    """Whether an address means a unit. Groups are reached through their branch, unless an address names their kind."""
    unit = one.unit
    if address.to_unit_id is not None:
        return bool(address.to_unit_id == unit.pk)
    if address.to_carrier_id is not None:
        return unit.pk in with_carrier.get(address.to_carrier_id, ())
    if address.to_kind and address.to_kind != unit.kind:
        return False
    if address.to_way and address.to_way != one.way:
        return False
    return bool(address.to_kind) or unit.kind != UnitKind.GROUP


def _with_carriers(carriers: Iterable[int]) -> dict[int, set[int]]:
    """By carrier, the units whose plan has a line under it."""
    rows = PlanLine.objects.filter(carrier__in=list(carriers), removed_at__isnull=True)
    found: dict[int, set[int]] = {}
    for carrier, unit in rows.values_list("carrier_id", "plan__unit_id").distinct():
        found.setdefault(carrier, set()).add(unit)
    return found


def addressed(notice: Notice) -> list[str]:
    """To whom a draft goes, each address in words."""
    rows = notice.addresses.select_related("to_unit", "to_carrier").order_by("pk")
    return [_words(address) for address in rows]


def _words(address: Address) -> str:
    if address.to_unit is not None:
        return str(address.to_unit.name)
    if address.to_carrier is not None:
        return _("计划里用了“%(carrier)s”的组织") % {"carrier": address.to_carrier.name}
    way = {"": "", Way.SUBORDINATION: _("隶属的"), Way.GUIDANCE: _("行业指导的")}[address.to_way]
    kind = UnitKind(address.to_kind).label if address.to_kind else pgettext("发给谁", "组织")
    return _("全部%(way)s%(kind)s") % {"way": way, "kind": kind}
