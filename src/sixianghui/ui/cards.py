"""The registry of cards: what may wait for someone this week. Rooms register; the workbench shows.

It lives here, below the rooms that register, and knows nothing of accounts but that they ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sixianghui.ui.registry import Link


class Whose(StrEnum):
    """Whose deadline it is. A rule's deadline binds the organisation, never the person it is about."""

    YOURS = "yours"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Card:
    """One thing that waits: where it comes from, one verb, the minutes it takes, and whose deadline it has.

    `since` is the day from which it has waited; `provisional`: the deadline was counted over a year whose holidays
    nobody has published. `note` is one line below: the rule behind the date, what will happen otherwise. `quiet` is a
    second thing one may do instead ("不方便"), shown without weight.
    """

    eyebrow: str
    title: str
    text: str
    verb: str
    url: str
    minutes: int
    due: dt.date | None = None
    since: dt.date | None = None
    whose: Whose = Whose.YOURS
    provisional: bool = False
    note: str = ""
    quiet: Link | None = None

    @property
    def order(self) -> tuple[bool, dt.date, bool, dt.date]:
        """The oldest promise first: by the day it is due, then by the day since which it has waited."""
        last = dt.date.max
        return (self.due is None, self.due or last, self.since is None, self.since or last)


CardSource = Callable[[Any], Iterable[Card]]
_sources: list[CardSource] = []


def register_cards(source: CardSource) -> None:
    """Let a room put cards on people's desks."""
    if source not in _sources:
        _sources.append(source)


def cards_for(account: Any) -> list[Card]:
    """What waits for this person, the oldest promise first."""
    return sorted((card for source in _sources for card in source(account)), key=lambda card: card.order)
