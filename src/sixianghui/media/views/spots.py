"""The spots of a panorama: set, change, order, take out, put back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.media import commands, public, queries
from sixianghui.media.actions import Action
from sixianghui.media.forms import Spot
from sixianghui.media.models import Hotspot, Panorama
from sixianghui.media.views.panoramas import editor, there
from sixianghui.ui import public as ui


@requires(Action.EDIT_PANORAMA)
@require_POST
@ui.once
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """One more spot."""
    one = there(ref)
    form = Spot(request.POST, panorama=one)
    if form.is_valid():
        try:
            made = commands.add_hotspot(one, by=request.user, **form.values())  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error("label", str(error))
        else:
            ui.toast(request, _("“%(label)s”标上了。") % {"label": made.label})
            return redirect("media:panorama", one.ref)
    return editor(request, one, spot=form, status=400)


@requires(Action.EDIT_PANORAMA)
@require_http_methods(["GET", "POST"])
def spot(request: HttpRequest, ref: str, spot: str) -> HttpResponse:
    """One spot: its place and its words."""
    one = there(ref)
    found = _there(one, spot)
    asked = request.method == "POST"
    form = Spot(request.POST, panorama=one, spot=found) if asked else Spot(panorama=one, spot=found)
    if asked and form.is_valid():
        try:
            commands.change_hotspot(found, by=request.user, **form.values())  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error("label", str(error))
        else:
            ui.toast(request, _("改好了。"))
            return redirect("media:panorama", one.ref)
    context = {"one": one, "view": public.view_of(one), "spot": found, "spot_form": form}
    return render(request, "media/spot.html", context, status=400 if form.errors else 200)


@requires(Action.EDIT_PANORAMA)
@require_POST
@ui.once
def move(request: HttpRequest, ref: str, spot: str) -> HttpResponse:
    """One place earlier or later."""
    one = there(ref)
    commands.move_hotspot(_there(one, spot), earlier=request.POST.get("to") == "earlier", by=request.user)  # type: ignore[arg-type]
    return redirect("media:panorama", one.ref)


@requires(Action.EDIT_PANORAMA)
@require_POST
def remove(request: HttpRequest, ref: str, spot: str) -> HttpResponse:
    """Take it out."""
    one = there(ref)
    found = _there(one, spot)
    commands.remove_hotspot(found, by=request.user)  # type: ignore[arg-type]
    undo = reverse("media:spot-return", args=[one.ref, found.ref])
    ui.toast(request, _("“%(label)s”去掉了。") % {"label": found.label}, undo=undo)
    return redirect("media:panorama", one.ref)


@requires(Action.EDIT_PANORAMA)
@require_POST
def put_back(request: HttpRequest, ref: str, spot: str) -> HttpResponse:
    """Put it back."""
    one = there(ref)
    found = queries.removed_hotspot(one, spot)
    if found is None:
        raise Http404
    commands.return_hotspot(found, by=request.user)  # type: ignore[arg-type]
    return redirect("media:panorama", one.ref)


def _there(one: Panorama, ref: str) -> Hotspot:
    found = queries.hotspot(one, ref)
    if found is None:
        raise Http404
    return found
