"""Where a campaign stands, and how its lists are typed. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

#: More carriers, issuers or aims than this is no campaign that anybody could tell in a sentence.
MOST_CARRIERS = 12
MOST_LINES = 12
CARRIER_LENGTH = 40
LINE_LENGTH = 120
REASON_LENGTH = 200
SHORTEST_REASON = 4
_COLONS = "：:"


class State(StrEnum):
    """What a campaign is at the moment."""

    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    OVER = "over"

    @property
    def takes_notices(self) -> bool:
        """Whether notices may go out under it and plans may be handed in for them."""
        return self in {State.COMING, State.OPEN}

    @property
    def is_public(self) -> bool:
        """Whether everybody may read of it."""
        return self is not State.DRAFT


def state(*, opened: bool, closed: bool, begins: dt.date, ends: dt.date, today: dt.date) -> State:
    """Where a campaign stands. The day after its last one it is over, whether or not somebody has noted it yet."""
    if not opened:
        return State.DRAFT
    if closed or today > ends:
        return State.OVER
    return State.COMING if today < begins else State.OPEN


def lines(text: str) -> list[str]:
    """What was typed one to a line: gaps trimmed, empty and repeated lines left out."""
    found = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return list(dict.fromkeys(line for line in found if line))


def carrier(line: str) -> tuple[str, str]:
    """A carrier as it is typed, `name：what it does`; the second half may be missing."""
    for place, letter in enumerate(line):
        if letter in _COLONS:
            return line[:place].strip(), line[place + 1 :].strip()
    return line.strip(), ""


def renamed(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Which old name became which new one: the same name first; of those left, as many as can be paired, in order."""
    kept = {name: name for name in old if name in new}
    gone = [name for name in old if name not in kept]
    fresh = [name for name in new if name not in kept]
    return {**kept, **dict(zip(gone, fresh, strict=False))}
