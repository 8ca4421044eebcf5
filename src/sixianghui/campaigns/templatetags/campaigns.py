"""Words and numbers of this room's pages."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.common import text
from sixianghui.ledger.public import Scope

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """Minutes as people say them: 25 分钟, 约 18 小时."""
    if minutes < 90:
        return ngettext("%(minutes)d 分钟", "%(minutes)d 分钟", minutes) % {"minutes": minutes}
    whole = round(minutes / 60)
    return ngettext("约 %(hours)s 小时", "约 %(hours)s 小时", whole) % {"hours": text.grouped(whole)}


@register.simple_tag
def counted(number: int, name: str, scope: Scope) -> SafeString:
    """A number that was counted for many rows at once, as a link to the evidence of its figure in this scope."""
    query = urlencode(scope.to_json())
    return format_html(
        '<a class="fig" href="{}?{}" title="{}">{}</a>',
        reverse("reports:figure", args=[name]),
        query,
        _("看依据"),
        text.grouped(number),
    )


@register.simple_tag
def of_unit(scope: Scope, unit: int) -> Scope:
    """The same scope, narrowed to a unit and those below it."""
    return Scope(unit=unit, since=scope.since, until=scope.until, thing=scope.thing)
