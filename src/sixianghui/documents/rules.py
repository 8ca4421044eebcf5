"""How a document is set, before any file is made: cleaned texts, numbers, where a title breaks, what goes where. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from sixianghui.common.text import long_date
from sixianghui.documents import measures, titles
from sixianghui.documents.layout import Block, Heading, Numbered, OfficialDocument, Paragraph, Table

#: Controls, surrogates, unassigned code points and those for private use print nothing or a box, and some of them
#: (the ones for right-to-left) turn a text around; none is text.
_NO_TEXT = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = re.compile(r"[^\S\u3000]+")
_LINES = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_DIGITS = "〇一二三四五六七八九"
#: Longer texts are nobody's document, and hold a quarter of a gigabyte while they are set.
LONGEST = 120_000


class Face(StrEnum):
    """The four faces of a document (5.2.2, 7.3.1, 7.3.3)."""

    BODY = "body"
    HEI = "hei"
    KAI = "kai"
    TITLE = "title"


#: First level 黑体, second 楷体, third and fourth 仿宋 (7.3.3).
_FACES = {1: Face.HEI, 2: Face.KAI, 3: Face.BODY, 4: Face.BODY}


@dataclass(frozen=True)
class Run:
    """Text in one face."""

    text: str
    face: Face = Face.BODY


@dataclass(frozen=True)
class Para:
    """A paragraph, two characters in. `level` is that of a heading that stands alone, 0 for anything else."""

    runs: tuple[Run, ...]
    level: int = 0
    kind: str = "para"


@dataclass(frozen=True)
class Grid:
    """A table with a share of the width for each column."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    kind: str = "grid"


@dataclass(frozen=True)
class Annex:
    """An attachment that is printed: 附件1, its title, its text."""

    label: str
    title: tuple[str, ...]
    flow: tuple[Para | Grid, ...]


@dataclass(frozen=True)
class Imprinted:
    """A row of the imprint: 抄送：… or 印发机关 and date; `right` stands at the other end."""

    label: str
    text: str
    right: str = ""


@dataclass(frozen=True)
class Sheet:
    """A document ready to be set. `title_text` is the title in one piece, for the file's properties."""

    issuers: tuple[str, ...]
    head_word: str
    number: str
    title: tuple[str, ...]
    title_text: str
    addressees: str
    flow: tuple[Para | Grid, ...]
    listed: tuple[str, ...]
    signed: tuple[str, ...]
    date: str
    note: str
    annexes: tuple[Annex, ...]
    imprint: tuple[Imprinted, ...]
    sample: bool
    sealed: bool


def clean(text: str) -> str:
    """A text on one line: no controls, nothing that turns it around or prints nothing, single spaces."""
    text = _LINES.sub(" ", text)
    text = "".join(one for one in text if one == "\t" or unicodedata.category(one) not in _NO_TEXT)
    return _SPACES.sub(" ", text).strip(" ")


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each clean; empty ones are gone."""
    return tuple(one for line in _LINES.split(text) if (one := clean(line).strip("\u3000")))


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九; above that Arabic."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else _DIGITS[tens])
        + ("十" if tens else "")
        + (_DIGITS[ones] if ones or not tens else "")
    )


def mark(level: int, number: int) -> str:
    """The number before a heading (7.3.3)."""
    return {
        1: f"{numeral(number)}、", 2: f"（{numeral(number)}）", 3: f"{number}.", 4: f"（{number}）",
    }[level]  # fmt: skip


def width(text: str) -> float:
    """About how many characters wide a text is: what is half as wide counts half."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def sheet(document: OfficialDocument) -> Sheet:
    """Everything about a document that does not depend on the kind of file."""
    title = tuple(titles.lines(clean(document.title)))
    to = _joined(document.addressees)
    moved = to != "" and _pushes_text_away(to, len(title), len(document.issuers))
    printed = [item.title for item in document.attachments]
    listed = tuple(clean(one) for one in printed)
    annexes = tuple(
        Annex(
            f"附件{number}" if len(listed) > 1 else "附件",
            tuple(titles.lines(clean(item.title))),
            _flow(item.blocks),
        )
        for number, item in enumerate(document.attachments, start=1)
        if item.blocks
    )
    issuers = tuple(filter(None, map(clean, document.issuers)))
    return Sheet(
        issuers=issuers,
        head_word=clean(document.head_word),
        number=clean(document.number),
        title=title,
        title_text="".join(title),
        addressees="" if moved or not to else f"{to}：",
        flow=_flow(document.blocks),
        listed=listed,
        signed=tuple(filter(None, map(clean, document.signed))) or issuers,
        date=long_date(document.date),
        note=clean(document.note).strip("（）()"),
        annexes=annexes,
        imprint=_imprint(document, to if moved else ""),
        sample=document.sample,
        sealed=document.sealed,
    )


def letters(document: Sheet) -> str:
    """Every text of a document in one string: for its length and for the characters it needs."""
    flows = [*document.flow, *(one for annex in document.annexes for one in annex.flow)]
    pieces = [
        *document.issuers, document.head_word, document.number, *document.title, document.addressees,
        *document.listed, *document.signed, document.date, document.note,
        *(text for annex in document.annexes for text in (annex.label, *annex.title)),
        *(text for row in document.imprint for text in (row.label, row.text, row.right)),
        *(run.text for one in flows if isinstance(one, Para) for run in one.runs),
        *(cell for one in flows if isinstance(one, Grid) for row in (one.header, *one.rows) for cell in row),
    ]  # fmt: skip
    return "".join(pieces)


def _joined(names: tuple[str, ...]) -> str:
    return "，".join(filter(None, (clean(one).rstrip("：:，,、") for one in names)))


def _pushes_text_away(to: str, title_lines: int, issuers: int) -> bool:
    """Whether the first page could not show the text below so many addressees; they move to the imprint (7.3.2)."""
    free = 12 - title_lines - max(0, issuers - 1)
    return -(-width(to) // measures.CELLS) > max(1, free - 2)


def _imprint(document: OfficialDocument, moved: str) -> tuple[Imprinted, ...]:
    rows = []
    if moved:
        rows.append(Imprinted("主送：", f"{moved}。"))
    if copies := _joined(document.copies):
        rows.append(Imprinted("抄送：", f"{copies.rstrip('。')}。"))
    by = clean(document.printed_by)
    if by or document.printed_on is not None:
        on: dt.date = document.printed_on or document.date
        rows.append(Imprinted("", by or clean(document.issuers[0]), f"{long_date(on)}印发"))
    return tuple(rows)


def _flow(blocks: tuple[Block, ...]) -> tuple[Para | Grid, ...]:
    """Blocks as paragraphs with their numbers; a heading starts those below it anew."""
    found: list[Para | Grid] = []
    counts = [0] * 5
    for block in blocks:
        match block:
            case Heading():
                level = min(4, max(1, block.level))
                counts[level] += 1
                counts[level + 1 :] = [0] * (4 - level)
                found.extend(_heading(block, level, counts[level]))
            case Paragraph():
                found.extend(Para((Run(one),)) for one in paragraphs(block.text))
            case Numbered():
                items = [one for item in block.items if (one := clean(item))]
                found.extend(Para((Run(mark(3, at) + one),)) for at, one in enumerate(items, start=1))
            case Table():
                found.append(_grid(block))
    return tuple(found)


def _heading(block: Heading, level: int, number: int) -> list[Para]:
    text = mark(level, number) + clean(block.text)
    first, *rest = paragraphs(block.goes_on) or ("",)
    if not first:
        return [Para((Run(text, _FACES[level]),), level)]
    if text[-1] not in "。！？；：":
        text += "。"
    return [Para((Run(text, _FACES[level]), Run(first))), *(Para((Run(one),)) for one in rest)]


def _grid(table: Table) -> Grid:
    columns = max([len(table.header), *(len(row) for row in table.rows), 1])
    rows = tuple(_row(row, columns) for row in table.rows)
    header = _row(table.header, columns) if table.header else ()
    shares = tuple(max(1, one) for one in table.widths[:columns])
    if len(shares) != columns:
        cells = [[row[at] for row in (*rows, *([header] if header else []))] for at in range(columns)]
        shares = tuple(
            max(3, min(20, *[int(max(map(width, column), default=1)) + 1, 20])) for column in cells
        )
    return Grid(header, rows, shares)


def _row(cells: tuple[str, ...], columns: int) -> tuple[str, ...]:
    return tuple(clean(one) for one in cells) + ("",) * (columns - len(cells))
