"""Template words of the room."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def listed(words: Iterable[object]) -> str:
    """Words one after another: 姓名、编号, or “name, number” on an English page."""
    return _("、").join(str(word) for word in words)
