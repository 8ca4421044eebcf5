"""Posts: asking for one, granting it, ending it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.access.public import post_words
from sixianghui.common.errors import Conflict, Refused
from sixianghui.common.policy import requires
from sixianghui.directory import commands, queries
from sixianghui.directory.actions import Action
from sixianghui.directory.forms import AskPost, EndPost, Refusal
from sixianghui.directory.models import AppointmentRequest
from sixianghui.ui import public as ui


@requires("week:see")
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for this person to decide, and what they asked for themselves."""
    context = {
        "waiting": queries.open_requests_to_decide(request.user),
        "asked": queries.requests_of(request.user)[:50],
        "refusal": Refusal(),
    }
    return render(request, "directory/requests.html", context)


@requires(Action.ASK_APPOINTMENT)
@require_http_methods(["GET", "POST"])
@ui.once
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask that someone be given a post."""
    person = queries.person_visible_to(request.user, ref)
    if person is None:
        raise Http404
    form = AskPost(request.POST or None, asker=request.user, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            commands.ask_for_appointment(person, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("提出去了，等另一个人批。"))
            return redirect("directory:requests")
    status = 422 if form.errors else 200
    return render(request, "directory/ask_post.html", {"form": form, "person": person}, status=status)


@requires(Action.APPROVE_APPOINTMENT)
@require_POST
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """Grant what was asked for."""
    wanted = _request(request, ref)
    commands.approve_appointment(wanted, by=request.user)  # type: ignore[arg-type]
    ui.toast(
        request,
        _("%(name)s现在是%(unit)s的%(post)s了。")
        % {"name": wanted.person.name, "unit": wanted.unit.short_name, "post": post_words(wanted.post)},
    )
    return redirect("directory:requests")


@requires(Action.APPROVE_APPOINTMENT)
@require_POST
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """Say no, and why."""
    wanted = _request(request, ref)
    form = Refusal(request.POST)
    if form.is_valid():
        commands.refuse_appointment(wanted, answer=form.cleaned_data["answer"], by=request.user)  # type: ignore[arg-type]
        ui.toast(request, _("已答复。"))
        return redirect("directory:requests")
    context = {
        "waiting": queries.open_requests_to_decide(request.user),
        "asked": queries.requests_of(request.user)[:50],
        "refusal": form,
        "refused": wanted,
    }
    return render(request, "directory/requests.html", context, status=422)


@requires(Action.ASK_APPOINTMENT)
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back one's own request."""
    commands.withdraw_request(_request(request, ref), by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("撤回了。"))
    return redirect("directory:requests")


@requires(Action.END_APPOINTMENT)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """End a post."""
    appointment = queries.appointment_to_end(request.user, ref)
    if appointment is None:
        raise Http404
    form = EndPost(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.end_appointment(appointment, on=form.cleaned_data["on"], by=request.user)  # type: ignore[arg-type]
        except (Conflict, Refused) as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("已免去，从那天起不再有这个职务的权限。"))
            return redirect("directory:person", appointment.person.ref)
    context = {"form": form, "appointment": appointment, "post": post_words(appointment.post)}
    return render(request, "directory/end_post.html", context, status=422 if form.errors else 200)


def _request(request: HttpRequest, ref: str) -> AppointmentRequest:
    found = queries.request_visible_to(request.user, ref)
    if found is None:
        raise Http404
    return found
