"""The register of personal data as a reader understands it: by what it is kept for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sixianghui.vault.public import Basis, Class, Entry, Purpose, Sees, Text, purposes, registered


@dataclass(frozen=True)
class Line:
    """One kind of row: what it is called, the fields in it, how long it is kept, who sees it."""

    title: str
    words: list[str]
    retention: Text
    sees: tuple[Sees, ...]
    restricted: bool


@dataclass
class PurposePage:
    """Everything kept for one purpose."""

    purpose: Purpose
    bases: list[Basis] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def register_by_purpose() -> list[PurposePage]:
    """All purposes for which something is kept."""
    pages = {purpose.code: PurposePage(purpose) for purpose in purposes.ALL}
    for title, entry, words in _entries():
        page = pages[entry.purpose.code]
        if entry.why not in page.bases:
            page.bases.append(entry.why)
        restricted = entry.klass is Class.RESTRICTED
        page.lines.append(Line(title, words, entry.retention, entry.sees, restricted))
    return [page for page in pages.values() if page.lines]


def _entries() -> Iterator[tuple[str, Entry, list[str]]]:
    """(what the row is called, an entry, the words of its fields), each once; who only did something counts once."""
    told: set[tuple[str, Entry, tuple[str, ...]]] = set()
    for one in registered():
        by_entry: dict[Entry, list[str]] = {}
        for each, entry in one.personal():
            word = str(one.word(each))
            if word not in by_entry.setdefault(entry, []):
                by_entry[entry].append(word)
        for entry, words in by_entry.items():
            key = (str(one.title), entry, tuple(words))
            if key not in told:
                told.add(key)
                yield str(one.title), entry, words
