"""What a published report holds: text, numbers with what they are, tables and charts. Pure; the same for every format.

`Entry.value`, `Entry.shown` and the cells of a block are what everybody may see; `exact` and `exact_cells` are for those
who may read every row behind the number, and are no part of the digest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@dataclass(frozen=True)
class Entry:
    """A number as it stood. `scope` is `ledger.Scope.text()`, `scope_label` says it in words; `value` None: only `shown`
    may be said. `digest`: of its rows, by `ledger/seal.py` ("" in a preview). `guarded`: readers differ in what they see.
    """

    figure: str
    label: str
    sentence: str
    measure: str
    version: int
    scope: str
    scope_label: str
    shown: str
    value: int | None = None
    digest: str = ""
    guarded: bool = False
    exact: int | None = None


@dataclass(frozen=True)
class Cell:
    """A part of a number: what it is called, and as much of its count as may be said."""

    label: str
    number: int | None
    shown: str


@dataclass(frozen=True)
class Heading:
    """A heading; whoever shows it sets its number."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """Paragraphs; each a run of words and of numbers by their place among the entries."""

    paragraphs: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True)
class Figures:
    """A table of numbers, by their places among the entries."""

    title: str
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Breakdown:
    """A number and its parts. `by`: the key of the group, or "time"; `by_label` in words; `form`: "chart" or "table"."""

    title: str
    entry: int
    by: str
    by_label: str
    form: str
    cells: tuple[Cell, ...]
    exact_cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Listing:
    """Rows behind a number: titles of the columns, the cells, and how many rows are not printed."""

    title: str
    entry: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0


Block = Heading | Text | Figures | Breakdown | Listing
_KINDS: dict[str, type[Block]] = {
    "heading": Heading,
    "text": Text,
    "figures": Figures,
    "breakdown": Breakdown,
    "listing": Listing,
}


@dataclass(frozen=True)
class Content:
    """A whole report. `organ`: who publishes it; `as_of`: the moment of all its numbers; `sample`: invented."""

    title: str
    organ: str
    scope_label: str
    as_of: dt.datetime
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    sample: bool = False

    def to_json(self) -> dict[str, Any]:
        """As plain values, as an edition keeps it."""
        return {
            "title": self.title,
            "organ": self.organ,
            "scope_label": self.scope_label,
            "as_of": _utc(self.as_of),
            "sample": self.sample,
            "blocks": [{"kind": kind_of(block)} | asdict(block) for block in self.blocks],
            "entries": [asdict(entry) for entry in self.entries],
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Content:
        """The content behind `to_json`."""
        return cls(
            title=plain["title"],
            organ=plain["organ"],
            scope_label=plain["scope_label"],
            as_of=dt.datetime.fromisoformat(plain["as_of"]),
            sample=plain["sample"],
            blocks=tuple(_block(one) for one in plain["blocks"]),
            entries=tuple(Entry(**one) for one in plain["entries"]),
        )

    def open(self) -> Content:
        """Without what only some may see."""
        blocks = tuple(
            replace(block, exact_cells=()) if isinstance(block, Breakdown) else block for block in self.blocks
        )
        return replace(self, blocks=blocks, entries=tuple(replace(one, exact=None) for one in self.entries))

    def digest(self) -> str:
        """SHA-256, in hex, of the open content as JSON in UTF-8: sorted keys, no spaces, characters not escaped."""
        text = json.dumps(self.open().to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def entry(self, figure: str) -> Entry | None:
        """The first number of that name."""
        return next((one for one in self.entries if one.figure == figure), None)


@dataclass
class Entries:
    """Collects numbers while a report is composed; the same number in the same scope has one place."""

    found: list[Entry] = field(default_factory=list)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def place(self, entry: Entry) -> int:
        """Where it stands among the entries."""
        key = (entry.figure, entry.scope)
        if key not in self.places:
            self.places[key] = len(self.found)
            self.found.append(entry)
        return self.places[key]


def worth_printing(
    columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The columns that tell one row from another, moments to the minute: what says the same everywhere is in the scope."""
    if len(rows) < 2:
        return columns, tuple(tuple(_to_the_minute(cell) for cell in row) for row in rows)
    kept = [place for place in range(len(columns)) if len({row[place] for row in rows}) > 1]
    kept = kept or list(range(len(columns)))
    return (
        tuple(columns[place] for place in kept),
        tuple(tuple(_to_the_minute(row[place]) for place in kept) for row in rows),
    )


def _to_the_minute(cell: str) -> str:
    return cell[:-3] if _MOMENT.fullmatch(cell) else cell


def kind_of(block: Block) -> str:
    """What a block is called in JSON."""
    return next(name for name, kind in _KINDS.items() if isinstance(block, kind))


def _block(plain: Mapping[str, Any]) -> Block:
    fields = {name: value for name, value in plain.items() if name != "kind"}
    kind = _KINDS[plain["kind"]]
    if kind is Text:
        return Text(tuple(tuple(one) for one in fields["paragraphs"]))
    if kind is Figures:
        return Figures(fields["title"], tuple(fields["entries"]))
    if kind is Breakdown:
        for name in ("cells", "exact_cells"):
            fields[name] = tuple(Cell(**cell) for cell in fields[name])
    if kind is Listing:
        fields |= {"columns": tuple(fields["columns"]), "rows": tuple(tuple(row) for row in fields["rows"])}
    return kind(**fields)


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
