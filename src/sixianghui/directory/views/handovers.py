"""Handing a post over to a successor, and taking it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.access.public import post_words
from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.directory import commands, open_work, queries
from sixianghui.directory.actions import Action
from sixianghui.directory.forms import Offer
from sixianghui.directory.models import Handover
from sixianghui.ui import public as ui


@requires(Action.HAND_OVER)
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """One's own posts, and the handovers of them. What ends on a day to come is not handed over any more."""
    context = {
        "appointments": queries.own_appointments(request.user),
        "handovers": queries.handovers_of(request.user)[:20],
    }
    return render(request, "directory/own_posts.html", context)


@requires(Action.HAND_OVER)
@require_http_methods(["GET", "POST"])
@ui.once
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose who takes the post over, and see what goes along."""
    appointment = queries.appointment_of(request.user, ref)
    if appointment is None:
        raise Http404
    form = Offer(request.POST or None, appointment=appointment)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.offer_handover(appointment, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("交接已发给%(name)s，接手以后生效。") % {"name": made.successor.name})
            return redirect("directory:handover", made.ref)
    context = {
        "form": form,
        "appointment": appointment,
        "post": post_words(appointment.post),
        "open_items": open_work.open_items(appointment),
        "successors": queries.successors(appointment),
        "without_account": [one for one in queries.successors(appointment) if one.account_id is None],
    }
    return render(request, "directory/offer.html", context, status=422 if form.errors else 200)


@requires(Action.HAND_OVER)
@require_safe
def handover(request: HttpRequest, ref: str) -> HttpResponse:
    """One handover, for the two whom it concerns."""
    found = _handover(request, ref)
    context = {
        "handover": found,
        "post": post_words(found.appointment.post),
        "is_successor": found.successor.account_id == request.user.pk,
        "open_items": open_work.open_items(found.appointment) if not found.outcome else [],
        "moved": len(found.moved),
    }
    return render(request, "directory/handover.html", context)


@requires(Action.HAND_OVER)
@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the post."""
    found = _handover(request, ref)
    commands.accept_handover(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("接手了。没办完的事都在“本周”里。"))
    return redirect("workbench:week")


@requires(Action.HAND_OVER)
@require_POST
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    """Say no."""
    commands.decline_handover(_handover(request, ref), by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("没有接，对方会看到。"))
    return redirect("workbench:week")


@requires(Action.HAND_OVER)
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the offer back."""
    commands.withdraw_handover(_handover(request, ref), by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("撤回了。"))
    return redirect("directory:own-posts")


def _handover(request: HttpRequest, ref: str) -> Handover:
    found = queries.handovers_of(request.user).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
