"""Writing to the secretary, and what others asked like it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.common.errors import Conflict
from sixianghui.common.policy import open_to_all
from sixianghui.complaints import commands, limits, queries
from sixianghui.complaints.forms import Question
from sixianghui.complaints.limits import Limit
from sixianghui.complaints.search import KIND
from sixianghui.complaints.views.writing import context_of, filled, place_of, thanks
from sixianghui.search import public as search
from sixianghui.ui import public as ui

#: As much of what somebody writes is compared.
_COMPARED = 600


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    """A question to the secretary. Before it is received, what others asked like it is shown once."""
    account = request.user if request.user.is_authenticated else None
    form = Question(
        request.POST or None,
        signed_in=account is not None,
        page=request.GET.get("page", ""),
        initial={"with_page": True, "readers": "public"},
    )
    if request.method != "POST":
        return _form(request, form)
    place = place_of(request)
    if limits.has_to_wait(Limit.LETTERS, place):
        return _form(request, form, status=429)
    if not form.is_valid():
        return _form(request, form)
    alike = similar_to(f"{form.cleaned_data['title']}\n{form.cleaned_data['text']}")
    if {one.ref for one in alike} - form.seen_refs:
        return _form(request, form, alike=alike)
    try:
        written = commands.write(**filled(form, account), asking=form.asking)
    except Conflict as error:
        form.add_error(None, str(error))
        return _form(request, form, status=409)
    limits.note(Limit.LETTERS, place)
    return thanks(request, written)


@open_to_all
@never_cache
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """What everybody may read and is like what somebody is writing. By POST: what they write is in no address."""
    place = str(request.META["REMOTE_ADDR"])
    if limits.has_to_wait(Limit.SIMILAR, place):
        return JsonResponse({"alike": []}, status=429)
    limits.note(Limit.SIMILAR, place)
    text = f"{request.POST.get('title', '')}\n{request.POST.get('text', '')}"
    found = [
        {"ref": one.ref, "title": one.title, "url": one.url, "answered": ui.long_date(one.answered)}
        for one in similar_to(text)
    ]
    return JsonResponse({"alike": found})


def similar_to(text: str) -> list[queries.PublicLetter]:
    """Questions that everybody may read and that are about the same, the likest first."""
    return queries.by_refs(search.like(text[:_COMPARED], column=KIND))


def _form(request: HttpRequest, form: Question, *, status: int = 200, alike: Any = ()) -> HttpResponse:
    seen = " ".join(sorted(form.seen_refs | {one.ref for one in alike}))
    context = {**context_of(form, status), "alike": alike, "seen": seen}
    return render(request, "complaints/question.html", context, status=status)
