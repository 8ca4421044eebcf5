"""What pages show of the providers."""

from __future__ import annotations

from typing import Any

from django import template

from sixianghui.access import queries
from sixianghui.access.adapters import ways
from sixianghui.access.adapters.base import Outside

register = template.Library()


@register.simple_tag(takes_context=True)
def providers(context: dict[str, Any]) -> list[Outside]:
    """The configured providers that work in this browser."""
    return ways.offered(context["request"])


@register.simple_tag(takes_context=True)
def identities(context: dict[str, Any]) -> dict[str, Any]:
    """What the person's own account is linked to, and what it could be."""
    request = context["request"]
    linked = [one for one in queries.identities_of(request.user) if one.provider in ways.BY_ID]
    have = {one.provider for one in linked}
    return {
        "linked": [{"name": ways.BY_ID[one.provider].label(), "identity": one} for one in linked],
        "could": [one for one in ways.offered(request) if one.kept_as() not in have],
    }
