"""The ledger of a unit: it writes itself, from the template that ships or what was made of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sixianghui.access.public import Person, within
from sixianghui.directory.public import Unit, open_units
from sixianghui.ledger.public import Scope
from sixianghui.reports import outlines
from sixianghui.reports.actions import Action
from sixianghui.reports.models import Audience, Edition, Report, Template
from sixianghui.reports.queries import composing
from sixianghui.reports.queries.composing import Source
from sixianghui.reports.queries.reports import editions
from sixianghui.reports.rules import body
from sixianghui.reports.rules.frozen import Content
from sixianghui.reports.rules.periods import Period

#: The template of ledgers.
CODE = "unit_ledger"


def units_of(person: Person) -> QuerySet[Unit]:
    """The units whose ledgers somebody sees, by name: never by a number."""
    reach = within(person, Action.SEE)
    found = open_units().order_by("name", "pk")
    return found if reach.everywhere else found.filter(pk__in=reach.units)


def unit_for(person: Person, slug: str) -> Unit | None:
    """One of them."""
    return units_of(person).filter(slug=slug).first()


def template() -> Template | None:
    """The template as it is now, or None before the templates were put in place."""
    return Template.objects.filter(code=CODE).first()


def blocks() -> tuple[body.Block, ...]:
    """What a ledger consists of. One query."""
    found = template()
    return body.from_json(found.body) if found is not None else _shipped()


def scope_of(unit: Unit, period: Period) -> Scope:
    """The unit with those below it, in that time."""
    return Scope(unit.pk, period.since, period.until)


def title_of(unit: Unit, period: Period) -> str:
    """What a saved ledger is called."""
    quarter = f"第{'一二三四'[period.quarter - 1]}季度" if period.quarter else ""
    return f"{unit.short_name or unit.name}台账（{period.year}年{quarter}）"[: body.TITLE_LENGTH]


def ledger(unit: Unit, period: Period, person: Person) -> Content:
    """The ledger of now, with what this person may see of it."""
    source = Source(
        title=title_of(unit, period),
        organ=unit.name,
        scope=scope_of(unit, period),
        blocks=blocks(),
        sample=unit.is_sample,
    )
    return composing.compose(source, trusted=person)


def report_of(unit: Unit, period: Period) -> Report | None:
    """The report under which the ledgers of that time are saved."""
    scope = scope_of(unit, period).text()
    return Report.objects.filter(unit=unit, audience=Audience.UNIT, template__code=CODE, scope=scope).first()


def kept(unit: Unit, period: Period) -> QuerySet[Any]:
    """The ledgers of that time that were saved, the newest first."""
    found: QuerySet[Edition] = editions().filter(
        unit=unit, audience=Audience.UNIT, report__template__code=CODE, scope=scope_of(unit, period).text()
    )
    return found.defer("content")


def _shipped() -> tuple[body.Block, ...]:
    return next(one.blocks for one in outlines.OUTLINES if one.code == CODE)
