"""What the views share: who asks, which activity, what a list is narrowed to."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from sixianghui.access.public import may
from sixianghui.activities import queries
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Activity, Kind
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.directory.public import Unit, open_units


def me(request: HttpRequest) -> Any:
    """Who is signed in, or nobody."""
    return request.user


def found(request: HttpRequest, ref: str) -> Activity:
    """The activity at this address, as far as this reader may know of it. Raises `NotThere`."""
    return queries.activity_for(me(request), ref)


def own(request: HttpRequest, ref: str, action: Action) -> Activity:
    """The activity of a unit for which one may do this; another's is not there."""
    one = found(request, ref)
    if not may(me(request), action, one):
        raise NotThere(_("没有这个活动，或者它不归你记。"))
    return one


def narrowed(request: HttpRequest) -> tuple[queries.Asked, Kind | None]:
    """The unit and the kind in the address; what is not there is a 404."""
    unit: Unit | None = None
    if slug := request.GET.get("unit", ""):
        unit = open_units().filter(slug=slug).first()
        if unit is None:
            raise Http404
    kind = queries.kind_of(request.GET["kind"]) if request.GET.get("kind") else None
    return queries.Asked(unit=unit, kind=kind.code if kind else ""), kind


def kept(asked: queries.Asked, **more: str) -> str:
    """The same narrowing as a query string."""
    values = {"unit": asked.unit.slug if asked.unit else "", "kind": asked.kind, **more}
    return urlencode({name: value for name, value in values.items() if value})


def month_in(request: HttpRequest) -> dt.date:
    """The first day of the month in the address, or of this one. What cannot be read is a 404."""
    raw = request.GET.get("month", "")
    if not raw:
        return time.today().replace(day=1)
    try:
        day = dt.datetime.strptime(raw, "%Y-%m").replace(tzinfo=time.SHANGHAI).date()
    except ValueError:
        raise Http404 from None
    if not 1950 <= day.year <= 2100:
        raise Http404
    return day


def page_in(request: HttpRequest) -> int:
    """The number of the page in the address, or the first. What cannot be read is a 404."""
    raw = request.GET.get("page", "1")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 6):
        raise Http404
    return int(raw)
