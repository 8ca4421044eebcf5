"""Pages for those who hold a lecture: fix one, change it, its poster and materials, and one page from where all is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.lectures import commands, queries
from sixianghui.lectures.actions import Action
from sixianghui.lectures.forms import LectureForm, MaterialForm, PosterForm
from sixianghui.lectures.models import Helper
from sixianghui.lectures.rules import State
from sixianghui.lectures.views.finding import done, me, own, status
from sixianghui.ui import public as ui

_METHODS = ["GET", "HEAD", "POST"]
#: What an address may bring into an empty form.
_BROUGHT = ("unit", "title", "place", "starts_at")


@requires(Action.RUN)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The lectures of my units, the latest first."""
    rows = [(one, queries.standing_of(one)) for one in queries.lectures_run_by(me(request))]
    return render(request, "lectures/organising/desk.html", {"rows": rows})


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Fix one."""
    brought = {name: request.GET[name][:200] for name in _BROUGHT if request.GET.get(name)}
    form = LectureForm(request.POST or None, asker=me(request), initial=brought)
    if request.method == "POST":
        made = done(form, lambda: commands.plan_lecture(form.wanted, unit=form.unit_chosen, by=me(request)))
        if made:
            ui.toast(request, _("定好了，预告已经上了日历。"))
            return redirect("lectures:organising", made.ref)
    return render(request, "lectures/organising/form.html", {"form": form}, status=status(form))


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def changes(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what was fixed."""
    one = own(request, ref)
    stands = queries.standing_of(one)
    if stands.state in {State.ENDED, State.CALLED_OFF}:
        raise Conflict(_("这堂课已经结束或者取消了，不再改。"))
    form = LectureForm(request.POST or None, asker=me(request), lecture=one, live=stands.live)
    if request.method == "POST" and done(
        form, lambda: commands.change_lecture(one, form.wanted, by=me(request))
    ):
        changed = _("改好了。") if stands.live else _("改好了。改了时间、地点的，报了名的人会收到消息。")
        ui.toast(request, changed)
        return redirect("lectures:organising", one.ref)
    context = {"form": form, "one": one, "stands": stands}
    return render(request, "lectures/organising/form.html", context, status=status(form))


@requires(Action.RUN)
@require_safe
def organising(request: HttpRequest, ref: str) -> HttpResponse:
    """One lecture for those who hold it: what stands, and all that may be done."""
    one = own(request, ref)
    stands = queries.standing_of(one)
    context: dict[str, Any] = {
        "one": one,
        "stands": stands,
        "hall": queries.hall_of(one, stands),
        "door": queries.door_of(one),
        "materials": list(one.materials.select_related("file")),
        "agenda": list(one.agenda.all()),
        "lecturers": queries.helpers_of(one, Helper.Part.LECTURER),
        "moderators": queries.helpers_of(one, Helper.Part.MODERATOR),
    }
    return render(request, "lectures/organising/lecture.html", context)


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def poster(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a poster on it."""
    one = own(request, ref)
    form = PosterForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and done(
        form,
        lambda: commands.set_poster(
            one, form.cleaned_data["picture"], alt=form.cleaned_data["alt"], by=me(request)
        ),
        at="picture",
    ):
        ui.toast(request, _("放好了。拍摄地点等信息已经去掉。"))
        return redirect("lectures:organising", one.ref)
    return render(request, "lectures/organising/poster.html", {"form": form, "one": one}, status=status(form))


@requires(Action.RUN)
@require_POST
def poster_removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the poster off."""
    one = own(request, ref)
    commands.remove_poster(one, by=me(request))
    ui.toast(request, _("拿下来了。"))
    return redirect("lectures:organising", one.ref)


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def materials(request: HttpRequest, ref: str) -> HttpResponse:
    """Things to take along: add one."""
    one = own(request, ref)
    form = MaterialForm(*((request.POST, request.FILES) if request.method == "POST" else ()))

    def act() -> Any:
        title, link = form.cleaned_data["title"], form.cleaned_data["link"]
        if link:
            return commands.add_link(one, link, title=title, by=me(request))
        return commands.add_file(one, form.cleaned_data["file"], title=title, by=me(request))

    if request.method == "POST" and done(form, act, at="file"):
        ui.toast(request, _("放好了，课上和课后都能拿到。"))
        return redirect("lectures:materials", one.ref)
    context = {"form": form, "one": one, "materials": list(one.materials.select_related("file"))}
    return render(request, "lectures/organising/materials.html", context, status=status(form))


@requires(Action.RUN)
@require_POST
def material_removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take one off the list."""
    found = queries.material_for(me(request), number)
    commands.remove_material(found, by=me(request))
    ui.toast(request, _("拿下来了。"))
    return redirect("lectures:materials", found.lecture.ref)
