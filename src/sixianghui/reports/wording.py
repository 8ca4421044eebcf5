"""Numbers as writers read and type them, 【频道发稿·全部】, and as they are kept, `[[channel.articles:all]]`. Pure.

Behind the name of a number stands nothing (narrowed as the report is), 全部 (by nothing), or the name of a unit.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sixianghui.reports.rules.body import BodyError, Pick, parts_of

#: "Not narrowed", as it is written, and what else is understood.
WHOLE = "全部"
_WHOLE_WORDS = frozenset({WHOLE, "all", "All"})
_BRACKETS = re.compile(r"【([^【】\n]{1,120})】")
_DOTS = re.compile(r"\s*[·・•‧∙]\s*")
NEAR = 3


@dataclass(frozen=True)
class Names:
    """What numbers and units are called. `figures`: by name, what is written. `also`: further words that are understood,
    with the figure's name. `units`: by id, what is written; `unit_ids`: what is understood, with the id.
    """

    figures: Mapping[str, str]
    also: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    unit_ids: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Unknown:
    """Words that name no number (or, with `of_unit`, no unit), and those that come near."""

    words: str
    near: tuple[str, ...] = ()
    of_unit: bool = False


class UnknownWords(ValueError):
    """Raised by `pick_of`."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.words)
        self.unknown = unknown


def words_of(pick: Pick, names: Names) -> str:
    """A number as it is read, without brackets: 频道发稿·全部."""
    label = names.figures.get(pick.figure, pick.figure)
    if pick.whole:
        return f"{label}·{WHOLE}"
    if pick.unit is not None:
        return f"{label}·{names.units.get(pick.unit, pick.unit)}"
    return label


def pick_of(words: str, names: Names) -> Pick:
    """The number that somebody named, with brackets or without. Raises `UnknownWords`."""
    said = words.strip().strip("【】").strip()
    try:
        return Pick.of(said)
    except BodyError:
        pass
    label, how = _parted(said)
    figure = _figure(label, names)
    if figure is None:
        raise UnknownWords(Unknown(label, _near(label, names)))
    if not how:
        return Pick(figure)
    if how in _WHOLE_WORDS:
        return Pick(figure, whole=True)
    unit = _unit(how, names)
    if unit is None:
        near = difflib.get_close_matches(how, list(names.units.values()), NEAR, 0.4)
        raise UnknownWords(Unknown(how, tuple(near), of_unit=True))
    return Pick(figure, unit=unit)


def text_shown(text: str, names: Names) -> str:
    """A text as its writer reads it."""
    return "\n".join(
        "".join(part if isinstance(part, str) else f"【{words_of(part, names)}】" for part in parts_of(line))
        for line in text.split("\n")
    )


def text_kept(text: str, names: Names) -> tuple[str, list[Unknown]]:
    """A text as it is kept, and what in it names nothing; that stays as it was typed."""
    unknown: list[Unknown] = []

    def replaced(found: re.Match[str]) -> str:
        try:
            return pick_of(found[1], names).token()
        except UnknownWords as why:
            unknown.append(why.unknown)
            return found[0]

    return _BRACKETS.sub(replaced, text.replace("\r\n", "\n")), unknown


def named_units(texts: Iterable[str]) -> Iterator[str]:
    """What may be names of units in texts and lines: whatever stands behind a dot."""
    for text in texts:
        for said in (*_BRACKETS.findall(text), *text.splitlines()):
            how = _parted(said.strip().strip("【】"))[1]
            if how and how not in _WHOLE_WORDS and len(how) <= 80:
                yield how


def _parted(said: str) -> tuple[str, str]:
    parts = _DOTS.split(said, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def _figure(label: str, names: Names) -> str | None:
    if label in names.figures:
        return label
    for name, written in names.figures.items():
        if written == label:
            return name
    return names.also.get(label)


def _unit(how: str, names: Names) -> int | None:
    if how in names.unit_ids:
        return names.unit_ids[how]
    return next((number for number, written in names.units.items() if written == how), None)


def _near(label: str, names: Names) -> tuple[str, ...]:
    """Names that come near: those with these very signs first, then what looks alike."""
    known = list(names.figures.values())
    inside = [one for one in known if label and (label in one or one in label)]
    alike = difflib.get_close_matches(label, known, NEAR, 0.34)
    return tuple(dict.fromkeys([*inside, *alike]))[:NEAR]
