"""A thread on a page of its own, as everybody reads it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from sixianghui.common.policy import open_to_all
from sixianghui.remarks import places, queries
from sixianghui.remarks.commands.telling import EVERY
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole of a thread, page by page; whoever is signed in also sees their own that wait."""
    person: Any = request.user
    found = queries.thread(ref, person)
    where = places.find([found]).get(found.pk) if found is not None else None
    if found is None or where is None:
        raise Http404
    before = request.GET.get("before", "")
    if before and not queries.is_head(found, before):
        raise Http404
    asked = urlencode({"before": before}) if before else ""
    if request.META.get("QUERY_STRING", "") != asked:
        address = reverse("remarks:thread", args=[ref])
        return HttpResponseRedirect(f"{address}?{asked}" if asked else address)
    context = {
        "part": queries.part(found, most=queries.ON_PAGE, before=before),
        "where": where,
        "before": before,
        "own": queries.mine(person, thread=found) if person.is_authenticated else [],
    }
    response = render(request, "remarks/thread.html", context)
    return ui.keep(request, response, found.tag, EVERY) if where.open else response
