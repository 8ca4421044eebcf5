"""Finding a number by what it is called, with what it is worth in a report's scope."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Scope
from sixianghui.reports.queries import composing
from sixianghui.reports.rules.body import Pick

PER_PAGE = 8


@dataclass(frozen=True)
class Found:
    """A number that was found. `fits`: it can be narrowed as the report is; else it is counted over more."""

    figure: Figure
    shown: str
    is_number: bool
    fits: bool


@dataclass(frozen=True)
class Page:
    """Eight of the numbers that were found."""

    found: list[Found]
    count: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // PER_PAGE))


def find(words: str, scope: Scope, *, whole: bool = False, page: int = 1) -> Page:
    """Numbers whose name or sentence has these words, eight at a time, each as everybody sees it in `scope` (or, with
    `whole`, narrowed by nothing). One query for each number shown, and one more for one that is guarded.
    """
    matching = matches(words.strip()[:40])
    if not words.strip() and not whole:  # those that can be narrowed as the report is come first
        matching.sort(key=lambda one: one.fitted(scope) != scope)
    pages = max(1, -(-len(matching) // PER_PAGE))
    page = min(max(page, 1), pages)
    here = matching[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Page([_found(one, scope, whole) for one in here], len(matching), page)


def matches(words: str) -> list[Figure]:
    """The numbers that these words may mean, the likeliest first; all of them by room for no words. No query."""
    figures = ledger.all_figures()
    if not words:
        return figures
    wanted = words.casefold().split()
    placed = [(place, one) for one in figures if (place := _place(one, wanted)) is not None]
    if placed:
        return [one for _place_of, one in sorted(placed, key=lambda pair: (pair[0], pair[1].name))]
    labels = {str(one.label): one for one in figures}
    return [labels[label] for label in difflib.get_close_matches(words, list(labels), PER_PAGE, 0.3)]


def _place(figure: Figure, wanted: list[str]) -> int | None:
    """0 when the name begins so, 1 when it has the words, 2 when it has their signs, 3 for the sentence, None for nothing."""
    label = str(figure.label).casefold()
    if label.startswith(wanted[0]) and all(word in label for word in wanted):
        return 0
    if all(word in label for word in wanted):
        return 1
    if all(sign in label for word in wanted for sign in word):
        return 2
    rest = f"{label} {figure.sentence} {figure.name} {figure.one_is}".casefold()
    return 3 if all(word in rest for word in wanted) else None


def _found(figure: Figure, scope: Scope, whole: bool) -> Found:
    narrowed = composing.scope_of(Pick(figure.name, whole=whole), figure, scope)
    reading = ledger.read(figure, narrowed, None)
    return Found(figure, reading.text, reading.is_number, fits=whole or narrowed == scope)


def as_json(page: Page, ways: Any) -> dict[str, Any]:
    """The page as plain values; `ways`: how a number may be broken down, by its name."""
    return {
        "count": page.count,
        "page": page.page,
        "pages": page.pages,
        "figures": [
            {
                "name": one.figure.name,
                "label": str(one.figure.label),
                "sentence": str(one.figure.sentence),
                "shown": one.shown,
                "measure": str(one.figure.measure) if one.is_number else "",
                "fits": one.fits,
                "ways": ways(one.figure.name),
            }
            for one in page.found
        ],
    }
