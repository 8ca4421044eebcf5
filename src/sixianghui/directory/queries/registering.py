"""Reads for whoever enters units and puts them right: whose registration they keep, and where a unit may stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from sixianghui.access.public import Person as Asker
from sixianghui.access.public import may, within
from sixianghui.directory import rules
from sixianghui.directory.actions import Action
from sixianghui.directory.models import Enterprise, Term, Unit, UnitKind
from sixianghui.directory.queries.units import closed_unit, open_units, standing_guidance


def places(asker: Asker, unit: Unit) -> bool:
    """Whether someone says where a unit stands and when it ends: whoever may edit its superior, or guides it."""
    if may(asker, Action.GUIDE, unit):
        return True
    where = within(asker, Action.EDIT_UNIT)
    return unit.parent_id is not None and (where.everywhere or unit.parent_id in where.units)


def keeps(asker: Asker, unit: Unit) -> bool:
    """Whether someone may put right what is registered of a unit: those of its own, and whoever says where it stands."""
    return may(asker, Action.EDIT_UNIT, unit) or places(asker, unit)


def may_register(asker: Asker) -> bool:
    """Whether there is any place where someone may enter a unit."""
    return bool(within(asker, Action.GUIDE)) or superiors_for(asker).exists()


def superiors_for(asker: Asker, kind: str = "") -> QuerySet[Unit]:
    """The open units below which someone may enter a unit, of this kind if one is given."""
    kinds = [above for above, below in rules.BELOW.items() if (kind in below if kind else below)]
    return open_units().filter(_within_either(asker), kind__in=kinds).order_by("position", "pk")


def enterprises_for(asker: Asker) -> QuerySet[Enterprise]:
    """The enterprises that someone may choose from: those with a unit within reach, and those without any."""
    all_ = Unit.objects.filter(enterprise=OuterRef("pk"))
    return Enterprise.objects.filter(Exists(all_.filter(_within_either(asker))) | ~Exists(all_)).order_by(
        "name", "pk"
    )


def no_enterprises() -> QuerySet[Enterprise]:
    """What a form offers before it knows who asks."""
    return Enterprise.objects.none()


def _within_either(asker: Asker) -> Q:
    edits, guides = within(asker, Action.EDIT_UNIT), within(asker, Action.GUIDE)
    if edits.everywhere or guides.everywhere:
        return Q()
    return Q(pk__in=edits.units | guides.units)


def unit_kept_by(asker: Asker, slug: str) -> Unit | None:
    """The open unit at this address if someone may put it right, or None, whether it does not exist or is not theirs."""
    unit = open_units().select_related("enterprise", "parent").filter(slug=slug).first()
    return unit if unit is not None and keeps(asker, unit) else None


def unit_placed_by(asker: Asker, slug: str) -> Unit | None:
    """The open unit at this address if someone says where it stands, or None."""
    unit = unit_kept_by(asker, slug)
    return unit if unit is not None and places(asker, unit) else None


def closed_unit_placed_by(asker: Asker, slug: str) -> Unit | None:
    """The unit that was closed at this address if someone says where it stands, or None."""
    unit = closed_unit(slug)
    return unit if unit is not None and places(asker, unit) else None


def unit_guided_by(asker: Asker, slug: str) -> Unit | None:
    """The open unit at this address if someone guides it, and so may put right what its enterprise is called; or None."""
    unit = unit_kept_by(asker, slug)
    return unit if unit is not None and may(asker, Action.GUIDE, unit) else None


def unit_to_guide(asker: Asker, slug: str) -> Unit | None:
    """The open unit at this address if it is within someone's guidance, or within nobody's; or None."""
    unit = open_units().filter(slug=slug).first()
    mine = unit is not None and (may(asker, Action.GUIDE, unit) or _stands_alone(unit))
    return unit if mine else None


def committee_of(asker: Asker) -> Unit | None:
    """The committee for which someone takes units under guidance."""
    where = within(asker, Action.GUIDE)
    found = open_units().filter(kind=UnitKind.INDUSTRY_COMMITTEE).order_by("pk")
    return (found if where.everywhere else found.filter(pk__in=where.units)).first()


def term_of(unit: Unit) -> Term | None:
    """The latest term of a unit's leadership."""
    return Term.objects.filter(unit=unit).select_related("unit").first()


@dataclass(frozen=True)
class UnitActs:
    """What someone may do with a unit, for its page."""

    change: bool = False
    enterprise: bool = False
    below: bool = False
    term: bool = False
    guide: bool = False
    close: bool = False

    def __bool__(self) -> bool:
        return self.change or self.guide


def acts_on(asker: Asker, unit: Unit) -> UnitActs:
    """Nothing for most readers, without a question."""
    edits, guides = within(asker, Action.EDIT_UNIT), within(asker, Action.GUIDE)
    if not edits and not guides:
        return UnitActs()
    change = keeps(asker, unit)
    here = may(asker, Action.EDIT_UNIT, unit) or may(asker, Action.GUIDE, unit)
    free = bool(guides) and unit.parent_id is None and rules.may_be_guided(unit.kind)
    return UnitActs(
        change=change,
        enterprise=unit.enterprise_id is not None and may(asker, Action.GUIDE, unit),
        below=here and bool(rules.BELOW[unit.kind]),
        term=change and unit.kind in rules.TERM_YEARS,
        guide=free and _stands_alone(unit),
        close=unit.kind != UnitKind.INDUSTRY_COMMITTEE and places(asker, unit),
    )


def _stands_alone(unit: Unit) -> bool:
    """Whether a unit is on no line: not below a committee, and neither it nor a unit above it is guided."""
    line = [unit, *unit.ancestors()]
    if any(one.kind == UnitKind.INDUSTRY_COMMITTEE for one in line):
        return False
    return not standing_guidance().filter(unit__in=line).exists()
