"""Beginning a report and writing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import WHOLE, Scope
from sixianghui.reports.actions import Action
from sixianghui.reports.commands.steps import blocks_of, lock
from sixianghui.reports.models import Audience, Report, Template, Writer
from sixianghui.reports.rules import body
from sixianghui.reports.rules.reports import Event


@dataclass(frozen=True)
class Words:
    """All that a report says. `body`: as `rules.body.to_json` gives it."""

    title: str
    scope: Scope = WHOLE
    audience: str = Audience.EVERYBODY
    body: list[dict[str, Any]] = field(default_factory=list)


def begin(words: Words, *, unit: Unit, by: Account, template: Template | None = None) -> Report:
    """Begin a report. Without blocks of its own it begins with those of its template."""
    require(by, Action.WRITE, unit)
    blocks = _check(words, template.body if template is not None and not words.body else words.body)
    with transaction.atomic():
        made = Report.objects.create(
            unit=unit,
            template=template,
            title=words.title.strip(),
            audience=words.audience,
            scope=words.scope.text(),
            body=body.to_json(blocks),
            made_by=by,
            made_at=time.now(),
            changed_at=time.now(),
        )
        Writer.objects.create(report=made, account=by)
        audit.record("report:begin", actor=by, thing=made)
    return made


def save_report(report: Report, words: Words, *, version: int, by: Account) -> Report:
    """Save what was written. `version` is the one it was written from: somebody else's words are never overwritten.

    Raises `Conflict` for an older version or a report that waits, `HouseError` for what a report cannot consist of.
    """
    require(by, Action.WRITE, report)
    blocks = _check(words, words.body)
    with transaction.atomic():
        found = lock(report, Event.SAVE)
        if found.version != version:
            raise Conflict(_("你打开以后，有人先存了一次。"))
        found.title, found.audience, found.scope = words.title.strip(), words.audience, words.scope.text()
        found.body, found.version, found.changed_at = body.to_json(blocks), version + 1, time.now()
        found.save(update_fields=["title", "audience", "scope", "body", "version", "changed_at"])
        Writer.objects.get_or_create(report=found, account=by)
    return found


def discard(report: Report, *, by: Account) -> None:
    """Throw away a report that nobody was asked to check and that was never published. Raises `Conflict`."""
    require(by, Action.WRITE, report)
    with transaction.atomic():
        Report.objects.select_for_update(no_key=True).get(pk=report.pk)
        if report.submissions.exists() or report.editions.exists():
            raise Conflict(_("送审过或公布过的报告要留着，不能丢掉。"))
        audit.record("report:discard", actor=by, thing=report)
        report.delete()


def _check(words: Words, plain: Any) -> tuple[body.Block, ...]:
    title = words.title.strip()
    if not title or len(title) > body.TITLE_LENGTH:
        raise HouseError(_("请写一个标题，%(most)d 字以内。") % {"most": body.TITLE_LENGTH})
    if words.audience not in Audience.values:
        raise HouseError(_("请选这份报告给谁看。"))
    words.scope.label()
    return blocks_of(plain, words.scope)
