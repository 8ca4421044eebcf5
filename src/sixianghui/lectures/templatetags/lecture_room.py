"""Template words of the room: numbers with their evidence, moments of a lecture, how long something lasts."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from sixianghui.common import text
from sixianghui.lectures import figures, queries, rules, wording
from sixianghui.lectures.models import Lecture

register = template.Library()


@register.simple_tag
def lecture_number(lecture: Lecture, name: str, value: int, mark: str = "") -> SafeString:
    """A number of this lecture that opens its evidence. `mark`: how an island finds it. What is not open has no page."""
    shown = format_html('<span data-count="{}">{}</span>', mark, text.grouped(value))
    if not lecture.activity.open:
        return format_html('<b class="lr-number num">{}</b>', shown)
    asked = urlencode({figures.KIND: lecture.pk})
    return format_html(
        '<a class="fig" href="{}?{}">{}</a>', reverse("reports:figure", args=[name]), asked, shown
    )


@register.simple_tag
def shown_of(lecture: Lecture) -> str:
    """What viewers are shown where the picture is, while the lecture is on air (`queries.Shown`)."""
    return queries.shown_of(lecture)


@register.filter
def clock(seconds: float | None) -> str:
    """1:02:15."""
    return "" if seconds is None else rules.clock(int(seconds))


@register.filter
def clock_of(seconds: int) -> str:
    """The same for what may be less than none: how much."""
    return rules.clock(abs(seconds))


@register.filter
def lasting(seconds: int) -> str:
    """How long it still takes, in words."""
    return wording.lasting(seconds)
