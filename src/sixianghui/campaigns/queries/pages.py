"""What the public pages of campaigns show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sixianghui.campaigns.queries.campaigns import (
    LIST,
    Told,
    named,
    open_to_everybody,
    state_of,
    tag_of,
    told,
)
from sixianghui.campaigns.queries.notices import published_under
from sixianghui.campaigns.rules.campaigns import State
from sixianghui.ledger.public import Scope


@dataclass(frozen=True)
class Listed:
    """The campaigns that everybody may read of: those that run or come, and those that are over."""

    running: list[Any]
    over: list[Any]


def listed() -> Listed:
    """All of them in one query."""
    rows = list(open_to_everybody())
    over = [one for one in rows if state_of(one) is State.OVER]
    return Listed([one for one in rows if one not in over], over)


@dataclass(frozen=True)
class Page:
    """The page of a campaign."""

    told: Told
    notices: list[Any]
    scope: Scope

    @property
    def tags(self) -> tuple[str, ...]:
        """Cache tags of what it shows."""
        return (LIST, tag_of(self.told.campaign), "figures")


def public_page(name: str) -> Page | None:
    """The campaign at this address, as everybody sees it; None for a draft or nothing."""
    found = named(name)
    if found is None or not state_of(found).is_public:
        return None
    return Page(told(found), list(published_under(found)[:50]), Scope(thing=("campaign", found.pk)))
