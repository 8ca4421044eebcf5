"""Counting what was published once more, from the rows as they stood: does it come out the same, and what is it today?"""

from __future__ import annotations

from dataclasses import dataclass

from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Publication, Scope, Showing, Since
from sixianghui.reports.models import Edition
from sixianghui.reports.rules.frozen import Content, Entry


@dataclass(frozen=True)
class Recounted:
    """A published number beside what its rows say now, as far as everybody may know it.

    `then`: counted now from the rows as they stood (None: they keep no past, or it is not for everybody). `holds`:
    number and digest come out the same (None: that cannot be told). `today`: the number of today. `since`: what
    counts no more and what is new. `changed_definition`: it is counted otherwise today, so `then` and `today` are too.
    """

    entry: Entry
    then: int | None = None
    holds: bool | None = None
    today: int | None = None
    since: Since | None = None
    changed_definition: bool = False

    @property
    def gone(self) -> bool:
        """Nobody counts this any more."""
        return self.entry.figure not in ledger.registry.figures


def recount(edition: Edition, *, most: int | None = None) -> list[Recounted]:
    """Every number of an edition counted again, in the order of its entries. Up to seven queries a number.

    `most`: a number of more rows is counted, but its digest is not computed again (None: every one is).
    """
    content = Content.from_json(edition.content)
    return [_again(entry, content, most) for entry in content.entries]


def _again(entry: Entry, content: Content, most: int | None) -> Recounted:
    figure = ledger.registry.figures.get(entry.figure)
    if figure is None:
        return Recounted(entry, changed_definition=True)
    scope = Scope.from_json(entry.scope)
    changed = figure.version != entry.version
    today = _open_number(figure, scope)
    if ledger.is_guarded(figure):
        return _of_guarded(entry, figure, scope.at(content.as_of), today=today, changed=changed)
    keeps = ledger.keeps_past(figure)
    then = figure.value(figure.rows(scope.at(content.as_of)), scope) if keeps else None
    sealed = _publication(entry, figure, scope)
    if sealed is None:
        return Recounted(entry, then, None, today, None, changed)
    return Recounted(entry, then, _holds(entry, then, sealed, most), today, ledger.since(sealed), changed)


def _of_guarded(entry: Entry, figure: Figure, scope: Scope, *, today: int | None, changed: bool) -> Recounted:
    """Of a number that readers see differently, no more than everybody may know: what was struck in it is a count too."""
    reading = ledger.read(figure, scope, None)
    live = reading.disclosure.showing is Showing.EXACT and ledger.keeps_past(figure)
    then = reading.disclosure.number if live else None
    holds = None if changed or then is None or entry.value is None else then == entry.value
    return Recounted(entry, then, holds, today, None, changed)


def _holds(entry: Entry, then: int | None, sealed: Publication, most: int | None) -> bool | None:
    if then is None or sealed.version != ledger.get(entry.figure).version:
        return None
    if sealed.value != entry.value or sealed.digest != entry.digest:
        return False
    if most is not None and then > most:
        return False if then != entry.value else None
    return ledger.seal_holds(sealed)


def _open_number(figure: Figure, scope: Scope) -> int | None:
    disclosure = ledger.read(figure, scope, None).disclosure
    return disclosure.number if disclosure.showing in {Showing.EXACT, Showing.PUBLISHED} else None


def _publication(entry: Entry, figure: Figure, scope: Scope) -> Publication | None:
    if not entry.digest:
        return None
    return ledger.publications(figure, scope).filter(version=entry.version, digest=entry.digest).first()
