"""What those who moderate see: what waits and for how long, what was reported, what is appealed. No account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sixianghui.access.public import Account, Person, Post, within
from sixianghui.common import time
from sixianghui.directory.public import Appointment
from sixianghui.remarks import places, rules
from sixianghui.remarks.actions import Action
from sixianghui.remarks.models import (
    Appeal,
    AppealAnswer,
    Author,
    Mute,
    Remark,
    Report,
    Switch,
    Verdict,
    Words,
)
from sixianghui.remarks.queries.remarks import remarks, state_of
from sixianghui.remarks.rules import Hold, State


@dataclass(frozen=True)
class Case:
    """One remark on the desk: its words, why it waits, what readers said, and where it hangs."""

    row: Any
    where: places.Where | None
    state: State
    holds: tuple[Hold, ...]
    reports: tuple[Report, ...] = ()
    alike: int = 0

    @property
    def ref(self) -> str:
        return str(self.row.ref)

    def waited(self, now: dt.datetime | None = None) -> dt.timedelta:
        """For how long it has waited."""
        return (now or time.now()) - self.row.at


@dataclass(frozen=True)
class Desk:
    """The queue: what waits, the oldest first, and the age of the oldest."""

    cases: list[Case]
    number: int
    oldest: dt.timedelta


def _reachable(person: Person, rows: QuerySet[Any], *, path: str = "thread__unit") -> QuerySet[Any]:
    reach = within(person, Action.MODERATE)
    if reach.everywhere:
        return rows
    return rows.filter(**{f"{path}__in": reach.units}) if reach.units else rows.none()


def may_moderate(person: Person) -> bool:
    """Whether there is a desk for this person at all."""
    return bool(within(person, Action.MODERATE))


def _open_reports() -> QuerySet[Any]:
    """Reports after which nobody has decided."""
    later = (
        Verdict.objects.standing()
        .filter(remark=OuterRef("remark"), actor__isnull=False, at__gte=OuterRef("at"))
        .values("pk")
    )
    return Report.objects.standing().filter(~Exists(later))


def waiting(person: Person) -> QuerySet[Any]:
    """What waits for a decision: not let through yet, or shown and reported. Never what one wrote oneself."""
    reported = _open_reports().filter(remark=OuterRef("pk")).values("pk")
    rows = remarks().filter(withdrawn=False).annotate(reported=Exists(reported))
    rows = rows.filter(
        Q(last__isnull=True) | Q(last=rules.Outcome.HELD) | Q(last=rules.Outcome.SHOWN, reported=True)
    )
    return _reachable(person, rows).exclude(author__account=person.pk or 0)


def oldest_waiting(person: Person) -> tuple[int, dt.datetime | None]:
    """How many wait, and since when the oldest does."""
    rows = waiting(person).order_by("at")
    first = rows.values_list("at", flat=True).first()
    return (rows.count(), first) if first is not None else (0, None)


def desk(person: Person, *, most: int = 50) -> Desk:
    """The queue of this person, the oldest first."""
    number, oldest = oldest_waiting(person)
    rows = list(waiting(person).order_by("at", "pk")[:most])
    return Desk(_cases(rows), number, time.now() - oldest if oldest else dt.timedelta())


def _cases(rows: list[Any]) -> list[Case]:
    where = places.find([row.thread for row in rows])
    reports: dict[int, list[Report]] = {}
    for report in _open_reports().filter(remark__in=[row.pk for row in rows]).order_by("at"):
        reports.setdefault(report.remark_id, []).append(report)
    return [
        Case(
            row,
            where.get(row.thread_id),
            state_of(row),
            tuple(Hold(hold) for hold in (row.holds or "").split()),
            tuple(reports.get(row.pk, ())),
            sum(rules.alike(row.text or "", other.text or "") for other in rows) - 1,
        )
        for row in rows
    ]


def case(person: Person, ref: str) -> Case | None:
    """One remark that this person may moderate, in whatever state; their own is not among them."""
    rows = _reachable(person, remarks().filter(ref=ref)).exclude(author__account=person.pk or 0)
    found = _cases(list(rows[:1]))
    return found[0] if found else None


def appeals(person: Person) -> list[Any]:
    """Appeals that wait and that this person may answer: not of their own verdict. With `remark` and `text`."""
    answered = AppealAnswer.objects.standing().filter(appeal=OuterRef("pk")).values("pk")
    rows = Appeal.objects.standing().filter(~Exists(answered)).exclude(verdict__actor=person.pk or 0)
    rows = rows.exclude(verdict__remark__author__account=person.pk or 0)
    rows = rows.annotate(text=Subquery(_text_of("verdict__remark"))).select_related(
        "verdict", "verdict__remark", "verdict__remark__thread", "verdict__remark__author"
    )
    return list(_reachable(person, rows, path="verdict__remark__thread__unit").order_by("at", "pk"))


def _text_of(path: str) -> Any:
    return Words.objects.filter(remark=OuterRef(path)).order_by("-number").values("text")[:1]


def running_switches() -> list[Switch]:
    """What is off now, the whole site first."""
    rows = Switch.objects.standing().filter(ended_at__isnull=True).select_related("thread", "actor")
    return list(rows.order_by("-everywhere", "at"))


def mutes(now: dt.datetime) -> list[Mute]:
    """Who must be silent now, by the time it ends. For those who moderate: a name, no account."""
    rows = Mute.objects.standing().filter(until__gt=now, ended_at__isnull=True)
    return list(rows.select_related("account", "actor").order_by("until"))


def writer_of(remark: Remark) -> Author | None:
    """Who wrote it. Only `commands.unmask` and what concerns one's own remarks may ask."""
    return Author.objects.filter(remark=remark).select_related("account").first()


def told_of_unmasking(by: Account) -> list[Account]:
    """Who else learns that somebody looked up a writer: the auditors, or, without one, the security administrators."""
    today = time.today()
    for post in (Post.AUDITOR, Post.SECURITY_ADMIN):
        holders = Appointment.objects.filter(
            Q(until__isnull=True) | Q(until__gt=today),
            since__lte=today,
            post=post,
            person__account__is_active=True,
        ).exclude(person__account=by)
        found = [one.person.account for one in holders.select_related("person__account")]
        if found:
            return [one for one in found if one is not None]
    return []
