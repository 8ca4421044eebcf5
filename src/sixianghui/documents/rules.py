"""How a document is set, before any file is made: cleaned texts, numbers, where a title breaks, what goes where. Pure."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass

from sixianghui.common.text import long_date
from sixianghui.documents import measures, titles
from sixianghui.documents.flow import Drawing, Grid, Para, Piece, flow
from sixianghui.documents.layout import OfficialDocument
from sixianghui.documents.texts import clean, width

#: Longer texts are nobody's document, and hold a quarter of a gigabyte while they are set.
LONGEST = 120_000
_OPEN, _CLOSED = ("（", "("), ("）", ")")
_IN_CHART = re.compile(r"<text[^>]*>([^<]*)</text>")


@dataclass(frozen=True)
class Annex:
    """An attachment that is printed: 附件1, its title, its text."""

    label: str
    title: tuple[str, ...]
    flow: tuple[Piece, ...]


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
    flow: tuple[Piece, ...]
    listed: tuple[str, ...]
    signed: tuple[str, ...]
    date: str
    note: str
    annexes: tuple[Annex, ...]
    imprint: tuple[Imprinted, ...]
    sample: bool
    sealed: bool
    marks: tuple[str, ...] = ()


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
            flow(item.blocks),
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
        flow=flow(document.blocks),
        listed=listed,
        signed=tuple(filter(None, map(clean, document.signed))) or issuers,
        date=long_date(document.date),
        note=_unwrapped(clean(document.note)),
        annexes=annexes,
        imprint=_imprint(document, issuers, to if moved else ""),
        sample=document.sample,
        sealed=document.sealed,
        marks=_marks(document),
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
        *(text for one in flows if isinstance(one, Grid) for text in (one.title, one.note)),
        *(text for one in flows if isinstance(one, Drawing) for text in (one.title, one.alt, *_written(one))),
        *document.marks,
    ]  # fmt: skip
    return "".join(pieces)


def _written(chart: Drawing) -> list[str]:
    """What stands in a chart."""
    return [html.unescape(one) for one in _IN_CHART.findall(chart.svg)]


def above(document: Sheet) -> str:
    """What every page says above the area; "" for most."""
    return " · ".join(
        (*document.marks[:1], "不作公文使用", *document.marks[1:]) if document.sample else document.marks
    )


def _marks(document: OfficialDocument) -> tuple[str, ...]:
    """What stands above every page: that it is invented, that it holds no more."""
    return (*(("样例",) if document.sample else ()), *filter(None, (clean(document.mark),)))


def _joined(names: tuple[str, ...]) -> str:
    return "，".join(filter(None, (clean(one).rstrip("：:，,、。") for one in names)))


def _unwrapped(text: str) -> str:
    """A text without the brackets around the whole of it, which are set anyway."""
    if not (text[:1] in _OPEN and text[-1:] in _CLOSED):
        return text
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter in _OPEN) - (letter in _CLOSED)
        if depth == 0:  # the first one is closed here: at the end it goes round everything
            return text[1:-1] if at == len(text) - 1 else text
    return text


def _pushes_text_away(to: str, title_lines: int, issuers: int) -> bool:
    """Whether the first page could not show the text below so many addressees; they move to the imprint (7.3.2)."""
    free = 12 - title_lines - max(0, issuers - 1)
    return -(-width(to) // measures.CELLS) > max(1, free - 2)


def _imprint(document: OfficialDocument, issuers: tuple[str, ...], moved: str) -> tuple[Imprinted, ...]:
    rows = []
    if moved:
        rows.append(Imprinted("主送：", f"{moved}。"))
    if copies := _joined(document.copies):
        rows.append(Imprinted("抄送：", f"{copies}。"))
    by = clean(document.printed_by)
    if by or document.printed_on is not None:
        on: dt.date = document.printed_on or document.date
        rows.append(Imprinted("", by or "".join(issuers[:1]), f"{long_date(on)}印发"))
    return tuple(rows)
