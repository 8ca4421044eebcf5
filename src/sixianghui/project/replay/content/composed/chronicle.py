"""What the chronicle is made of: topics as they were written, and events as they took place."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass, field

from sixianghui.project.replay.access import LEAGUE, OPERATIONS, RESEARCH, ROSTER, STAFF
from sixianghui.project.replay.content.drafts import Block, GuideStep

#: How a text names the unit that sends it: slug and full name.
UNITS: dict[str, tuple[str, str]] = {
    "r": (RESEARCH, "样例科技研发党支部"),
    "o": (OPERATIONS, "样例科技运营党支部"),
    "l": (LEAGUE, "样例科技团支部"),
    "-": ("", "本频道"),
}
MARK = "（示例）"
#: Everybody invented, without the mark that says so.
NAMES: tuple[str, ...] = tuple(
    name.removesuffix(MARK) for name in (*(row.name for row in ROSTER), *(name for _, name, _ in STAFF))
)
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Topic:
    """One topic as it was written.

    form: how it is told, which also says where and when such things take place. months: the months it fits, or all.
    fixed: the very day it took place. label: what a week's preview calls it, or nothing.
    """

    column: str
    form: str
    unit: str
    picture: str
    title: str
    summary: str
    blocks: tuple[Block, ...]
    label: str = ""
    kicker: str = ""
    months: tuple[int, ...] = ()
    fixed: dt.date | None = None
    occurs_on: dt.date | None = None
    quote: str = ""
    person: str = ""
    role: str = ""
    needs: tuple[str, ...] = ()
    steps: tuple[GuideStep, ...] = field(default=())

    @property
    def key(self) -> str:
        """The column and a number that stays as long as the title does."""
        return f"{self.column}-c-{zlib.crc32(self.title.encode()):08x}"

    @property
    def seed(self) -> int:
        """A number that is this topic's own."""
        return zlib.crc32(f"{self.form}/{self.title}".encode())


@dataclass(frozen=True)
class Event:
    """A topic with its day, place and number present, and when its article is handed in."""

    topic: Topic
    day: dt.date
    place: str
    present: int
    at: dt.datetime


def spoken(day: dt.date) -> str:
    """A day as an article says it: month, day and weekday."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def marked(text: str, seen: set[str]) -> str:
    """The text with the mark behind the first mention of each invented person."""
    for name in NAMES:
        if name in text and name not in seen:
            seen.add(name)
            if f"{name}{MARK}" not in text:
                text = text.replace(name, f"{name}{MARK}", 1)
    return text
