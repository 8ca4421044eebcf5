"""The registry of cards: what may wait for someone this week. Rooms register; the workbench shows.

It lives here, below the rooms that register, and knows nothing of accounts but that they ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Card:
    """One thing that waits: where it comes from, one verb, the minutes it takes, and whose deadline it has."""

    eyebrow: str
    title: str
    text: str
    verb: str
    url: str
    minutes: int
    due: dt.date | None = None


CardSource = Callable[[Any], Iterable[Card]]
_sources: list[CardSource] = []


def register_cards(source: CardSource) -> None:
    """Let a room put cards on people's desks."""
    if source not in _sources:
        _sources.append(source)


def cards_for(account: Any) -> list[Card]:
    """What waits for this person, the nearest deadline first."""
    found = [card for source in _sources for card in source(account)]
    return sorted(found, key=lambda card: (card.due is None, card.due or dt.date.max))
