"""Where threads hang: each upper room says what its threads are about, where that stands, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.access.public import Person
from sixianghui.remarks.models import Thread


@dataclass(frozen=True)
class Where:
    """What a thread is about. `open`: everybody may read it, so that its remarks are for everybody too."""

    title: str
    url: str
    open: bool = True


#: (threads) → where each of those that still stand somewhere hangs, by its key. Asked for many at once.
Finder = Callable[[list[Thread]], dict[int, Where]]
#: (person, thread) → whether this person may see what the thread is about.
MaySee = Callable[[Person, Thread], bool]
#: (person, thread) → whether this person looks after this thread without a post, because of what it hangs at.
Moderates = Callable[[Person, Thread], bool]


@dataclass(frozen=True)
class Place:
    """A room that has threads. `numbers`: the names of its figures that count what is said there."""

    find: Finder
    may_see: MaySee
    numbers: tuple[str, ...] = ()


_places: dict[str, Place] = {}
_moderators: dict[str, Moderates] = {}


def register_place(name: str, find: Finder, may_see: MaySee, *, numbers: tuple[str, ...] = ()) -> None:
    """Say where the threads of this place hang, who may see them, and which figures count what is said there; the last one
    of a name counts."""
    _places[name] = Place(find, may_see, numbers)


def numbers_of(thread: Thread) -> tuple[str, ...]:
    """The names of the figures of its place that count what is said in it."""
    place = _places.get(thread.place)
    return () if place is None else place.numbers


def register_moderators(name: str, moderates: Moderates) -> None:
    """Say who else looks after the threads of this place, beside those whose post it is; the last one of a name counts."""
    _moderators[name] = moderates


def moderates(person: Person, thread: Thread) -> bool:
    """Whether the place of a thread says that this person looks after it. No other thread is theirs by that."""
    asked = _moderators.get(thread.place)
    return asked is not None and person.is_authenticated and asked(person, thread)


def find(threads: list[Thread]) -> dict[int, Where]:
    """Where these threads hang, by their keys; what hangs nowhere any more is left out."""
    by_place: dict[str, list[Thread]] = {}
    for thread in threads:
        by_place.setdefault(thread.place, []).append(thread)
    found: dict[int, Where] = {}
    for name, group in by_place.items():
        place = _places.get(name)
        if place is not None:
            found.update(place.find(group))
    return found


def may_see(person: Person, thread: Thread) -> bool:
    """Whether this person may see what the thread is about; nobody may when its room is gone."""
    place = _places.get(thread.place)
    return place is not None and place.may_see(person, thread)
