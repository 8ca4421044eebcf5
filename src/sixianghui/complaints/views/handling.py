"""Pages for those who answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common import time
from sixianghui.common.errors import HouseError, Refused
from sixianghui.common.policy import signed_in
from sixianghui.complaints import commands, queries
from sixianghui.complaints.forms import Change, Passing, Preparing, Reply
from sixianghui.complaints.queries import Letter
from sixianghui.complaints.views.reading import PER_PAGE
from sixianghui.ui import public as ui


def _on_my_desk(
    view: Callable[[HttpRequest, Letter], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page about a letter that lies on the reader's desk; that of any other is not there."""

    @wraps(view)
    def found(request: HttpRequest, ref: str) -> HttpResponse:
        letter = queries.letter_on_desk(request.user, ref)  # type: ignore[arg-type]
        return _not_here(request, ref) if letter is None else view(request, letter)

    return found


def _not_here(request: HttpRequest, ref: str) -> HttpResponse:
    """Its writer took it back while it lay here: that is said, and what was typed meanwhile given back. Else the usual 404."""
    if queries.letter_on_desk(request.user, ref, withdrawn=True) is None:  # type: ignore[arg-type]
        raise Http404
    context = {"typed": request.POST.get("text") or request.POST.get("note") or ""}
    return render(request, "complaints/taken_back.html", context, status=410)


@signed_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What lies on my desk, the oldest promise first. No words: those are on the page of a letter."""
    account: Any = request.user
    if not queries.may_handle(account):
        raise Refused(_("这里给受理来信的人用。要写信，请按页脚的“建议与投诉”。"))
    page = Paginator(queries.answered_by(account), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "open": queries.on_desk(account),
        "to_prepare": queries.to_prepare(account),
        "answered": queries.as_rows(page.object_list),
        "page": page,
    }
    return render(request, "complaints/inbox.html", context)


@signed_in
@require_safe
@_on_my_desk
def desk(request: HttpRequest, found: Letter) -> HttpResponse:
    """A letter on my desk: what it says, and the answer."""
    return _desk(request, found)


@signed_in
@require_POST
@ui.once
@_on_my_desk
def answer(request: HttpRequest, found: Letter) -> HttpResponse:
    """Answer it."""
    form = Reply(request.POST)
    if form.is_valid():
        try:
            commands.answer(found.complaint, form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("text", str(error))
            return _desk(request, found, reply=form, status=error.status)
        if queries.letter(found.complaint.pk).to_prepare:
            ui.toast(request, _("已答复，对方看得到了。接着准备公开的稿子。"))
            return redirect("complaints:desk", ref=found.ref)
        ui.toast(request, _("已答复。对方看得到了。"))
        return redirect("complaints:inbox")
    return _desk(request, found, reply=form)


@signed_in
@require_POST
@ui.once
@_on_my_desk
def passing(request: HttpRequest, found: Letter) -> HttpResponse:
    """Pass it on."""
    form = _passing(found, request, request.POST)
    if form.is_valid():
        try:
            commands.pass_on(
                found.complaint,
                form.destination,
                form.cleaned_data["note"],
                by=request.user,  # type: ignore[arg-type]
            )
        except HouseError as error:
            form.add_error("note", str(error))
            return _desk(request, found, passing_on=form, status=error.status)
        ui.toast(
            request, _("转过去了。十分钟内可以收回。"), undo=reverse("complaints:undo", args=[found.ref])
        )
        return redirect("complaints:inbox")
    return _desk(request, found, passing_on=form)


@signed_in
@require_POST
@ui.once
@_on_my_desk
def preparing(request: HttpRequest, found: Letter) -> HttpResponse:
    """Prepare what everybody is to read of it."""
    form = Preparing(request.POST)
    if form.is_valid():
        try:
            commands.prepare(found.complaint, form.told, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
            return _desk(request, found, prepare=form, status=error.status)
        ui.toast(request, _("准备好了。另一个人看过才公开。"))
        return redirect("complaints:desk", ref=found.ref)
    return _desk(request, found, prepare=form, status=422)


@signed_in
@require_POST
@ui.once
@_on_my_desk
def outcomes(request: HttpRequest, found: Letter) -> HttpResponse:
    """Say what changed because of it."""
    form = Change(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            commands.add_outcome(found.complaint, given["change"], given["day"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("change", str(error))
            return _desk(request, found, change=form, status=error.status)
        ui.toast(request, _("记下了，写信的人看得到。"))
        return redirect("complaints:desk", ref=found.ref)
    return _desk(request, found, change=form, status=422)


@signed_in
@require_POST
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back what was passed on by mistake."""
    found = queries.passed_on_by(request.user, ref)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    commands.take_back(found.complaint, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("收回来了，还在你手上。"))
    return redirect("complaints:desk", ref=ref)


def _passing(found: Letter, request: HttpRequest, data: Any = None) -> Passing:
    account: Any = request.user
    barred = commands.barred_from(found.complaint) | {account.pk}
    choices = queries.destinations(found.complaint, barred) if found.state.is_open else []
    return Passing(data, destinations=choices)


def _desk(
    request: HttpRequest,
    found: Letter,
    *,
    reply: Reply | None = None,
    passing_on: Passing | None = None,
    prepare: Preparing | None = None,
    change: Change | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a letter, with whichever form was sent as it was filled in."""
    words = commands.read(found, by=request.user)  # type: ignore[arg-type]
    title = queries.title_of(found)
    told = queries.newest_preparation(found.complaint) if found.is_question else None
    context = {
        "letter": found,
        "title": title,
        "words": words,
        "outcomes": queries.outcomes_of(found),
        "sender": queries.sender_of(found.complaint),
        "told": told,
        "reply": reply or Reply(),
        "passing": passing_on or _passing(found, request),
        "prepare": prepare or Preparing(initial=_to_begin_with(found, title, words, told)),
        "change": change or Change(initial={"day": time.today()}),
    }
    return render(request, "complaints/desk.html", context, status=status)


def _to_begin_with(found: Letter, title: str, words: list[Any], told: Any) -> dict[str, str]:
    """The text that was returned, to be put right; else what was asked and answered, word for word."""
    if not found.to_prepare:
        return {}
    if told is not None:
        return {"title": told.text.title, "question": told.text.question, "answer": told.text.answer}
    said = {str(one.part): one.text for one in words}
    return {"title": title, "question": said.get("letter", ""), "answer": said.get("answer", "")}
