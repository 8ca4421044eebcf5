"""What a report consists of before it is published: blocks of text, tables and charts, with numbers by name. Pure.

In a text a number stands as `[[campaigns.activities]]`; behind a colon it says how it is narrowed otherwise than the
report: `[[channel.articles:all]]` by nothing, `[[activities.shares:unit=3]]` to a unit. Writers never see that form:
they read and type 【频道发稿·全部】 (`wording.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_BLOCKS, TITLE_LENGTH, HEADING_LENGTH, TEXT_LENGTH = 80, 60, 60, 4000
#: Numbers in one table.
MOST_PICKS = 40
#: Rows that a report prints of those behind a number; all of them stand on its page.
MOST_ROWS = 200
_TOKEN = re.compile(r"\[\[([a-z_]+\.[a-z_]+)(?::(all|unit=[1-9]\d{0,17}))?\]\]")


class BodyError(ValueError):
    """The blocks are not what a report consists of. `place`: which block, from 0."""

    def __init__(self, fault: Fault, place: int = 0) -> None:
        super().__init__(f"block {place}: {fault}")
        self.fault, self.place = fault, place


class Fault(StrEnum):
    """What is wrong with a block."""

    TOO_MANY = "too many blocks"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LONG = "too long"
    NO_NUMBER = "no number"


@dataclass(frozen=True)
class Pick:
    """A number by its name: narrowed as the report is, or to `unit` instead of the report's, or by nothing (`whole`)."""

    figure: str
    unit: int | None = None
    whole: bool = False

    def token(self) -> str:
        """As it stands in a text."""
        how = ":all" if self.whole else f":unit={self.unit}" if self.unit is not None else ""
        return f"[[{self.figure}{how}]]"

    @classmethod
    def of(cls, token: str) -> Pick:
        """The number that a token names. Raises `BodyError`."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise BodyError(Fault.UNREADABLE)
        return _pick(found)


def _pick(found: re.Match[str]) -> Pick:
    name, how = found[1], found[2] or ""
    unit = int(how.removeprefix("unit=")) if how.startswith("unit=") else None
    return Pick(name, unit, whole=how == "all")


@dataclass(frozen=True)
class Heading:
    """一、 (level 1) or （一） (level 2); the number is set by whoever shows it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """Paragraphs, one to a line, with numbers in them."""

    text: str

    def parts(self) -> Iterator[tuple[str | Pick, ...]]:
        """Each paragraph as a run of words and numbers."""
        for line in filter(None, map(str.strip, self.text.splitlines())):
            yield tuple(parts_of(line))


@dataclass(frozen=True)
class Figures:
    """A table of numbers: what each is called, and its value."""

    title: str
    picks: tuple[Pick, ...]


class Form(StrEnum):
    """How a number that is broken down is shown. With a chart there is always a table."""

    CHART = "chart"
    TABLE = "table"


#: A number broken down by time rather than by one of its groups.
BY_TIME = "time"


@dataclass(frozen=True)
class Breakdown:
    """One number over time (`BY_TIME`) or by one of its groups."""

    title: str
    pick: Pick
    by: str
    form: Form = Form.CHART


@dataclass(frozen=True)
class Listing:
    """The rows behind a number, as a ledger: those that everybody may see."""

    title: str
    pick: Pick


Block = Heading | Text | Figures | Breakdown | Listing
_KINDS: dict[str, type[Block]] = {
    "heading": Heading,
    "text": Text,
    "figures": Figures,
    "breakdown": Breakdown,
    "listing": Listing,
}


def kind_of(block: Block) -> str:
    """What a block is called in JSON."""
    return next(name for name, kind in _KINDS.items() if isinstance(block, kind))


def parts_of(line: str) -> Iterator[str | Pick]:
    """A line as a run of words and numbers."""
    end = 0
    for found in _TOKEN.finditer(line):
        if found.start() > end:
            yield line[end : found.start()]
        yield _pick(found)
        end = found.end()
    if end < len(line):
        yield line[end:]


def picks_of(blocks: Iterable[Block]) -> Iterator[Pick]:
    """Every number that a report shows, in its order; one may come again."""
    for block in blocks:
        if isinstance(block, Text):
            for parts in block.parts():
                yield from (part for part in parts if isinstance(part, Pick))
        elif isinstance(block, Figures):
            yield from block.picks
        elif isinstance(block, Breakdown | Listing):
            yield block.pick


def to_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """As plain values, as they are kept."""
    return [_plain(block) for block in blocks]


def _plain(block: Block) -> dict[str, Any]:
    kind = {"kind": kind_of(block)}
    match block:
        case Heading(text, level):
            return kind | {"text": text, "level": level}
        case Text(text):
            return kind | {"text": text}
        case Figures(title, picks):
            return kind | {"title": title, "figures": [pick.token() for pick in picks]}
        case Breakdown(title, pick, by, form):
            return kind | {"title": title, "figure": pick.token(), "by": by, "form": form.value}
        case Listing(title, pick):
            return kind | {"title": title, "figure": pick.token()}


def from_json(plain: Any) -> tuple[Block, ...]:
    """The blocks behind `to_json`. Raises `BodyError` for what a report cannot consist of."""
    if not isinstance(plain, list):
        raise BodyError(Fault.UNREADABLE)
    if len(plain) > MOST_BLOCKS:
        raise BodyError(Fault.TOO_MANY)
    return tuple(_block(one, place) for place, one in enumerate(plain))


def _block(plain: Any, place: int) -> Block:
    try:
        block = _read(plain)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as why:
        raise BodyError(why.fault if isinstance(why, BodyError) else Fault.UNREADABLE, place) from None
    fault = fault_of(block)
    if fault is not None:
        raise BodyError(fault, place)
    return block


def _read(plain: Mapping[str, Any]) -> Block:
    kind = _KINDS[plain["kind"]]
    if kind is Heading:
        return Heading(str(plain["text"]).strip(), int(plain.get("level", 1)))
    if kind is Text:
        return Text(str(plain["text"]).strip())
    title = str(plain.get("title", "")).strip()
    if kind is Figures:
        return Figures(title, tuple(Pick.of(one) for one in plain["figures"]))
    pick = Pick.of(plain["figure"])
    if kind is Breakdown:
        return Breakdown(title, pick, str(plain["by"]), Form(plain.get("form", Form.CHART)))
    return Listing(title, pick)


def fault_of(block: Block) -> Fault | None:
    """What is wrong with a block by itself; whether its numbers exist is asked elsewhere."""
    match block:
        case Heading(text, level):
            if not text:
                return Fault.EMPTY
            return Fault.TOO_LONG if len(text) > HEADING_LENGTH or level not in {1, 2} else None
        case Text(text):
            return Fault.EMPTY if not text else Fault.TOO_LONG if len(text) > TEXT_LENGTH else None
        case Figures(title, picks):
            if not picks:
                return Fault.NO_NUMBER
            return Fault.TOO_LONG if len(picks) > MOST_PICKS or len(title) > HEADING_LENGTH else None
        case Breakdown(title=title) | Listing(title=title):
            return Fault.TOO_LONG if len(title) > HEADING_LENGTH else None
