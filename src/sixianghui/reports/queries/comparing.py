"""Two published reports set side by side, as one reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sixianghui.access.public import Person
from sixianghui.reports.queries import editions
from sixianghui.reports.rules.comparing import Comparison, compare
from sixianghui.reports.rules.frozen import Content


@dataclass(frozen=True)
class Side:
    """One of two reports."""

    edition: Any
    content: Content


@dataclass(frozen=True)
class Beside:
    """Two reports, the earlier first, and what is different."""

    one: Side
    other: Side
    comparison: Comparison


def beside(first: Any, second: Any, person: Person | None) -> Beside:
    """Set two editions side by side, whichever came first on the left."""
    early, late = sorted((first, second), key=lambda edition: (edition.at, edition.pk))
    one, other = (
        Side(edition, editions.as_read(editions.content_of(edition), person)) for edition in (early, late)
    )
    return Beside(one, other, compare(one.content, other.content))
