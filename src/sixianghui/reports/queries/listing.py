"""The list of figures: which of them are asked for, in the order of their rooms, and which are shown with their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _

from sixianghui.common.errors import NotThere
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Reading
from sixianghui.reports.queries.picking import matches

#: Each number is a count of its own: so many are counted for one page, and no more (`docs/decisions/0031-list-of-figures.md`).
NUMBERS = 12
#: Rooms in the order in which a reader would look for them; others follow.
_ROOMS = ("directory", "activities", "campaigns", "channel", "complaints", "wechat", "privacy", "reports")


@dataclass(frozen=True)
class Chosen:
    """What a reader asked for (`words`, `room`: "" for nothing), what was found, and how many figures there are."""

    words: str
    room: str
    figures: tuple[Figure, ...]
    count: int

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.words or self.room)

    @property
    def with_numbers(self) -> bool:
        """Whether they are few enough to be counted for this page."""
        return len(self.figures) <= NUMBERS


@dataclass(frozen=True)
class Line:
    """One figure of the list, with its number where it was read."""

    figure: Figure
    reading: Reading | None


@dataclass(frozen=True)
class Group:
    """The figures of one room. `label`: "" where they are sorted by how well they match."""

    room: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Room:
    """A room by which the list can be narrowed."""

    name: str
    label: str
    count: int
    chosen: bool


def choose(words: str, room: str) -> Chosen:
    """The figures that these words may mean, or those of a room, or all. No query. Raises `NotThere` for no such room."""
    known = ledger.all_figures()
    if room and room not in {one.room for one in known}:
        raise NotThere(_("没有这一类数字。"))
    found = matches(words) if words else sorted(known, key=_place)
    return Chosen(words, room, tuple(one for one in found if not room or one.room == room), len(known))


def groups(chosen: Chosen, readings: Mapping[str, Reading]) -> list[Group]:
    """The lines of the list by room; those that a search found in one group, the likeliest first."""
    lines = [Line(one, readings.get(one.name)) for one in chosen.figures]
    if chosen.words:
        return [Group("", "", tuple(lines))] if lines else []
    names = dict.fromkeys(one.figure.room for one in lines)
    return [
        Group(name, _label(name), tuple(one for one in lines if one.figure.room == name)) for name in names
    ]


def rooms(chosen: Chosen) -> list[Room]:
    """All rooms that have figures, each with how many."""
    names = [one.room for one in sorted(ledger.all_figures(), key=_place)]
    return [Room(name, _label(name), names.count(name), name == chosen.room) for name in dict.fromkeys(names)]


def _label(room: str) -> str:
    # What a room is called is said all over the house, and translated there.
    return _(str(apps.get_app_config(room).verbose_name))


def _place(figure: Figure) -> tuple[int, str]:
    return _ROOMS.index(figure.room) if figure.room in _ROOMS else len(_ROOMS), figure.name
