"""Walks through several panoramas."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.media import commands, queries
from sixianghui.media.actions import Action
from sixianghui.media.forms import TourForm
from sixianghui.media.models import Tour
from sixianghui.ui import public as ui


@requires(Action.EDIT_PANORAMA)
@require_http_methods(["GET", "POST"])
@ui.once
def tours(request: HttpRequest) -> HttpResponse:
    """A new walk."""
    form = TourForm(request.POST) if request.method == "POST" else TourForm()
    if form.is_bound and form.is_valid():
        try:
            commands.make_tour(
                title=form.cleaned_data["title"],
                summary=form.cleaned_data["summary"],
                stops=form.stops(),
                by=request.user,  # type: ignore[arg-type]
            )
        except Conflict as error:
            form.add_error("title", str(error))
        else:
            ui.toast(request, _("路线编好了。"))
            return redirect("media:panoramas")
    return render(request, "media/tour.html", {"form": form}, status=400 if form.errors else 200)


@requires(Action.EDIT_PANORAMA)
@require_http_methods(["GET", "POST"])
def tour(request: HttpRequest, ref: str) -> HttpResponse:
    """A walk: its words and stops."""
    one = _there(ref)
    if request.method == "POST":
        form = TourForm(request.POST)
        if form.is_valid():
            try:
                commands.change_tour(
                    one,
                    title=form.cleaned_data["title"],
                    summary=form.cleaned_data["summary"],
                    stops=form.stops(),
                    by=request.user,  # type: ignore[arg-type]
                )
            except Conflict as error:
                form.add_error("title", str(error))
            else:
                ui.toast(request, _("改好了。"))
                return redirect("media:panoramas")
    else:
        numbers = {panorama.pk: number for number, panorama in enumerate(queries.stops(one), start=1)}
        form = TourForm(initial={"title": one.title, "summary": one.summary}, stops=numbers)
    context = {"form": form, "tour": one}
    return render(request, "media/tour.html", context, status=400 if form.errors else 200)


@requires(Action.EDIT_PANORAMA)
@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    """Undo a walk."""
    commands.remove_tour(_there(ref), by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("路线去掉了，全景还在。"))
    return redirect("media:panoramas")


def _there(ref: str) -> Tour:
    found = queries.tour(ref)
    if found is None:
        raise Http404
    return found
