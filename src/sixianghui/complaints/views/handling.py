"""Pages for those who answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common.errors import HouseError, Refused
from sixianghui.common.policy import signed_in
from sixianghui.complaints import commands, queries
from sixianghui.complaints.forms import Passing, Reply
from sixianghui.complaints.queries import Letter
from sixianghui.ui import public as ui


@signed_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What lies on my desk, the oldest promise first. No words: those are on the page of a letter."""
    account: Any = request.user
    if not queries.may_handle(account):
        raise Refused(_("这里给受理来信的人用。要写信，请按页脚的“建议与投诉”。"))
    context = {"open": queries.on_desk(account), "answered": queries.answered_by(account)}
    return render(request, "complaints/inbox.html", context)


@signed_in
@require_safe
def desk(request: HttpRequest, ref: str) -> HttpResponse:
    """A letter on my desk: what it says, and the answer."""
    found = _found(request, ref)
    return _desk(request, found, Reply(), _passing(found, request))


@signed_in
@require_POST
@ui.once
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer it."""
    found = _found(request, ref)
    form = Reply(request.POST)
    if form.is_valid():
        try:
            commands.answer(found.complaint, form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("text", str(error))
            return _desk(request, found, form, _passing(found, request), status=error.status)
        ui.toast(request, _("已答复。对方看得到了。"))
        return redirect("complaints:inbox")
    return _desk(request, found, form, _passing(found, request))


@signed_in
@require_POST
@ui.once
def passing(request: HttpRequest, ref: str) -> HttpResponse:
    """Pass it on."""
    found = _found(request, ref)
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
            return _desk(request, found, Reply(), form, status=error.status)
        ui.toast(
            request, _("转过去了。十分钟内可以收回。"), undo=reverse("complaints:undo", args=[found.ref])
        )
        return redirect("complaints:inbox")
    return _desk(request, found, Reply(), form)


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


def _found(request: HttpRequest, ref: str) -> Letter:
    found = queries.letter_on_desk(request.user, ref)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


def _passing(found: Letter, request: HttpRequest, data: Any = None) -> Passing:
    account: Any = request.user
    barred = commands.barred_from(found.complaint) | {account.pk}
    choices = queries.destinations(found.complaint, barred) if found.state.is_open else []
    return Passing(data, destinations=choices)


def _desk(
    request: HttpRequest, found: Letter, reply: Reply, passing_on: Passing, *, status: int = 200
) -> HttpResponse:
    context = {
        "letter": found,
        "words": commands.read(found, by=request.user),  # type: ignore[arg-type]
        "sender": queries.sender_of(found.complaint),
        "reply": reply,
        "passing": passing_on,
    }
    return render(request, "complaints/desk.html", context, status=status)
