"""A second pair of eyes: handing a report over, taking it back, agreeing to it, returning it with a reason."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.notify import public as notify
from sixianghui.reports.actions import Action
from sixianghui.reports.commands.steps import lock, reason_of, sentence
from sixianghui.reports.models import Report, Result, Submission, Verdict
from sixianghui.reports.queries import reports as queries
from sixianghui.reports.rules.reports import REASON_LENGTH, Event, State

#: The kind of message by which a writer hears what became of a report.
SETTLED = "reports.settled"


def submit(report: Report, *, by: Account) -> Submission:
    """Hand it over to somebody else who checks it. Raises `HouseError` while there is nothing in it."""
    require(by, Action.WRITE, report)
    try:
        with transaction.atomic():
            found = lock(report, Event.SUBMIT)
            if not found.body:
                raise HouseError(_("报告还是空的，写几句、放几个数再送审。"))
            made = Submission.objects.create(
                report=report, version=found.version, at=time.now(), actor=by, unit_id=found.unit_id
            )
            audit.record("report:submit", actor=by, thing=found)
    except IntegrityError:
        raise Conflict(sentence(State.WAITING, Event.SUBMIT)) from None
    return made


def take_back(report: Report, *, by: Account) -> Verdict:
    """Take it back to go on writing."""
    require(by, Action.WRITE, report)
    return _settle(report, Event.TAKE_BACK, Result.TAKEN_BACK, "", by)


def approve(report: Report, *, by: Account, said: str = "", seen: int | None = None) -> Verdict:
    """Agree to its publication. `seen`: the version that was read. Raises `Refused` for somebody who wrote at it, `HouseError`
    when another version waits now.
    """
    _second(report, by)
    return _settle(report, Event.APPROVE, Result.APPROVED, said.strip()[:REASON_LENGTH], by, seen)


def return_report(report: Report, reason: str, *, by: Account, seen: int | None = None) -> Verdict:
    """Return it with a reason. Raises as `approve` does."""
    _second(report, by)
    why = reason_of(reason, _("请写一句为什么退回，好让对方知道改哪里。"))
    return _settle(report, Event.RETURN, Result.RETURNED, why[:REASON_LENGTH], by, seen)


def _second(report: Report, by: Account) -> None:
    require(by, Action.REVIEW, report)
    if queries.has_written(report, by):
        raise Refused(_("这份报告你动过笔，要由别人来看。"))


def _settle(
    report: Report, event: Event, result: Result, reason: str, by: Account, seen: int | None = None
) -> Verdict:
    with transaction.atomic():
        found = lock(report, event)
        waits = Submission.objects.standing().get(report=found, ended_at__isnull=True)
        if seen is not None and seen != waits.version:
            raise HouseError(_("你打开以后，对方收回去改过。下面是新的，看一遍再定。"))
        made = Verdict.objects.create(
            submission=waits, result=result, reason=reason, at=time.now(), actor=by, unit_id=found.unit_id
        )
        Submission.objects.filter(pk=waits.pk).fill_in(ended_at=made.at)
        audit.record(f"report:{result.value}", actor=by, thing=found)
        if result is not Result.TAKEN_BACK and waits.actor is not None:
            _tell(found, waits.actor, made)
    return made


def _tell(report: Report, writer: Account, verdict: Verdict) -> None:
    good = verdict.result == Result.APPROVED
    said = (
        gettext_lazy("“{title}”看过了，可以公布了。{reason}")
        if good
        else gettext_lazy("“{title}”退回来改一改。{reason}")
    )
    notify.tell(
        writer,
        kind=SETTLED,
        title=gettext_lazy("报告看过了，可以公布") if good else gettext_lazy("报告退回来了"),
        text=format_lazy(said, title=report.title, reason=verdict.reason),
        url=f"/reports/drafts/{report.ref}/",
    )
