"""What is registered already, as plain values: what a roster is compared with. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from sixianghui.directory.roster.cells import plain

#: A unit is named by itself, or, where two have the same name, as 上级/名称.
STEP = "/"


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A registered unit. `reached`: the importer may change it and the people in it."""

    id: int
    name: str
    short: str
    kind: str
    superior: int | None = None
    enterprise: int | None = None
    reached: bool = True


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A registered person within reach. `unit` is that of the Party's relation, `league_unit` that of the League's.

    `earlier` and `league_earlier`: since when the status before the present one held; `phone` and `id_number` are blind
    indexes.
    """

    id: int
    name: str
    number: str = ""
    birth: dt.date | None = None
    employed: dt.date | None = None
    unit: int = 0
    party: str = ""
    since: dt.date | None = None
    earlier: dt.date | None = None
    league: bool = False
    league_unit: int = 0
    league_since: dt.date | None = None
    league_earlier: dt.date | None = None
    phone: str = ""
    id_number: str = ""


@dataclass
class World:
    """All open units, and the people within reach. `index(kind, value)` gives the blind index of a number.

    `closed`: names that closed units of an enterprise still have, each with the enterprise's id.
    """

    units: list[KnownUnit] = field(default_factory=list)
    people: list[KnownPerson] = field(default_factory=list)
    index: Callable[[str, str], str] = lambda kind, value: value
    closed: frozenset[tuple[int | None, str]] = frozenset()


def same(name: str) -> str:
    """One form of a name: however it is spaced, wide or capital."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", plain(name, han=True).text)).lower()
