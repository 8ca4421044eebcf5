"""What may be asked of a column's page behind the question mark, and the one way of writing it.

Every other way of writing the same question leads to this one, and what nobody can mean is dropped, so that the page
cache holds one entry for each page that exists. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])\Z")
_PAGE = re.compile(r"[1-9]\d{0,3}\Z")
#: The longest kicker a piece can have.
KICKER_LENGTH = 40


@dataclass(frozen=True)
class Asked:
    """A question: pieces with this kicker, of this month, on this page of the list, the oldest first."""

    kicker: str = ""
    month: str = ""
    oldest: bool = False
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether only a part of the column is asked for."""
        return bool(self.kicker or self.month)

    def query(self) -> str:
        """Itself as it stands behind the question mark; nothing for the plain page."""
        parts: list[tuple[str, str]] = []
        if self.kicker:
            parts.append(("kicker", self.kicker))
        if self.month:
            parts.append(("month", self.month))
        if self.oldest:
            parts.append(("order", "oldest"))
        if self.page > 1:
            parts.append(("page", str(self.page)))
        return urlencode(parts)

    def link(self, **changes: object) -> str:
        """A relative address of the same question with something else in it; other filters start at the first page."""
        changes.setdefault("page", 1)
        query = replace(self, **changes).query()  # type: ignore[arg-type]
        return f"?{query}" if query else "./"


def read(parameters: Mapping[str, str], accepts: frozenset[str]) -> Asked | None:
    """What is asked; parameters a page does not know are dropped. None when a known one has a value nobody can mean."""
    kicker = parameters.get("kicker", "") if "kicker" in accepts else ""
    month = parameters.get("month", "") if "month" in accepts else ""
    order = parameters.get("order", "") if "order" in accepts else ""
    page = parameters.get("page", "") if "page" in accepts else ""
    if len(kicker) > KICKER_LENGTH or "\x00" in kicker or order not in {"", "oldest"}:
        return None
    if (month and not _MONTH.match(month)) or (page and not _PAGE.match(page)):
        return None
    return Asked(kicker, month, order == "oldest", int(page or 1))
