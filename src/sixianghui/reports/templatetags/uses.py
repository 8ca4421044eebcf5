"""`{% used_in figure %}`: the published reports that show a number."""

from __future__ import annotations

from django import template

from sixianghui.ledger.public import Figure
from sixianghui.reports.queries import uses

register = template.Library()


@register.simple_tag
def used_in(figure: Figure) -> list[uses.UsedIn]:
    """The newest of them. One query."""
    return uses.used_in(figure)
