"""What an import would do, row by row, as plain values that can be kept, shown and compared. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class NewUnit:
    """A unit to be registered. `superior` is a reference: `u12` a registered unit, `r5` the unit of row 5."""

    row: int
    name: str
    short: str
    kind: str
    superior: str


@dataclass(frozen=True)
class RenamedUnit:
    """A registered unit that gets another short name."""

    row: int
    id: int
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One column of a person: what is registered, what the roster says."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One person as the roster would have it. `id` 0: not registered yet. Dates as 2018-06-05.

    `unit` keeps the relation with the Party, `league_unit` that with the League; each is empty where there is none.
    """

    row: int
    id: int
    name: str
    unit: str
    unit_name: str
    league_unit: str = ""
    number: str = ""
    birth: str = ""
    employed: str = ""
    party: str = ""
    since: str = ""
    league: bool | None = None
    league_since: str = ""
    phone: str = ""
    id_number: str = ""
    post: str = ""
    changes: tuple[Change, ...] = ()


@dataclass
class Plan:
    """Everything an import would do. People who are not mentioned are named and left alone."""

    new_units: list[NewUnit] = field(default_factory=list)
    renamed_units: list[RenamedUnit] = field(default_factory=list)
    new_people: list[Entry] = field(default_factory=list)
    changed_people: list[Entry] = field(default_factory=list)
    unchanged_people: list[Entry] = field(default_factory=list)
    unchanged_units: int = 0
    absent: list[tuple[int, str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Plan:
        """What `to_json` gave."""
        return cls(
            new_units=[NewUnit(**one) for one in plain["new_units"]],
            renamed_units=[RenamedUnit(**one) for one in plain["renamed_units"]],
            new_people=[_entry(one) for one in plain["new_people"]],
            changed_people=[_entry(one) for one in plain["changed_people"]],
            unchanged_people=[_entry(one) for one in plain["unchanged_people"]],
            unchanged_units=plain["unchanged_units"],
            absent=[(one[0], one[1], one[2]) for one in plain["absent"]],
        )

    def digest(self) -> str:
        """What the plan would do, as one value: two plans with the same digest write the same."""
        content = self.to_json()
        content.pop("absent")
        plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


def day_text(day: dt.date | None) -> str:
    """A day as 2018-06-05; none as an empty text."""
    return day.isoformat() if day else ""


def day_of(text: str) -> dt.date | None:
    """What `day_text` was made of."""
    return dt.date.fromisoformat(text) if text else None


def _entry(plain: dict[str, Any]) -> Entry:
    return Entry(**{**plain, "changes": tuple(Change(**one) for one in plain["changes"])})
