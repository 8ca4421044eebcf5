"""Reports that are being written, and where they stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sixianghui.access.public import Person, within
from sixianghui.campaigns.public import Campaign
from sixianghui.common import time
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import Scope
from sixianghui.reports.actions import Action
from sixianghui.reports.models import (
    Edition,
    Report,
    Result,
    Submission,
    Template,
    Verdict,
    Withdrawal,
    Writer,
)
from sixianghui.reports.queries.composing import Source
from sixianghui.reports.rules import body
from sixianghui.reports.rules.reports import State

#: Cache tag of the list of what was published; an edition's own is `tag_of`.
LIST = "reports"
MOST_CAMPAIGNS = 40


def tag_of(edition: Edition) -> str:
    """The cache tag of what shows an edition."""
    return f"report:{edition.report_id}"


def _units(person: Person, *actions: Action) -> Q:
    found = Q(pk__in=[])
    for action in actions:
        reach = within(person, action)
        if reach.everywhere:
            return Q()
        found |= Q(unit__in=reach.units)
    return found


def written_by(person: Person) -> QuerySet[Any]:
    """The reports of units for which somebody writes or checks, the last changed first."""
    return reports().filter(_units(person, Action.WRITE, Action.REVIEW))


def one_of(person: Person, ref: str) -> Any:
    """One of them, or None, whether it does not exist or is another unit's."""
    return written_by(person).filter(ref=ref).first()


def units_of(person: Person) -> QuerySet[Unit]:
    """The units for which somebody writes, by name."""
    reach = within(person, Action.WRITE)
    found = Unit.objects.filter(closed_on__isnull=True).order_by("name", "pk")
    return found if reach.everywhere else found.filter(pk__in=reach.units)


def campaigns() -> list[tuple[str, str]]:
    """The campaigns that a report may be about, as (id, title), the latest first. One query."""
    opened = Campaign.objects.filter(openings__isnull=False, openings__struck_at__isnull=True)
    found = opened.filter(begins_on__lte=time.today()).order_by("-begins_on", "-pk")
    return [(str(pk), title) for pk, title in found.values_list("pk", "title")[:MOST_CAMPAIGNS]]


def reports() -> QuerySet[Any]:
    """Every report with its last submission (`sent_at`, `sent_version`, `waits`) and that one's result (`result`, `reason`).

    `withdrawn`: what was published on that result was withdrawn again.
    """
    last = Submission.objects.standing().filter(report=OuterRef("pk")).order_by("-at", "-pk")
    verdict = (
        Verdict.objects.standing()
        .filter(submission__report=OuterRef("pk"))
        .order_by("-submission__at", "-submission__pk")
    )
    # By when each was written down, which comes in the order of the commits: what an edition says of itself is the moment
    # of its numbers, and the verdict may be a little later.
    gone = Withdrawal.objects.standing().filter(
        edition__report=OuterRef("pk"), edition__recorded_at__gte=OuterRef("settled_at")
    )
    found = Report.objects.select_related("unit", "template").annotate(
        settled_at=Subquery(verdict.values("recorded_at")[:1])
    )
    return found.annotate(
        sent_at=Subquery(last.values("at")[:1]),
        sent_version=Subquery(last.values("version")[:1]),
        waits=Exists(last.filter(ended_at__isnull=True)),
        result=Subquery(verdict.values("result")[:1]),
        reason=Subquery(verdict.values("reason")[:1]),
        published=Exists(standing().filter(report=OuterRef("pk"))),
        withdrawn=Exists(gone),
    )


def state_of(report: Any) -> State:
    """Where a report of `reports()` stands: a verdict counts only for the text that was checked, and an approval until
    what was published on it is withdrawn."""
    if report.waits:
        return State.WAITING
    if report.sent_version != report.version or report.result in {None, Result.TAKEN_BACK}:
        return State.WRITING
    if report.result == Result.APPROVED:
        return State.WRITING if report.withdrawn else State.APPROVED
    return State.RETURNED


def source_of(report: Report) -> Source:
    """What the report is composed from."""
    return Source(
        title=report.title,
        organ=report.unit.name,
        scope=Scope.from_json(report.scope),
        blocks=body.from_json(report.body),
        sample=report.unit.is_sample or time.is_demo_time(),
    )


def has_written(report: Report, person: Person) -> bool:
    """Whether somebody wrote at it."""
    return Writer.objects.filter(report=report, account=person.pk).exists()


def editions() -> QuerySet[Edition]:
    """Everything that was published, the newest first, with `withdrawn_at` and `withdrawn_reason`."""
    gone = Withdrawal.objects.standing().filter(edition=OuterRef("pk"))
    return (
        Edition.objects.standing()
        .select_related("report__unit", "unit")
        .annotate(
            withdrawn_at=Subquery(gone.values("at")[:1]), withdrawn_reason=Subquery(gone.values("reason")[:1])
        )
    )


def standing(at: dt.datetime | None = None) -> QuerySet[Edition]:
    """What was published and not withdrawn; with `at`, as it was at that moment."""
    gone = Withdrawal.objects.standing(at).filter(edition=OuterRef("pk"))
    return Edition.objects.standing(at).filter(~Exists(gone))


def readable_by(person: Person | None) -> QuerySet[Edition]:
    """What somebody may read: everybody's, and those of the units whose reports they see."""
    for_all = Q(audience="everybody")
    if person is None or not person.is_authenticated:
        return editions().filter(for_all)
    return editions().filter(for_all | _units(person, Action.SEE))


def had_a_hand(account: int) -> bool:
    """Whether somebody wrote, checked, published or withdrew a report, or saved a template."""
    made = (Report, Template)
    facts = (Submission, Verdict, Edition, Withdrawal)
    return (
        any(kind.objects.filter(made_by=account).exists() for kind in made)
        or any(kind.objects.filter(actor=account).exists() for kind in facts)
        or Writer.objects.filter(account=account).exists()
    )
