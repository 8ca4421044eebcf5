"""What an official document consists of, as GB/T 9704-2012 《党政机关公文格式》 names it.

A caller fills these in and gives them to `as_docx` or `as_pdf`. Texts are plain: nothing in them is ever markup.
Numbers of headings and points are set by the layout and are not part of a text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4: 一、 （一） 1. （1） (7.3.3). The number is added.

    `goes_on` is text that follows in the same paragraph: “（一）开展动员。各党组织……”.
    """

    text: str
    level: int = 1
    goes_on: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text: two characters in, the next lines flush (7.3.3). A line break makes two of it."""

    text: str


@dataclass(frozen=True)
class Numbered:
    """A list: 1. 2. 3., each a paragraph (7.3.3, third level)."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A simple table whose head stands again on each page. `widths` are shares of the columns; without them they
    follow from the texts. `numeric`: columns of numbers, set at the right. With a `title` it is numbered: 表1.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    title: str = ""
    numeric: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a chart: its name, its number (None: only `shown` may be said), and how it is said."""

    label: str
    number: int | None
    shown: str


@dataclass(frozen=True)
class Chart:
    """A chart, numbered: 图1. Columns for what follows in time, else a bar for each part.

    `alt`: what it shows, for who does not see it.
    """

    title: str
    parts: tuple[Part, ...]
    over_time: bool = False
    alt: str = ""


Block = Heading | Paragraph | Numbered | Table | Chart


@dataclass(frozen=True)
class Attachment:
    """附件: named below the text (7.3.4); with blocks it is printed too, beginning on a page of its own (7.3.7)."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class OfficialDocument:
    """A document with head, body and imprint (7.1: 版头、主体、版记).

    issuers      in the red head, the host first (7.2.4); `head_word` stands behind them, "" for none
    number       “样例〔2018〕1号” (7.2.5): 〔〕, no 第, no leading noughts
    title        one line or several; `|` says where a line may end, else it is cut by sense (7.3.1)
    addressees   主送机关, joined with ，and closed with ：(7.3.2)
    signed       署名; the issuers when empty (7.3.5)
    date         成文日期, in Arabic numerals without leading noughts (7.3.5.4)
    note         附注, set in brackets (7.3.6)
    copies       抄送机关 (7.4.2)
    printed_by   印发机关, with `printed_on` (7.4.3); no imprint without any of the three
    sample       invented: “样例” in the head and on each page
    sealed       leaves the place of a seal (7.3.5.1); a seal itself is never drawn
    mark         what else every page says above the area, and the first one in its head: “已撤回”
    """

    issuers: tuple[str, ...]
    title: str
    date: dt.date
    blocks: tuple[Block, ...]
    number: str = ""
    addressees: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signed: tuple[str, ...] = ()
    note: str = ""
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: dt.date | None = None
    head_word: str = "文件"
    sample: bool = False
    sealed: bool = False
    mark: str = ""
