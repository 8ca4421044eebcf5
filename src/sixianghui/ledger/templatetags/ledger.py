"""`{% figure "room.noun" %}`: a number that opens its evidence."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sixianghui.ledger import figures, queries
from sixianghui.ledger.scope import WHOLE, Scope
from sixianghui.ui import public as ui

register = template.Library()


@register.simple_tag(takes_context=True)
def figure(context: Context, name: str, *, scope: Scope = WHOLE, words: bool = False) -> SafeString:
    """The number as a link to its evidence page; the measure word belongs to the sentence around it.

    `words` writes it as prose does (10.3万), the exact number on hover. One query. Raises `UnknownFigure`.
    """
    found = figures.get(name)
    request = context.get("request")
    if request is not None:
        ui.shows(request, found.tag)
    reading = queries.read(found, scope, _person(context, found))
    shown = reading.prose if words else reading.text
    said = {"label": found.label, "number": reading.text, "measure": found.measure}
    return format_html(
        '<a class="fig" href="{}" title="{}">{}</a>',
        evidence_url(found, scope),
        _("%(label)s：%(number)s %(measure)s，看依据") % said,
        shown,
    )


def evidence_url(found: figures.Figure, scope: Scope) -> str:
    """The page of a figure, narrowed to `scope`."""
    query = urlencode(scope.to_json())
    return reverse("reports:figure", args=[found.name]) + (f"?{query}" if query else "")


def _person(context: Context, found: figures.Figure) -> Any:
    """Who reads; not asked for a figure that is the same for everybody, so that its page can be kept."""
    request = context.get("request")
    return request.user if request is not None and queries.is_guarded(found) else None
