"""Saving a unit's ledger of a quarter or a year as an edition for its own people."""

from __future__ import annotations

from django.db import transaction

from sixianghui.access.public import Account, require
from sixianghui.directory.public import Unit
from sixianghui.ledger import public as ledger
from sixianghui.reports.actions import Action
from sixianghui.reports.commands.drafts import Words, begin
from sixianghui.reports.commands.editions import publish_report
from sixianghui.reports.commands.templates import install
from sixianghui.reports.models import Audience, Edition
from sixianghui.reports.queries import ledgers as queries
from sixianghui.reports.rules import body
from sixianghui.reports.rules.periods import Period


def save_ledger(unit: Unit, period: Period, *, by: Account) -> Edition:
    """Freeze the ledger as it is now. Of the same quarter it is the next edition. Raises `Refused`, `Conflict`."""
    require(by, Action.PUBLISH, unit)
    scope, as_of = queries.scope_of(unit, period), ledger.settled()
    with transaction.atomic():
        ledger.one_after_another()  # before the chain, which `begin` takes
        # Of two that save the same quarter at once the second finds the report of the first.
        Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
        report = queries.report_of(unit, period)
        if report is None:
            install()  # without its template the ledger would not be found again
            words = Words(
                title=queries.title_of(unit, period),
                scope=scope,
                audience=Audience.UNIT,
                body=body.to_json(queries.blocks()),
            )
            report = begin(words, unit=unit, by=by, template=queries.template())
        return publish_report(report, by=by, as_of=as_of)
