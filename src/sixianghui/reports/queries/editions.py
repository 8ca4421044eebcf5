"""What was published, as people read it: the list, one edition with what is around it, and those to compare it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform

from sixianghui.access.public import Person, may
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Scope, Sees
from sixianghui.reports.actions import Action
from sixianghui.reports.models import Audience, Edition
from sixianghui.reports.queries import reports
from sixianghui.reports.rules.frozen import Content
from sixianghui.reports.rules.seen import as_seen, closed_places

#: So many are offered to compare with.
MOST_OFFERED = 60


def listed(person: Person | None) -> QuerySet[Any]:
    """The latest edition of each report that somebody may read, the newest first, without the text.

    `organ` and `scope_label` as they were published; `internal`: not for everybody.
    """
    found = reports.readable_by(person)
    later = found.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    return (
        _without_text(found.filter(~Exists(later)))
        .annotate(
            organ=KeyTextTransform("organ", "content"),
            scope_label=KeyTextTransform("scope_label", "content"),
        )
        .order_by("-at", "-pk")
    )


def newest_open() -> QuerySet[Any]:
    """Of each report for everybody the newest edition that stands, the newest first."""
    found = reports.standing().filter(audience=Audience.EVERYBODY)
    later = found.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    return found.filter(~Exists(later)).order_by("-at", "-pk")


def outlet(most: int) -> QuerySet[Any]:
    """The newest for everybody as machines fetch them: `newest_open` without the text, with `organ` and `scope_label`."""
    named = {name: KeyTextTransform(name, "content") for name in ("organ", "scope_label")}
    return _without_text(newest_open()).select_related("report").annotate(**named)[:most]


def one_for(person: Person | None, ref: str) -> Any:
    """An edition that somebody may read, or None, whether there is none or it is another unit's."""
    return reports.readable_by(person).filter(ref=ref).first()


@dataclass(frozen=True)
class Around:
    """What stands around an edition: all editions of the same report that this reader may read, the newest first."""

    edition: Any
    editions: list[Any]

    @property
    def newer(self) -> Any:
        """The newest edition that stands, if it is a later one."""
        standing = (one for one in self.editions if one.withdrawn_at is None)
        return next((one for one in standing if one.number > self.edition.number), None)


def around(edition: Any, person: Person | None) -> Around:
    """One query."""
    found = reports.readable_by(person).filter(report=edition.report_id)
    return Around(edition, list(_without_text(found).order_by("-number")))


def offered(edition: Any, person: Person | None) -> list[Any]:
    """Other editions to compare with: of the same report first, then those from the same template, then others.

    Another unit's own are not among them: organisations are not set against each other. One query.
    """
    nearness = Case(
        When(report=edition.report_id, then=Value(0)),
        When(report__template=edition.report.template_id, report__template__isnull=False, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = reports.readable_by(person).exclude(pk=edition.pk)
    if edition.audience == Audience.UNIT:
        found = found.filter(unit=edition.unit_id)
    else:
        found = found.filter(audience=Audience.EVERYBODY)
    near = _without_text(found).annotate(nearness=nearness)
    return list(near.order_by("nearness", "-at", "-pk")[:MOST_OFFERED])


def content_of(edition: Any) -> Content:
    """What it says, with all that anybody may see of it."""
    return Content.from_json(edition.content)


def as_read(content: Content, person: Person | None) -> Content:
    """What this reader may see of it. Two queries for each number of which some see more; none where all see the same."""
    return as_seen(content, {place for place in closed_places(content) if _sees_all(content, place, person)})


def _sees_all(content: Content, place: int, person: Person | None) -> bool:
    entry = content.entries[place]
    if person is None or entry.figure not in ledger.registry.figures:
        return False
    reading = ledger.read(ledger.get(entry.figure), Scope.from_json(entry.scope), person)
    return reading.sees is Sees.ALL


def may_withdraw(person: Person, edition: Any) -> bool:
    """Whether somebody may withdraw it: it stands, and they may publish for its unit."""
    return edition.withdrawn_at is None and may(person, Action.PUBLISH, edition)


def _without_text(found: QuerySet[Edition]) -> QuerySet[Any]:
    return found.defer("content")
