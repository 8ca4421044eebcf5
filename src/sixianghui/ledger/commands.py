"""Writes of the ledger: publishing a figure. A fact is struck by a command of its own room, which knows what goes with it."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.ledger import figures, gate, queries, seal
from sixianghui.ledger.actions import Action
from sixianghui.ledger.models import Publication
from sixianghui.ledger.scope import Scope
from sixianghui.ui import public as ui

TAG = "figures"
#: Whoever publishes waits for the others under this number; it is taken before the chain's.
_LOCK = 0x66696773


def publish(name: str, scope: Scope, *, by: Person, at: dt.datetime | None = None) -> Publication:
    """Make a figure's value public as of a moment (now), frozen with its digest, whatever is struck later.

    Facts are counted as they stood at `at`; evidence that is not made of facts is counted as it is now. Publishing the
    same figure, version, scope and moment again gives the publication that there is. Raises `Refused`, or `Conflict`
    for a moment to come and for a number from which somebody else's of 1–4 could be found by subtracting.
    """
    require(by, Action.PUBLISH)
    moment = gate.settled()
    return _publish(figures.get(name), scope.at(None), by=by, at=moment if at is None else at)


def freeze(name: str, scope: Scope, *, by: Person, at: dt.datetime) -> Publication:
    """Freeze a number that everybody sees anyway, as `publish` does. For a room that asked for permission itself.

    A report that seals several figures passes one moment for all, which `settled` gave before anything was written.
    Raises `Refused` for a number that readers see differently: that one is made public by `publish`.
    """
    figure = figures.get(name)
    if queries.is_guarded(figure):
        require(by, Action.PUBLISH)
    return _publish(figure, scope.at(None), by=by, at=at)


def _publish(figure: figures.Figure, scope: Scope, *, by: Person, at: dt.datetime) -> Publication:
    now, as_of = time.now(), at.astimezone(dt.UTC)
    if as_of > now:
        raise Conflict(_("公布的截至时间还没有到。"))
    try:
        with transaction.atomic():
            one_after_another()
            found = _published(figure, scope, as_of)
            if found is not None:
                return found
            if queries.would_give_away(figure, scope, as_of):
                raise Conflict(
                    _(
                        "公布了这个数，用别的数一减，就看得出另一处不到 5 的数。请换一个范围，或者先请那一处公布自己的数。"
                    )
                )
            evidence = figure.rows(scope.at(as_of))
            rows = seal.digests_of(figure, evidence)
            value = len(rows) if figure.counts_rows else figure.value(evidence, scope)
            if value is None:
                raise Conflict(_("还没有可以公布的数：一条记录也没有。"))
            made = Publication.objects.create(
                figure=figure.name,
                version=figure.version,
                scope=scope.text(),
                value=value,
                as_of=as_of,
                published_at=now,
                published_by_id=by.pk,
                digest=seal.digest(figure, scope, as_of, rows),
            )
            detail = {"figure": figure.name, "value": made.value}
            audit.record(str(Action.PUBLISH), actor=by.pk, thing=made, detail=detail)
            ui.purge(TAG)
    except IntegrityError:
        found = _published(figure, scope, as_of)  # somebody else published the same at the same time
        if found is None:
            raise
        return found
    return made


def one_after_another() -> None:
    """Within a transaction, before the audit chain is held. Of two that publish at once the second sees the number of the first: together they may give a small one away."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _published(figure: figures.Figure, scope: Scope, as_of: dt.datetime) -> Publication | None:
    return Publication.objects.filter(
        figure=figure.name, version=figure.version, scope=scope.text(), as_of=as_of
    ).first()
