"""The page of results, and what is offered while somebody types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.common import wire
from sixianghui.common.policy import open_to_all
from sixianghui.search import commands, queries
from sixianghui.search.sources import TAG


@open_to_all
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What the query `q` finds, narrowed by `column` and `year`; without one, the empty form."""
    asked = request.GET
    found = queries.search(
        asked.get("q", ""),
        column=asked.get("column", "")[:60],
        year=_number(asked.get("year", "")),
        page=_number(asked.get("page", "")) or 1,
        exact=bool(asked.get("exact")),
    )
    if found.total and request.method == "GET":
        commands.note_query(found.asked, request.META.get("REMOTE_ADDR", ""))
    return render(request, "search/results.html", {"found": found, "query": found.query})


@open_to_all
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What `q` may go on to. The same for everybody, so that `front` may keep it."""
    answer = JsonResponse({"offered": queries.suggestions(request.GET.get("q", ""))})
    if wire.SESSION_COOKIE not in request.COOKIES:
        answer.headers[wire.CACHE_TAGS] = f"{TAG} {wire.EVERYTHING}"
        answer.headers[wire.CACHE_SECONDS] = "300"
    return answer


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
