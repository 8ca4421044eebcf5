"""What lies on the desk of whoever writes and checks reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sixianghui.access.public import Person, within
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.reports.actions import Action
from sixianghui.reports.models import Audience, Edition, Report, Submission, Writer
from sixianghui.reports.queries.reports import (
    campaigns,
    has_written,
    one_of,
    standing,
    state_of,
    units_of,
    written_by,
)
from sixianghui.reports.rules.reports import State

#: Reports on one page of the desk.
MOST = 60

__all__ = [
    "Desk",
    "Row",
    "campaigns",
    "for_me",
    "has_written",
    "last_edition",
    "on_desk",
    "one_of",
    "scope_unit",
    "state_of",
    "units_of",
]


@dataclass(frozen=True)
class Row:
    """A report and where it stands."""

    report: Any
    state: State


@dataclass
class Desk:
    """Reports by what is to be done: to check, mine to go on with, with somebody else, published with nothing new."""

    to_check: list[Row] = field(default_factory=list)
    to_do: list[Row] = field(default_factory=list)
    away: list[Row] = field(default_factory=list)
    done: list[Row] = field(default_factory=list)
    more: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing at all."""
        return not (self.to_check or self.to_do or self.away or self.done)


def scope_unit(unit: Unit) -> int | None:
    """To what the numbers of a unit's reports are narrowed: a committee's are about the whole city."""
    return None if unit.kind == UnitKind.INDUSTRY_COMMITTEE else int(unit.pk)


def last_edition(report: Report) -> Edition | None:
    """The edition that stands, the newest one. One query."""
    return standing().filter(report=report).order_by("-number").first()


def _reports(person: Person) -> QuerySet[Any]:
    own = Writer.objects.filter(report=OuterRef("pk"), account=person.pk)
    newest = standing().filter(report=OuterRef("pk"), at__gte=OuterRef("changed_at"))
    return written_by(person).annotate(mine=Exists(own), up_to_date=Exists(newest))


def _rows(found: QuerySet[Any], most: int) -> list[Row]:
    return [Row(one, state_of(one)) for one in found[:most]]


def _handed_over(person: Person) -> list[Row]:
    """What waits to be checked, the longest waiting first; then what was returned or approved where this person writes
    and is not out: never lost among what was changed since, as ledgers are that nobody hands over. One query.
    """
    handed, writes = Submission.objects.standing().values("report"), within(person, Action.WRITE)
    written = Q(sent_version=F("version"), up_to_date=False)
    if not writes.everywhere:
        written &= Q(unit__in=writes.units)
    found = _reports(person).filter(Q(waits=True) | written, pk__in=handed)
    return _rows(found.order_by("-waits", "sent_at", "pk"), MOST)


def on_desk(person: Person) -> Desk:
    """The desk of this person. Two queries, and what `within` asks."""
    handed_over, latest = _handed_over(person), _rows(_reports(person), MOST + 1)
    known = {row.report.pk for row in handed_over}
    rows = [*handed_over, *(row for row in latest[:MOST] if row.report.pk not in known)]
    return _arranged(person, rows, more=len(latest) > MOST)


def _arranged(person: Person, rows: list[Row], *, more: bool = False) -> Desk:
    """The rows by what is to be done."""
    writes, reviews = within(person, Action.WRITE), within(person, Action.REVIEW)
    desk = Desk(more=more)
    for row in rows:
        one = row.report
        is_mine = writes.everywhere or one.unit_id in writes.units
        checks = (reviews.everywhere or one.unit_id in reviews.units) and not one.mine
        if row.state is State.WAITING:
            (desk.to_check if checks else desk.away).append(row)
        elif not is_mine:
            continue
        elif one.up_to_date:
            desk.done.append(row)
        else:
            desk.to_do.append(row)
    return desk


def for_me(person: Person) -> tuple[list[Row], list[Row], list[Row]]:
    """What waits for this person this week: to check, returned, to be published. One query, and what `within` asks."""
    desk, publishes = _arranged(person, _handed_over(person)), within(person, Action.PUBLISH)
    returned = [row for row in desk.to_do if row.state is State.RETURNED and row.report.mine]
    ready = [
        row
        for row in desk.to_do
        if row.state is State.APPROVED
        and row.report.audience == Audience.EVERYBODY
        and (publishes.everywhere or row.report.unit_id in publishes.units)
    ]
    return desk.to_check, returned, ready
