"""Requests that wait for an answer: corrections for whoever keeps the roster, all of them for the committee's staff."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.privacy import commands, forms, queries
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Kind, Request
from sixianghui.ui import public as ui

_ANSWERED = 30


@requires(queries.EDIT_PERSON)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Corrections asked for by people of one's units."""
    return _list(request, "privacy:correction-answer")


@requires(Action.ANSWER)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """All requests within reach."""
    return _list(request, "privacy:request")


def _list(request: HttpRequest, page: str) -> HttpResponse:
    within = queries.requests_to_answer(request.user)
    context = {
        "waiting": within.filter(outcome=""),
        "answered": within.exclude(outcome="").order_by("-answered_at")[:_ANSWERED],
        "page": page,
    }
    return render(request, "privacy/requests.html", context)


@requires(queries.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
@ui.once
def correction(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer a correction."""
    found = _one(request, ref)
    if found.kind != Kind.CORRECTION:
        raise Http404
    return _answer(request, found, "privacy:corrections")


@requires(Action.ANSWER)
@require_http_methods(["GET", "POST"])
@ui.once
def request(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer any request; an erasure can be refused here, and is done on the page behind."""
    return _answer(request, _one(request, ref), "privacy:requests")


def _answer(request: HttpRequest, found: Request, back: str) -> HttpResponse:
    correction = found.kind == Kind.CORRECTION
    form = (forms.Answer if correction else forms.Refusal)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = form.cleaned_data.get("done") == "yes"
        try:
            commands.answer_request(found, done=done, answer=form.cleaned_data["answer"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("答复了。"))
            return redirect(back)
    context = {
        "found": found,
        "form": form,
        "back": back,
        "topic": queries.topic_words(found.topic),
        "person": queries.person_to_correct(request.user, found),
    }
    return render(request, "privacy/request.html", context, status=422 if form.errors else 200)


@requires(Action.ANSWER)
@require_http_methods(["GET", "POST"])
@ui.once
def erasure(request: HttpRequest, ref: str) -> HttpResponse:
    """See what would go and what stays, and do it."""
    found = _one(request, ref)
    if found.kind != Kind.ERASURE or found.outcome:
        raise Http404
    form = forms.Erase(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.erase(found, answer=form.cleaned_data["answer"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("删好了。请把结果告诉本人。"))
            return redirect("privacy:request", found.ref)
    context = {"found": found, "form": form, "rooms": [], "stands_in_the_way": ""}
    try:
        context["rooms"] = commands.preview_erasure(found, by=request.user)  # type: ignore[arg-type]
    except HouseError as error:
        context["stands_in_the_way"] = str(error)
    return render(request, "privacy/erase.html", context, status=422 if form.errors else 200)


def _one(request: HttpRequest, ref: str) -> Request:
    found = queries.requests_to_answer(request.user).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
