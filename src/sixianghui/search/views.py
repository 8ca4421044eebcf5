"""The page of results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.common.policy import open_to_all
from sixianghui.search.sources import search


@open_to_all
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What the query `q` finds, grouped by source; without one, the empty form."""
    found = search(request.GET.get("q", ""))
    context = {"query": found.query, "groups": found.groups, "total": found.total}
    return render(request, "search/results.html", context)
