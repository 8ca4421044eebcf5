"""Where other rooms plug into the pages of the channel: lectures, letters, voices of readers, and what is on soon.

A room registers a source in `AppConfig.ready()`; a source is asked anew for each page and answers with frozen
dataclasses. With none registered a page says what will be there. A room that changes what its source answers
purges `LECTURES`, `LETTERS`, `VOICES` or `STRIPS` in its transaction. A room below the channel cannot come up here:
the channel asks its `public` and turns the answer into these; the tags of that room are named when it is registered.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db import Error
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

#: Cache tags of the pages that show what a source answers.
LECTURES = "programme"
LETTERS = "letters"
VOICES = "voices"
STRIPS = "strips"

T = TypeVar("T")


class State(StrEnum):
    """Where a lecture stands."""

    NEXT = "next"
    LIVE = "live"
    REPLAY = "replay"

    @property
    def label(self) -> object:
        """The word on its tag."""
        return {State.NEXT: _("预告"), State.LIVE: _("正在直播"), State.REPLAY: _("回放")}[self]


@dataclass(frozen=True)
class Lecture:
    """A lecture on the timetable. `note`: a few words on seats, length or chapters."""

    title: str
    when: dt.datetime
    state: State
    url: str
    place: str = ""
    speaker: str = ""
    note: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter that may be shown. `promised`: the day by which an answer was promised; `answered`: when it came.

    asked: the day it was written. answer: a line of what was answered. changed: what is different since, in a line, if
    anything is. whose: who owes the answer, or gave it, as a post.
    """

    title: str
    url: str
    promised: dt.date | None = None
    answered: dt.date | None = None
    whose: str = ""
    asked: dt.date | None = None
    answer: str = ""
    changed: str = ""


@dataclass(frozen=True)
class Voice:
    """What a reader said that was released: the words, the name shown with them, and where they were said."""

    text: str
    name: str
    where_title: str
    where_url: str
    at: dt.datetime


@dataclass(frozen=True)
class Occasion:
    """Something that is on or comes next. `live`: it is on right now and stands above everything on the front page."""

    title: str
    when: dt.datetime
    url: str
    place: str = ""
    note: str = ""
    live: bool = False


@dataclass(frozen=True)
class Progress:
    """A sentence about what is going on, for the front page: a template of the room, which finds `context` under `of`."""

    template: str
    context: dict[str, Any]


class Sources(Generic[T]):
    """Sources from several rooms, in the order in which the rooms registered."""

    def __init__(self) -> None:
        self._sources: dict[Callable[[], Iterable[T]], tuple[str, ...]] = {}

    def register(self, source: Callable[[], Iterable[T]], *tags: str) -> None:
        """Add a source once, however often it is registered. `tags`: what its room purges when its answer changes."""
        self._sources[source] = tags

    def forget(self, source: Callable[[], Iterable[T]]) -> None:
        """Take a source out again."""
        del self._sources[source]

    @property
    def tags(self) -> frozenset[str]:
        """The cache tags that were named with the sources."""
        return frozenset(tag for tags in self._sources.values() for tag in tags)

    def all(self) -> list[T]:
        """What every source answers. One that cannot reach the database counts as empty: the page appears."""
        found: list[T] = []
        for source in self._sources:
            try:
                found.extend(source())
            except Error:
                log.exception("what %s has is missing from a page", source.__module__)
        return found

    def __bool__(self) -> bool:
        return bool(self._sources)


programme: Sources[Lecture] = Sources()
letters: Sources[Letter] = Sources()
voices: Sources[Voice] = Sources()
strips: Sources[Occasion] = Sources()
progress: Sources[Progress] = Sources()

register_programme = programme.register
register_letters = letters.register
register_voices = voices.register
register_strip = strips.register
register_progress = progress.register


@dataclass(frozen=True)
class Timetable:
    """A programme sheet: what is on, what comes, the nearest first, and what can be seen again, the latest first."""

    live: list[Lecture]
    coming: list[Lecture]
    replays: list[Lecture]

    def __bool__(self) -> bool:
        return bool(self.live or self.coming or self.replays)


def timetable() -> Timetable:
    """All lectures by where they stand."""
    known = sorted(programme.all(), key=lambda lecture: lecture.when)
    return Timetable(
        [one for one in known if one.state is State.LIVE],
        [one for one in known if one.state is State.NEXT],
        [one for one in reversed(known) if one.state is State.REPLAY],
    )


def slips() -> list[Letter]:
    """Letters: those that wait for an answer first, the one promised soonest on top; then the answered, the latest first."""
    known = letters.all()
    waiting = [one for one in known if one.answered is None]
    answered = [one for one in known if one.answered is not None]
    return [
        *sorted(waiting, key=lambda one: one.promised or dt.date.max),
        *sorted(answered, key=lambda one: one.answered or dt.date.min, reverse=True),
    ]


def heard(most: int) -> list[Voice]:
    """What readers said lately, the latest first."""
    return sorted(voices.all(), key=lambda one: one.at, reverse=True)[:most]


def occasions(now: dt.datetime, *, most: int = 3) -> tuple[list[Occasion], list[Occasion]]:
    """What is on right now, and the next few things to come."""
    known = sorted(strips.all(), key=lambda one: one.when)
    return (
        [one for one in known if one.live],
        [one for one in known if not one.live and one.when >= now][:most],
    )
