"""What the sign-in page shows of the providers."""

from __future__ import annotations

from typing import Any

from django import template

from sixianghui.access.adapters import ways
from sixianghui.access.adapters.base import Outside

register = template.Library()


@register.simple_tag(takes_context=True)
def providers(context: dict[str, Any]) -> list[Outside]:
    """The configured providers that work in this browser."""
    return ways.offered(context["request"])
