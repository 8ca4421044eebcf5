"""The register of personal data as a reader understands it: by what it is kept for."""

from __future__ import annotations

from dataclasses import dataclass, field

from sixianghui.vault.public import Basis, Class, Entry, Purpose, Sees, Text, purposes, registered


@dataclass
class Line:
    """What is kept alike: which rows and fields, how long, and who sees it."""

    retention: Text
    sees: tuple[Sees, ...]
    restricted: bool
    what: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class PurposePage:
    """Everything kept for one purpose; `machines`: the rows of which only digests and numbers are kept."""

    purpose: Purpose
    bases: list[Basis] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    machines: list[str] = field(default_factory=list)


def register_by_purpose() -> list[PurposePage]:
    """All purposes for which something is kept."""
    pages = {purpose.code: PurposePage(purpose) for purpose in purposes.ALL}
    for one in registered():
        for each, entry in one.personal():
            page, title = pages[entry.purpose.code], str(one.title)
            if entry.why not in page.bases:
                page.bases.append(entry.why)
            if entry.sees == (Sees.NOBODY,) or entry.unexported:
                if title not in page.machines:
                    page.machines.append(title)
                continue
            words = _line(page, entry).what.setdefault(title, [])
            word = str(one.word(each))
            if word not in words:
                words.append(word)
    return [page for page in pages.values() if page.lines or page.machines]


def _line(page: PurposePage, entry: Entry) -> Line:
    restricted = entry.klass is Class.RESTRICTED
    for line in page.lines:
        if (str(line.retention), line.sees, line.restricted) == (
            str(entry.retention),
            entry.sees,
            restricted,
        ):
            return line
    page.lines.append(Line(entry.retention, entry.sees, restricted))
    return page.lines[-1]
