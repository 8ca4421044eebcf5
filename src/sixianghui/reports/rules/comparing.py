"""Two published reports side by side: what each number was, and the words that came and went. Pure.

A number of the one stands beside that of the other with the same scope; where none has it, beside the next of the same
name. They are subtracted only where that means something: the same definition, both exact, not two organisations
(numbers of organisations are never set against each other).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sixianghui.reports.rules.frozen import Content, Entry, Heading, Text


class Hindrance(StrEnum):
    """Why two numbers are not subtracted."""

    DEFINITION = "another definition"
    UNITS = "two organisations"
    NOT_EXACT = "not exact"


@dataclass(frozen=True)
class Pair:
    """A number in the one report and in the other; at most one of them is missing."""

    one: Entry | None
    other: Entry | None

    @property
    def either(self) -> Entry:
        """Whichever there is, for its name."""
        found = self.one or self.other
        if found is None:
            raise ValueError("a pair of nothing")
        return found

    @property
    def both(self) -> bool:
        """Whether it stands in both."""
        return self.one is not None and self.other is not None

    @property
    def same_scope(self) -> bool:
        """Whether both are over the same."""
        return self.one is not None and self.other is not None and self.one.scope == self.other.scope

    @property
    def hindrance(self) -> Hindrance | None:
        """Why they are not subtracted; None when they are, or when there is only one."""
        if self.one is None or self.other is None:
            return None
        if self.one.version != self.other.version:
            return Hindrance.DEFINITION
        if _unit(self.one) != _unit(self.other):
            return Hindrance.UNITS
        return Hindrance.NOT_EXACT if self.one.value is None or self.other.value is None else None

    @property
    def difference(self) -> int | None:
        """By how much the other is more than the one."""
        if self.hindrance is not None or self.one is None or self.other is None:
            return None
        if self.one.value is None or self.other.value is None:
            return None
        return self.other.value - self.one.value


@dataclass(frozen=True)
class Comparison:
    """All numbers of both; paragraphs that only the one has, and those that only the other has."""

    pairs: tuple[Pair, ...]
    gone: tuple[str, ...]
    come: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing is different."""
        even = all(pair.both and pair.same_scope and pair.difference == 0 for pair in self.pairs)
        return even and not self.gone and not self.come


def compare(one: Content, other: Content) -> Comparison:
    """Set two reports side by side, in the order of the first."""
    left, right = dict(_paragraphs(one)), dict(_paragraphs(other))
    return Comparison(
        pairs=tuple(_pairs(one.entries, other.entries)),
        gone=tuple(said for words, said in left.items() if words not in right),
        come=tuple(said for words, said in right.items() if words not in left),
    )


def _pairs(ones: tuple[Entry, ...], others: tuple[Entry, ...]) -> Iterator[Pair]:
    left_over = {(entry.figure, entry.scope): entry for entry in others}
    exact = {
        (entry.figure, entry.scope): left_over.pop((entry.figure, entry.scope))
        for entry in ones
        if (entry.figure, entry.scope) in left_over
    }
    for entry in ones:
        found = exact.get((entry.figure, entry.scope))
        if found is None:
            key = next((key for key in left_over if key[0] == entry.figure), None)
            found = left_over.pop(key) if key is not None else None
        yield Pair(entry, found)
    for entry in left_over.values():
        yield Pair(None, entry)


def _unit(entry: Entry) -> int | None:
    found: int | None = json.loads(entry.scope).get("unit")
    return found


def said_in(content: Content) -> Iterator[str]:
    """Each heading and paragraph as it is read."""
    for _words, said in _paragraphs(content):
        yield said


def _paragraphs(content: Content) -> Iterator[tuple[str, str]]:
    """Each heading and paragraph: its words without the values, by which it is known again, and as it was read."""
    for block in content.blocks:
        if isinstance(block, Heading):
            yield block.text, block.text
        elif isinstance(block, Text):
            for parts in block.paragraphs:
                words = "".join(_name(part, content) for part in parts)
                yield words, "".join(_shown(part, content) for part in parts)


def _name(part: str | int, content: Content) -> str:
    return part if isinstance(part, str) else f"【{content.entries[part].label}】"


def _shown(part: str | int, content: Content) -> str:
    return part if isinstance(part, str) else content.entries[part].shown
