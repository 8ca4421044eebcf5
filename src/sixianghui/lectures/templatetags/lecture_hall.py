"""Template words of the hall: how many seats are free."""

from __future__ import annotations

from django import template

from sixianghui.lectures import queries
from sixianghui.lectures.models import Lecture

register = template.Library()


@register.simple_tag
def hall_of(lecture: Lecture) -> queries.Hall | None:
    """The hall of a lecture as everybody sees it; None where there is none."""
    return queries.hall_of(lecture, queries.standing(lecture))
