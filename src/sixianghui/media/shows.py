"""Who shows a stream, and to whom. The rooms above say it; without them a stream is its maker's alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Show:
    """How a stream is shown: as live since `began`, again after `ended`; to everybody, or to whom `may_see` lets.

    tags: of kept pages that go when something of this changes.
    """

    began: dt.datetime | None
    ended: dt.datetime | None
    everybody: bool
    tags: tuple[str, ...] = ()


class Shower(Protocol):
    """A room that shows streams."""

    def show_of(self, stream: Any) -> Show | None:
        """How it shows this stream; None when it does not."""

    def may_see(self, person: Any, stream: Any) -> bool:
        """Whether this person may see what is not for everybody."""

    def may_prepare(self, person: Any, stream: Any) -> bool:
        """Whether this person may see all of it before anybody else."""


_showers: list[Shower] = []


def register(shower: Shower) -> None:
    """Called when the app is ready."""
    if shower not in _showers:
        _showers.append(shower)


def show_of(stream: Any) -> tuple[Shower, Show] | None:
    """Who shows this stream, and how."""
    for one in _showers:
        found = one.show_of(stream)
        if found is not None:
            return one, found
    return None
