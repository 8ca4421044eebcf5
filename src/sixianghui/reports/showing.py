"""What the template of a report's content needs: numbers as links to their rows, headings counted, charts drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sixianghui.common.text import grouped
from sixianghui.ledger import public as ledger
from sixianghui.reports import bars as shapes
from sixianghui.reports.rules import frozen
from sixianghui.reports.rules.body import BY_TIME
from sixianghui.reports.rules.frozen import Cell, Content, Entry
from sixianghui.reports.rules.numerals import numbered


@dataclass(frozen=True)
class Number:
    """A number as it is read: what stands in the text, what is said on hover, and where its rows are ("": nowhere now).

    `narrowed`: the scope in words where it is not the report's own, else "". `place`: among the entries.
    """

    place: int
    label: str
    sentence: str
    measure: str
    shown: str
    is_number: bool
    title: str
    url: str
    narrowed: str


@dataclass(frozen=True)
class Bar:
    """A part of a number: its name, what is shown, and its length of 1000 (None: no number may be said)."""

    label: str
    shown: str
    length: int | None


@dataclass(frozen=True)
class Shown:
    """A block for the template: `kind` says which fields are filled. `id` is its anchor among headings."""

    kind: str
    title: str = ""
    id: str = ""
    level: int = 0
    ordinal: str = ""
    paragraphs: tuple[tuple[str | Number, ...], ...] = ()
    numbers: tuple[Number, ...] = ()
    by_label: str = ""
    bars: tuple[Bar, ...] = ()
    chart: shapes.Columns | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0

    @property
    def number(self) -> Number:
        """The number of a block that has one."""
        return self.numbers[0]

    @property
    def is_chart(self) -> bool:
        """Whether it is a breakdown with bars drawn beside its numbers."""
        return any(bar.length is not None for bar in self.bars)


def content_page(content: Content, *, exact: bool = False) -> dict[str, Any]:
    """What `reports/parts/content.html` needs: `content`, `blocks`, `numbers` (by place), `headings` (for a list of
    contents). `exact`: for a reader who may see every row, the numbers that others do not see are shown as they were.
    No query.
    """
    numbers = tuple(_number(place, entry, content, exact) for place, entry in enumerate(content.entries))
    blocks = list(_blocks(content, numbers, exact))
    return {
        "content": content,
        "blocks": blocks,
        "numbers": numbers,
        "headings": [block for block in blocks if block.kind == "heading"],
    }


def _number(place: int, entry: Entry, content: Content, exact: bool) -> Number:
    number = entry.exact if exact and entry.exact is not None else entry.value
    shown = entry.shown if entry.exact is None or not exact else grouped(entry.exact)
    is_number = number is not None or any(map(str.isdigit, entry.shown))
    said = {
        "label": entry.label,
        "number": f"{shown} {entry.measure}" if is_number else shown,
        "scope": entry.scope_label,
    }
    return Number(
        place=place,
        label=entry.label,
        sentence=entry.sentence,
        measure=entry.measure,
        shown=shown,
        is_number=is_number,
        title=_("%(label)s（%(scope)s）：%(number)s，看依据") % said,
        url=evidence_of(entry),
        narrowed="" if entry.scope_label == content.scope_label else entry.scope_label,
    )


def evidence_of(entry: Entry) -> str:
    """The page of a number's rows as they are today; "" when nobody counts it any more."""
    if entry.figure not in ledger.registry.figures:
        return ""
    query = urlencode(json.loads(entry.scope))
    return reverse("reports:figure", args=[entry.figure]) + (f"?{query}" if query else "")


def _blocks(content: Content, numbers: tuple[Number, ...], exact: bool) -> Iterator[Shown]:
    ordinals = iter(numbered(one.level for one in content.blocks if isinstance(one, frozen.Heading)))
    for place, block in enumerate(content.blocks, start=1):
        match block:
            case frozen.Heading(text, level):
                yield Shown("heading", text, id=f"part-{place}", level=level, ordinal=next(ordinals))
            case frozen.Text(paragraphs):
                yield Shown("text", paragraphs=tuple(_line(one, numbers) for one in paragraphs))
            case frozen.Figures(title, entries):
                yield Shown("figures", title, numbers=tuple(numbers[one] for one in entries))
            case frozen.Breakdown():
                yield _breakdown(block, numbers[block.entry], exact)
            case frozen.Listing(title, entry, columns, rows, more):
                yield Shown(
                    "listing", title, numbers=(numbers[entry],), columns=columns, rows=rows, more=more
                )


def _line(parts: tuple[str | int, ...], numbers: tuple[Number, ...]) -> tuple[str | Number, ...]:
    return tuple(part if isinstance(part, str) else numbers[part] for part in parts)


def _breakdown(block: frozen.Breakdown, number: Number, exact: bool) -> Shown:
    cells: tuple[Cell, ...] = block.exact_cells if exact and block.exact_cells else block.cells
    draws, over_time = block.form == "chart", block.by == BY_TIME
    counts = [cell.number for cell in cells]
    chart = None
    known = [count for count in counts if count is not None]
    if draws and over_time and len(known) == len(counts):
        chart = shapes.columns([cell.label for cell in cells], known, [cell.shown for cell in cells])
    lengths = shapes.shares(counts) if draws and not over_time else [None] * len(cells)
    return Shown(
        "breakdown",
        block.title,
        numbers=(number,),
        by_label=block.by_label,
        chart=chart,
        bars=tuple(Bar(cell.label, cell.shown, length) for cell, length in zip(cells, lengths, strict=True)),
    )
