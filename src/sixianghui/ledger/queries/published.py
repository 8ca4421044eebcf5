"""What was published of a figure, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from sixianghui.ledger import figures, seal
from sixianghui.ledger.figures import Figure
from sixianghui.ledger.models import Fact, FactQuerySet, Publication
from sixianghui.ledger.scope import WHOLE, Scope


def last_published_value(figure: Figure, scope: Scope) -> int | None:
    """The value last published for this very scope as the figure is defined today. One query."""
    return publications(figure, scope).filter(version=figure.version).values_list("value", flat=True).first()


def publications(figure: Figure, scope: Scope) -> QuerySet[Publication]:
    """What was published of a figure for this very scope, the newest first."""
    return Publication.objects.filter(figure=figure.name, scope=scope.at(None).text())


@dataclass(frozen=True)
class Since:
    """What happened to a published number: how much of then counts no more, and how much counts that did not."""

    gone: int
    come: int

    def __bool__(self) -> bool:
        """Whether anything did."""
        return bool(self.gone or self.come)


def since(publication: Publication) -> Since | None:
    """What happened since a publication, row by row: one may leave by being struck, and by what was recorded elsewhere,
    as when a piece was taken back. None when that cannot be told: the definition has changed since, or the evidence is
    not made of facts. Two queries.
    """
    figure = figures.get(publication.figure)
    scope = Scope.from_json(publication.scope)
    now, then = figure.rows(scope), figure.rows(scope.at(publication.as_of))
    if figure.version != publication.version or not _of_facts(now):
        return None
    return Since(
        gone=figure.total(_without(then, now), scope),
        come=figure.total(_without(now, then), scope),
    )


def _without(rows: QuerySet, others: QuerySet) -> QuerySet:
    """The rows that are not among the others: each is looked up by its number, of a list of very many PostgreSQL would
    look through all for each."""
    return rows.filter(~Exists(others.filter(pk=OuterRef("pk"))))


def seal_holds(publication: Publication) -> bool | None:
    """Compute a publication's digest again from the rows as they stood then.

    None when that cannot be told: the definition has changed since, the evidence is not made of facts, or
    facts were recorded, ended or struck in the very instant of the publication, before or after it.
    """
    figure = figures.get(publication.figure)
    scope, at = Scope.from_json(publication.scope), publication.as_of
    then = figure.rows(scope.at(at))
    if figure.version != publication.version or not _of_facts(then):
        return None
    if seal.digest(figure, scope, at, seal.digests_of(figure, then)) == publication.digest:
        return True
    moments = ("recorded_at", "struck_at", *cast("type[Fact]", then.model).written_down_later)
    same_instant = Q(*((name, at) for name in moments), _connector=Q.OR)
    return None if then.model._default_manager.filter(same_instant).exists() else False


def keeps_past(figure: Figure) -> bool:
    """Whether its evidence can be read as it stood at a past moment: it is made of facts. No query."""
    return _of_facts(figure.rows(WHOLE))


def _of_facts(rows: QuerySet) -> bool:
    return isinstance(rows, FactQuerySet) and issubclass(rows.model, Fact)
