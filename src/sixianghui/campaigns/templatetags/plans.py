"""Words of plans in templates."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.translation import gettext

from sixianghui.campaigns.forms.plans import numeral as _numeral
from sixianghui.campaigns.models import Audience
from sixianghui.campaigns.queries.plans import month_label
from sixianghui.common import time
from sixianghui.ui.public import short_date

register = template.Library()


@register.filter
def numeral(number: int) -> str:
    """一, 二, 三."""
    return _numeral(number)


@register.filter
def audience(code: str) -> str:
    """For whom, in the reader's language."""
    return str(Audience(code).label) if code in Audience.values else ""


@register.filter
def kind(name: str) -> str:
    """A kind of activity in the reader's language; as the committee wrote it where it is none of the house's."""
    return gettext(name) if name else ""


@register.filter
def month(day: dt.date) -> str:
    """6月."""
    return month_label(day)


@register.filter
def short_day(moment: dt.datetime) -> str:
    """The day of a moment in Shanghai: 6月5日."""
    return short_date(moment.astimezone(time.SHANGHAI).date())
