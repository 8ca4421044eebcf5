"""Who holds what of a person: each room says how to hand over a copy, and how to erase it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from sixianghui.vault.register import Entry, Registered, Text, registered


@dataclass(frozen=True)
class Subject:
    """Whom it is about: the id of an account, of a person of the roster, or of both."""

    account: int | None = None
    person: int | None = None

    def id_of(self, kind: str) -> int | None:
        """The id of that kind."""
        return self.account if kind == "account" else self.person


@dataclass(frozen=True)
class Item:
    """One thing known: a field of a row, its entry in the register, its value, and how that reads where it is a code."""

    label: Text
    entry: Entry
    value: Any
    field: str = ""
    reads: Text = ""


@dataclass(frozen=True)
class Section:
    """What one table knows of a person: a heading, and rows of items; with `counts`, how often they did something."""

    title: Text
    rows: tuple[tuple[Item, ...], ...]
    model: str = ""
    counts: bool = False


@dataclass(frozen=True)
class Kept:
    """What must stay in spite of an erasure, and why."""

    what: Text
    why: Text


@dataclass
class Erasure:
    """What a room did when it was asked to erase: how much of what is gone, and what stays for which reason."""

    erased: list[tuple[Text, int]] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    def note(self, what: Text, count: int) -> None:
        """Remember that something is gone, if there was any."""
        if count:
            self.erased.append((what, count))

    def keep(self, what: Text, why: Text) -> None:
        """Remember that something stays."""
        self.kept.append(Kept(what, why))


Export = Callable[[Subject], Iterable[Section]]
Erase = Callable[[Subject], Erasure]


def nothing_to_erase(subject: Subject) -> Erasure:
    """For a room that keeps nothing which could go."""
    return Erasure()


@dataclass(frozen=True)
class Holder:
    """A room that holds personal data, under its app's label; `tables`: labels of other people's apps that it answers for.

    Without an `export` of its own, the register tells what to hand over. `erase` runs inside the transaction of whoever asks; it may run twice, and says each time what it did then.
    Rooms are asked from the top floor down (`order`: the higher the earlier), so that nothing is left pointing.
    """

    name: str
    label: Text
    erase: Erase = nothing_to_erase
    export: Export | None = None
    order: int = 0
    tables: tuple[str, ...] = ()

    def holds(self, label: str) -> bool:
        """Whether this room answers for a model such as `access.Account`."""
        return label.partition(".")[0] in {self.name, *self.tables}

    def sections(self, subject: Subject) -> list[Section]:
        """Everything this room knows of somebody."""
        own = list(self.export(subject)) if self.export else []
        told = {one.model for one in own}
        return own + [
            section
            for one in registered()
            if self.holds(one.label) and one.label not in told
            for section in from_register(one, subject)
        ]


def from_register(one: Registered, subject: Subject) -> list[Section]:
    """What a model knows of somebody, by the register alone: the rows about them, and how often they only did it."""
    rows: dict[Any, tuple[Item, ...]] = {}
    told = [(each, entry) for each, entry in one.personal() if not entry.unexported and not entry.counted]
    joined = [each.name for each, _entry in told if each.remote_field]
    for about in one.about:
        number = subject.id_of(about.kind)
        if number is None:
            continue
        mine = one.model._base_manager.filter(**{about.path: number}).order_by("pk")
        for row in mine.select_related(*joined) if joined else mine:
            rows[row.pk] = tuple(
                Item(one.word(each), entry, _value(row, each), each.name, _reads(one, row, each))
                for each, entry in told
            )
    title, found = one.title, []
    if rows:
        found.append(Section(title, tuple(rows.values()), one.label))
    counts = tuple(
        Item(one.word(each), entry, count, each.name)
        for each, entry in one.personal()
        if entry.counted and (count := _times(one, each, subject))
    )
    if counts:
        found.append(Section(title, (counts,), one.label, counts=True))
    return found


def _value(row: models.Model, each: models.Field) -> Any:
    """A value as a reader understands it: a choice by its label, a key by what it points to."""
    if each.choices:
        return getattr(row, f"get_{each.name}_display")()
    if each.remote_field:
        target = getattr(row, each.name)
        return str(target) if target is not None else None
    return getattr(row, each.attname)


def _reads(one: Registered, row: models.Model, each: models.Field) -> Text:
    """How a value reads, where the room has a word for it."""
    show, value = one.shows.get(each.name), getattr(row, each.name)
    return show(value) if show is not None and value not in (None, "") else ""


def _times(one: Registered, each: models.Field, subject: Subject) -> int:
    """In how many rows a field names somebody. Rooms below accounts keep the plain number of one."""
    if subject.account is None or (each.remote_field and each.related_model is not get_user_model()):
        return 0
    return int(one.model._base_manager.filter(**{each.attname: subject.account}).count())


_holders: dict[str, Holder] = {}


def register_holder(holder: Holder) -> None:
    """Called in `AppConfig.ready()`; `holder.name` is the app's label."""
    if holder.name in _holders:
        raise ValueError(f"there is a holder {holder.name} already")
    _holders[holder.name] = holder


def holders() -> list[Holder]:
    """All of them, the topmost room first."""
    return sorted(_holders.values(), key=lambda one: (-one.order, one.name))
