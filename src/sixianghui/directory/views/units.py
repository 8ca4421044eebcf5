"""The organisation tree and the page of a unit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sixianghui.access.public import may
from sixianghui.common.policy import open_to_all
from sixianghui.directory import queries, strips
from sixianghui.directory.actions import Action
from sixianghui.ui import public as ui


@open_to_all
def units(request: HttpRequest) -> HttpResponse:
    """The tree as a picture: solid lines are subordination, dashed ones industry guidance."""
    context = {"tree": queries.tree(), "may_register": _may_register(request)}
    response = render(request, "directory/units.html", context)
    return ui.keep(request, response, "units")


@open_to_all
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit: what it is, whose it is, who guides it, what is below it; or 410 once it was closed."""
    found = queries.unit_page(slug)
    if found is None:
        return _closed(request, slug)
    context = {
        "page": found,
        "unit": found.unit,
        "strips": strips.strips_of(found.unit),
        "acts": queries.acts_on(request.user, found.unit),
    }
    tags = {f"unit-page:{found.unit.pk}", *found.tags, *strips.tags_of(found.unit.pk)}
    return ui.keep(request, render(request, "directory/unit.html", context), *tags)


def _closed(request: HttpRequest, slug: str) -> HttpResponse:
    """Other pages still lead to a closed unit: its address says what was there and until when."""
    gone = queries.closed_unit(slug)
    if gone is None:
        raise Http404
    may_take_back = may(request.user, Action.EDIT_UNIT) and queries.places(request.user, gone)
    context = {"unit": gone, "may_take_back": may_take_back}
    response = render(request, "directory/unit_closed.html", context, status=410)
    return ui.keep(request, response, f"unit:{gone.pk}")


def _may_register(request: HttpRequest) -> bool:
    return may(request.user, Action.EDIT_UNIT) and queries.may_register(request.user)
