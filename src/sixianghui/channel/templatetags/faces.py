"""Template words of the columns' faces."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from sixianghui.channel.models import Piece
from sixianghui.channel.sources import Lecture, State
from sixianghui.common.time import SHANGHAI
from sixianghui.ui.public import short_date

register = template.Library()

_NUMERALS = "零一二三四五六七八九"
#: Drawn portraits for those who have no picture: always the same one for the same piece.
PORTRAITS = 4


@register.filter
def numeral(number: int) -> str:
    """Chinese numeral below a hundred, as a table of contents has it; plain digits on an English page and beyond."""
    if not 0 < number < 100 or _english():
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")


@register.filter
def short_month(day: dt.date) -> str:
    """6月, or Jun on an English page."""
    return f"{day:%b}" if _english() else f"{day.month}月"


@register.filter
def short_weekday(day: dt.date) -> str:
    """周二, or Tue on an English page."""
    return f"{day:%a}" if _english() else "周" + "一二三四五六日"[day.weekday()]


@register.filter
def short_day(moment: dt.datetime) -> str:
    """The day of a moment in Shanghai: 6月5日, or 5 June."""
    return short_date(moment.astimezone(SHANGHAI).date())


@register.filter
def clock(moment: dt.datetime) -> str:
    """15:00, as a clock in Shanghai shows it."""
    return f"{moment.astimezone(SHANGHAI):%H:%M}"


@register.filter
def day_of(moment: dt.datetime) -> int:
    """The day of the month in Shanghai."""
    return moment.astimezone(SHANGHAI).day


@register.filter
def month_and_weekday(moment: dt.datetime) -> str:
    """6月 周四, or Jun Thu."""
    day = moment.astimezone(SHANGHAI).date()
    return f"{short_month(day)} {short_weekday(day)}"


@register.filter
def portrait_of(piece: Piece) -> str:
    """The template of the drawn portrait that stands for a person without a picture."""
    return f"channel/parts/portraits/{zlib.crc32(piece.title.encode()) % PORTRAITS + 1}.html"


@register.filter
def state_class(lecture: Lecture) -> str:
    """The colour of a lecture's tag."""
    return {State.LIVE: "live", State.NEXT: "warn", State.REPLAY: ""}[lecture.state]


@register.filter
def quoted(words: str) -> str:
    """Somebody's words in quotation marks, with none twice."""
    return f"“{words.strip().strip('“”')}”"


@register.filter
def sender(piece: Piece) -> str:
    """Who is named below a headline: the unit that sent it, else its source."""
    return piece.unit.name if piece.unit is not None else piece.source


@register.simple_tag
def address(name: str, *arguments: Any) -> str:
    """An address, or nothing where no room has it yet."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _english() -> bool:
    return (translation.get_language() or "").startswith("en")
