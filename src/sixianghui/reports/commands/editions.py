"""Publishing a report: every number frozen as of one moment. And withdrawing one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.common.text import grouped
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Scope
from sixianghui.reports import search
from sixianghui.reports.actions import Action
from sixianghui.reports.commands.steps import lock, reason_of, sentence
from sixianghui.reports.models import Audience, Edition, Report, Withdrawal
from sixianghui.reports.queries import composing
from sixianghui.reports.queries import reports as queries
from sixianghui.reports.rules.frozen import Content, Entry
from sixianghui.reports.rules.reports import REASON_LENGTH, Event, State, may_publish_unread
from sixianghui.ui import public as ui


def publish_report(
    report: Report, *, by: Account, note: str = "", as_of: dt.datetime | None = None
) -> Edition:
    """Publish it as it stands: the numbers are counted now, frozen with their digests, and never change again.

    A report for everybody needs somebody's approval of this very text. `as_of`: what `ledger.settled` gave to a caller
    who has written something since. Raises `Conflict`.
    """
    require(by, Action.PUBLISH, report)
    moment = ledger.settled() if as_of is None else as_of
    with transaction.atomic():
        found = _ready(report)
        for_all = found.audience == Audience.EVERYBODY
        trusted = None if for_all else by
        content = composing.compose(queries.source_of(found), as_of=moment, trusted=trusted)
        content = _sealed(content, by)
        last = Edition.objects.filter(report=found).order_by("-number").first()
        made = Edition.objects.create(
            report=found,
            number=1 if last is None else last.number + 1,
            title=found.title,
            audience=found.audience,
            scope=found.scope,
            as_of=content.as_of,
            content=content.to_json(),
            digest=content.digest(),
            note=note.strip()[:REASON_LENGTH],
            at=content.as_of,
            actor=by,
            unit_id=found.unit_id,
        )
        audit.record("report:publish", actor=by, thing=made, detail={"number": made.number})
        search.show_report(made.report_id)
        ui.purge(queries.LIST, queries.tag_of(made), "figures")
    return made


def _ready(report: Report) -> Report:
    if report.audience == Audience.EVERYBODY:
        found: Report = lock(report, Event.PUBLISH)
        return found
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    found = queries.reports().get(pk=report.pk)
    state = queries.state_of(found)
    if state is State.WAITING or not may_publish_unread(for_everybody=found.audience == Audience.EVERYBODY):
        raise Conflict(sentence(state, Event.PUBLISH))
    return found


def _sealed(content: Content, by: Account) -> Content:
    """Every number with the digest of its rows; what everybody may know exactly is published with it."""
    return replace(content, entries=tuple(_seal(entry, content, by) for entry in content.entries))


def _seal(entry: Entry, content: Content, by: Account) -> Entry:
    if entry.value is None or entry.guarded:
        return entry
    made = ledger.freeze(entry.figure, Scope.from_json(entry.scope), by=by, at=content.as_of)
    return replace(entry, value=made.value, shown=grouped(made.value), digest=made.digest)


def withdraw(edition: Edition, reason: str, *, by: Account) -> Withdrawal:
    """Withdraw an edition, and say why to everybody who comes to it. Its numbers stay frozen.

    The approval on which it was published is gone too: the same text needs another before it is published again.
    """
    require(by, Action.PUBLISH, edition)
    why = reason_of(reason, _("请写一句为什么撤回，来看的人都看得到。"))
    with transaction.atomic():
        # The report, as whoever publishes holds it: of the same text nothing is published meanwhile.
        Report.objects.select_for_update(no_key=True).get(pk=edition.report_id)
        if Withdrawal.objects.standing().filter(edition=edition).exists():
            raise Conflict(_("已经撤回了。"))
        made = Withdrawal.objects.create(
            edition=edition, reason=why[:REASON_LENGTH], at=time.now(), actor=by, unit_id=edition.unit_id
        )
        audit.record("report:withdraw", actor=by, thing=edition)
        search.show_report(edition.report_id)
        ui.purge(queries.LIST, queries.tag_of(edition), "figures")
    return made
