"""Where a number is used: the published reports that show it."""

from __future__ import annotations

from dataclasses import dataclass

from sixianghui.ledger.public import Figure, Publication
from sixianghui.reports.queries.editions import newest_open

#: So many are named, of so many that are looked at.
MOST_NAMED, MOST_ASKED = 3, 12


@dataclass(frozen=True)
class UsedIn:
    """A report that shows a number."""

    ref: str
    title: str


def used_in(figure: Figure) -> list[UsedIn]:
    """The newest reports for everybody in which the number was frozen. One query.

    What is frozen in a report is published as of the report's own moment; another report of the same moment is told
    apart by its entries.
    """
    moments = Publication.objects.filter(figure=figure.name).values("as_of")
    found = (
        newest_open().filter(as_of__in=moments).values_list("ref", "title", "content__entries")[:MOST_ASKED]
    )
    holding = (
        UsedIn(ref, title)
        for ref, title, entries in found
        if any(entry["figure"] == figure.name for entry in entries)
    )
    return [one for one, _place in zip(holding, range(MOST_NAMED), strict=False)]
