"""All lectures as a list for readers, and as a list of addresses for machines."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.common.policy import open_to_all
from sixianghui.lectures import commands, queries
from sixianghui.lectures.rules import State
from sixianghui.ui import public as ui

PAGE = 20
ADDRESSES = 5_000


@open_to_all
@require_safe
def lectures(request: HttpRequest) -> HttpResponse:
    """What is on, what comes, what was held, the latest first."""
    asked = request.GET.get("page", "1")
    pages = Paginator(queries.all_for(request.user), PAGE)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= pages.num_pages):
        raise Http404
    page = pages.page(int(asked))
    rows = [(row, queries.standing_of(row)) for row in page.object_list]
    context = {
        "here": [one for one in rows if one[1].state in {State.LIVE, State.COMING}],
        "held": [one for one in rows if one[1].state is State.ENDED],
        "page": page,
    }
    return ui.keep(request, render(request, "lectures/lectures.html", context), commands.TAG, "units")


@open_to_all
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of lectures, and each of them."""
    context = {"lectures": queries.for_machines(ADDRESSES)}
    kind = "application/xml; charset=utf-8"
    return ui.keep(request, render(request, "lectures/sitemap.xml", context, content_type=kind), commands.TAG)
