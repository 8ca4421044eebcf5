"""What an article of the demo is, before the channel's own commands make it one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a piece of an article's text is."""

    TEXT = "text"
    HEADING = "heading"
    QUOTE = "quote"
    LIST = "list"
    PICTURE = "picture"
    FIGURE = "figure"


@dataclass(frozen=True)
class Block:
    """One block. `words`: the text; of a picture, its caption; of a figure, the sentence with {} for the number.

    items: the lines of a list. of: the theme of a picture (`pictures.THEMES`), or the name of a figure.
    """

    kind: BlockKind
    words: str = ""
    items: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True)
class GuideStep:
    """One step of a guide: what is done, who acts, how long it takes, and the rule that says so."""

    title: str
    text: str
    who: str
    how_long: str = ""
    rule: str = ""
    article: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class Draft:
    """One article as its sender hands it in.

    key: never changes and is once in the demo. column: the column's slug (`columns.COLUMNS`). at: when it is handed
    in, on a working day between 2018-01-10 and 2018-06-04, Shanghai. unit: the slug of the invented unit that
    sends it, or nothing. picture: the theme of its first picture, or nothing. occurs_on: its day on a time line.
    quote, person, role: of a showcase. needs, steps: of a guide.
    """

    key: str
    column: str
    title: str
    summary: str
    at: dt.datetime
    body: tuple[Block, ...] = ()
    kicker: str = ""
    unit: str = ""
    source: str = "本频道"
    picture: str = ""
    occurs_on: dt.date | None = None
    quote: str = ""
    person: str = ""
    role: str = ""
    needs: tuple[str, ...] = ()
    steps: tuple[GuideStep, ...] = field(default=())
