"""Places that belong to the person who is signed in: desks, pages about themselves, the tabs of a phone.

Rooms register a source in `AppConfig.ready()`; it is asked with the account, for each page, in the page's language.
What no room registers is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar


@dataclass(frozen=True)
class Place:
    """Where one may go: a word, an address, and one line about it."""

    label: str
    url: str
    note: str = ""


class About(StrEnum):
    """What a page about oneself is about; the order is that of the page “我”."""

    SIGN_IN = "sign-in"
    NOTICES = "notices"
    INFORMATION = "information"
    POSTS = "posts"
    WRITTEN = "written"


@dataclass(frozen=True)
class Mine(Place):
    """A page about oneself."""

    about: About = About.INFORMATION


@dataclass(frozen=True)
class Tab(Place):
    """One of the four tabs of a phone. `icon` names a drawing in `ui/icons/`; `order` is its place from the left.

    `also`: other addresses under which pages belong to it. `wide`: it stands in the head of a wide screen too.
    `fresh`: there is something that the person has not looked at.
    """

    icon: str = ""
    order: int = 0
    also: tuple[str, ...] = ()
    wide: bool = False
    fresh: bool = False

    def holds(self, path: str) -> int:
        """How closely a page belongs to this tab: the length of the address they share; nothing for none."""
        return max((len(url) for url in (self.url, *self.also) if path.startswith(url)), default=0)


Kind = TypeVar("Kind", bound=Place)


class Places(Generic[Kind]):
    """Places from several rooms, in the order in which the rooms registered."""

    def __init__(self) -> None:
        self._sources: list[Callable[[Any], Iterable[Kind]]] = []

    def register(self, source: Callable[[Any], Iterable[Kind]]) -> None:
        """Add a source once, however often it is registered."""
        if source not in self._sources:
            self._sources.append(source)

    def of(self, account: Any) -> list[Kind]:
        """Every source's places for this person."""
        return [place for source in self._sources for place in source(account)]


desks: Places[Place] = Places()
mine: Places[Mine] = Places()
tabs: Places[Tab] = Places()

register_desks = desks.register
register_mine = mine.register
register_tabs = tabs.register
mine_of = mine.of


def desks_of(account: Any) -> list[Place]:
    """The desks of this person; asked once per request, since the head of a page and its tabs both show them."""
    kept: list[Place] | None = getattr(account, "_desks", None)
    if kept is None:
        kept = account._desks = desks.of(account)
    return kept


def tabs_of(account: Any) -> list[Tab]:
    """The tabs from left to right."""
    return sorted(tabs.of(account), key=lambda tab: tab.order)
