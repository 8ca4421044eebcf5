"""Template words of the room: numbers with their evidence, moments of a lecture, how long something lasts."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from sixianghui.common import text
from sixianghui.ledger import public as ledger
from sixianghui.lectures import rules, wording
from sixianghui.lectures.models import Lecture

register = template.Library()
#: What a number of one lecture is narrowed to.
KIND = "lecture"


@register.simple_tag
def lecture_number(lecture: Lecture, name: str, value: int, mark: str = "") -> SafeString:
    """A number of this lecture; it opens its evidence where there is a figure of that name. `mark`: how an island finds it."""
    shown = format_html('<span data-count="{}">{}</span>', mark, text.grouped(value)) if mark else None
    shown = shown or format_html("{}", text.grouped(value))
    try:
        ledger.get(name)
    except ledger.UnknownFigure:
        return format_html('<b class="lr-number num">{}</b>', shown)
    asked = urlencode({KIND: lecture.pk})
    address = f"{reverse('reports:figure', args=[name])}?{asked}"
    return format_html('<a class="fig" href="{}">{}</a>', address, shown)


@register.filter
def clock(seconds: int | None) -> str:
    """1:02:15."""
    return "" if seconds is None else rules.clock(seconds)


@register.filter
def lasting(seconds: int) -> str:
    """How long it still takes, in words."""
    return wording.lasting(seconds)
