"""Questions that everybody may read, with their answers."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.common.policy import open_to_all
from sixianghui.complaints import queries
from sixianghui.complaints.figures import MEDIAN_REPLY
from sixianghui.complaints.search import KIND, LIST, tag_of
from sixianghui.ledger.public import value_of
from sixianghui.search import public as search
from sixianghui.ui import public as ui

PER_PAGE = 20
_LONGEST = 64


@open_to_all
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What everybody may read, the newest answer first; of what waits no more than how many there are."""
    asked = " ".join(request.GET.get("q", "").split())[:_LONGEST]
    rows = queries.public_letters()
    if asked:
        rows = rows.filter(ref__in=search.keys_found(asked, column=KIND))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "letters": queries.as_letters(page.object_list),
        "asked": asked,
        "kept": urlencode({"q": asked}) if asked else "",
        "waiting": queries.waiting_questions(),
        "has_median": value_of(MEDIAN_REPLY.name) is not None,
    }
    response = render(request, "complaints/letters.html", context)
    return ui.keep(request, response, LIST, "figures", search.TAG)


@open_to_all
@require_safe
def public(request: HttpRequest, ref: str) -> HttpResponse:
    """One question, its answer, and what changed."""
    found = queries.public_letter(ref)
    if found is None:
        raise Http404
    text = f"{found.title}\n{found.question}"
    refs = [one for one in search.like(text, column=KIND, most=4) if one != found.ref]
    context = {"letter": found, "alike": queries.by_refs(refs[:3])}
    response = render(request, "complaints/public.html", context)
    return ui.keep(request, response, LIST, tag_of(found.ref), "figures")
