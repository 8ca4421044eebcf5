"""Template words of the house: phrases, dates and numbers as an editor writes them."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sixianghui.common import text, time

register = template.Library()


@register.filter
def phrased(headline: str) -> SafeString:
    """Wrap each phrase of a headline so that a line never breaks inside one."""
    return format_html_join("", '<span class="ph">{}</span>', ((part,) for part in text.phrases(str(headline))))


@register.filter
def grouped(number: int | None) -> str:
    """17693 → 17,693; nothing stays nothing."""
    return "" if number is None else text.grouped(number)


@register.filter
def long_date(moment: dt.date | dt.datetime | None) -> str:
    """2018年6月5日, or 5 June 2018 on an English page. A moment is shown as its day in Shanghai."""
    if moment is None:
        return ""
    day = moment.astimezone(time.SHANGHAI).date() if isinstance(moment, dt.datetime) else moment
    if (translation.get_language() or "").startswith("en"):
        return f"{day.day} {day:%B %Y}"
    return text.long_date(day)


@register.filter
def weekday(day: dt.date) -> str:
    """星期二, or Tuesday on an English page."""
    if (translation.get_language() or "").startswith("en"):
        return f"{day:%A}"
    return text.weekday(day)
