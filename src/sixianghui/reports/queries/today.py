"""What became of published numbers: what each is today, and why that is another number."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sixianghui.access.public import Person
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Publication, Reading, Scope, Sees, Showing, Since
from sixianghui.reports.recounting import redefined, sentence
from sixianghui.reports.rules.frozen import Content, Entry


@dataclass(frozen=True)
class Today:
    """A published number and the same number today. `reading` None: it is not counted any more."""

    entry: Entry
    reading: Reading | None
    since: Since | None = None

    @property
    def redefined(self) -> bool:
        """Whether it is counted otherwise today, so that the two cannot be compared."""
        return self.reading is not None and self.reading.figure.version != self.entry.version

    @property
    def number(self) -> int | None:
        """Today's number, where this reader may have it exactly."""
        if self.reading is None or self.reading.disclosure.showing not in {Showing.EXACT, Showing.PUBLISHED}:
            return None
        return self.reading.disclosure.number

    @property
    def shown(self) -> str:
        """Today's number as this reader is shown it."""
        return "—" if self.reading is None else self.reading.text

    @property
    def differs(self) -> bool:
        """Whether today's number is another one."""
        return not self.redefined and self.reading is not None and self.shown != self.entry.shown

    @property
    def said(self) -> str:
        """The difference in words; nothing where there is none."""
        if self.reading is None:
            return _("这个数现在不再统计了。")
        if self.redefined:
            return redefined(self.entry.version, self.reading.figure.version)
        if not self.differs:
            return ""
        words = _("公布 %(then)s；今天 %(now)s") % {"then": self.entry.shown, "now": self.shown}
        return sentence(words, self.since, self.reading.figure)


def today(content: Content, person: Person | None) -> list[Today]:
    """Every number of a report today, as this reader may see it.

    One query for each number, one more for one of which readers differ in what they see, and two for one that has
    changed and every row of which the reader may see.
    """
    return [_today(entry, content, person) for entry in content.entries]


def _today(entry: Entry, content: Content, person: Person | None) -> Today:
    if entry.figure not in ledger.registry.figures:
        return Today(entry, None)
    figure, scope = ledger.get(entry.figure), Scope.from_json(entry.scope)
    reading = ledger.read(figure, scope, person if ledger.is_guarded(figure) else None)
    found = Today(entry, reading)
    if not found.differs or reading.sees is not Sees.ALL or entry.value is None:
        return found
    then = Publication(figure=entry.figure, version=entry.version, scope=entry.scope, as_of=content.as_of)
    return Today(entry, reading, ledger.since(then))
