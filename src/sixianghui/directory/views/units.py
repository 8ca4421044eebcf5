"""The organisation tree and the page of a unit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sixianghui.common.policy import open_to_all
from sixianghui.directory import queries, strips
from sixianghui.ui import public as ui


@open_to_all
def units(request: HttpRequest) -> HttpResponse:
    """The tree as a picture: solid lines are subordination, dashed ones industry guidance."""
    response = render(request, "directory/units.html", {"tree": queries.tree()})
    return ui.keep(request, response, "units")


@open_to_all
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit: what it is, whose it is, who guides it, what is below it."""
    found = queries.unit_page(slug)
    if found is None:
        raise Http404
    context = {"page": found, "unit": found.unit, "strips": strips.strips_of(found.unit)}
    tags = {f"unit-page:{found.unit.pk}", *found.tags, *strips.tags_of(found.unit.pk)}
    return ui.keep(request, render(request, "directory/unit.html", context), *tags)
