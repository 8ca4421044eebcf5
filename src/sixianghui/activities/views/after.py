"""What comes after an activity: what was resolved, pictures, names where a rule needs them, an article."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.access.public import may
from sixianghui.activities import commands, queries
from sixianghui.activities.actions import Action
from sixianghui.activities.forms import LineForm, NamesForm, PictureForm, ReasonForm, ResolutionForm
from sixianghui.activities.models import Held, Resolution
from sixianghui.activities.views.finding import me, own
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui

_METHODS = ["GET", "HEAD", "POST"]


@requires(Action.RECORD)
@require_http_methods(_METHODS)
@ui.once
def resolutions(request: HttpRequest, ref: str) -> HttpResponse:
    """Write down what was resolved, one at a time."""
    one = own(request, ref, Action.RECORD)
    held = _held(queries.standing_held(one))
    form = ResolutionForm(request.POST or None, activity=one, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            commands.resolve(one, **form.wanted(), by=me(request))
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("记下了。快到日子时，办的人会收到消息。"))
            return redirect("activities:activity", one.ref)
    context = {"form": form, "one": one, "held": held}
    return render(request, "activities/resolution.html", context, status=_status(form))


@requires(Action.SEE)
@require_http_methods(_METHODS)
@ui.once
def settlement(request: HttpRequest, number: int) -> HttpResponse:
    """Say how a resolution ended."""
    found = queries.resolution_for(me(request), number)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.settle(found, form.cleaned_data["line"], by=me(request))
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("好了，这件事结了。"))
            return redirect("activities:activity", found.activity.ref)
    context = {
        "form": form,
        "found": found,
        "ended": queries.settlement_of(found),
        "may_strike": may(me(request), Action.CORRECT, found),
    }
    return render(request, "activities/settlement.html", context, status=_status(form))


@requires(Action.CORRECT)
@require_http_methods(_METHODS)
@ui.once
def resolution_striking(request: HttpRequest, number: int) -> HttpResponse:
    """Strike a resolution that was written down wrongly."""
    found: Resolution = queries.resolution_for(me(request), number)
    if not may(me(request), Action.CORRECT, found):
        raise NotThere(_("没有这件事，或者不归你办。"))
    form = ReasonForm(request.POST or None, must=True)
    if request.method == "POST" and form.is_valid():
        commands.strike_resolution(found, by=me(request), reason=form.cleaned_data["reason"])
        ui.toast(request, _("划掉了，不再提醒。"))
        return redirect("activities:activity", found.activity.ref)
    context = {
        "form": form,
        "one": found.activity,
        "title": _("划掉这件事"),
        "lede": found.text,
        "verb": _("划掉"),
    }
    return render(request, "activities/reason.html", context, status=_status(form))


@requires(Action.CORRECT)
@require_http_methods(_METHODS)
@ui.once
def settlement_striking(request: HttpRequest, number: int) -> HttpResponse:
    """Strike a result that belongs to another resolution."""
    found: Resolution = queries.resolution_for(me(request), number)
    if not may(me(request), Action.CORRECT, found):
        raise NotThere(_("没有这件事，或者不归你办。"))
    ended = queries.settlement_of(found)
    if ended is None:
        raise Conflict(_("这件事还没有结果，不用划。"))
    form = ReasonForm(request.POST or None, must=True)
    if request.method == "POST" and form.is_valid():
        commands.strike_settlement(found, by=me(request), reason=form.cleaned_data["reason"])
        ui.toast(request, _("划掉了，这件事还在办。"))
        return redirect("activities:settlement", found.pk)
    context = {
        "form": form,
        "one": found.activity,
        "title": _("划掉这个结果"),
        "lede": ended.line,
        "verb": _("划掉"),
    }
    return render(request, "activities/reason.html", context, status=_status(form))


@requires(Action.RECORD)
@require_http_methods(_METHODS)
@ui.once
def pictures(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a picture beside an activity, or take one off."""
    one = own(request, ref, Action.RECORD)
    form = PictureForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_picture(
                one, form.cleaned_data["picture"], alt=form.cleaned_data["alt"], by=me(request)
            )
        except HouseError as error:
            form.add_error("picture", str(error))
        else:
            ui.toast(request, _("放好了。拍摄地点等信息已经去掉。"))
            return redirect("activities:activity", one.ref)
    context = {"form": form, "one": one, "shown": queries.illustrations_of(one)}
    return render(request, "activities/pictures.html", context, status=_status(form))


@requires(Action.RECORD)
@require_POST
def picture_removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take a picture off."""
    found = queries.illustration_for(me(request), number)
    commands.remove_picture(found, by=me(request))
    ui.toast(request, _("拿下来了。"))
    return redirect("activities:activity", found.activity.ref)


@requires(Action.RECORD)
@require_http_methods(_METHODS)
def names(request: HttpRequest, ref: str) -> HttpResponse:
    """Who was there, where a rule needs the names."""
    one = own(request, ref, Action.RECORD)
    if not queries.names_wanted(one):
        raise NotThere(_("这种活动只记人数，不记名字。"))
    form = NamesForm(request.POST if request.method == "POST" else None, activity=one)
    if request.method == "POST" and form.is_valid():
        try:
            commands.name_attendees(one, form.chosen, others=form.left_empty, by=me(request))
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("记下了。留到活动次年的年底，到时自动删去。"))
            return redirect("activities:activity", one.ref)
    return render(request, "activities/names.html", {"form": form, "one": one}, status=_status(form))


@requires(Action.RECORD)
@require_POST
def story(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin an article with the facts filled in; it waits among one's contributions."""
    one = own(request, ref, Action.RECORD)
    begun = commands.begin_story(one, by=me(request))
    if begun.page.contributor_id != me(request).pk:
        ui.toast(request, _("这次活动已经有人在写稿子了。"))
        return redirect("activities:activity", one.ref)
    return redirect("channel:contribution", begun.page.pk)


def _held(held: Held | None) -> Held:
    if held is None:
        raise Conflict(_("先记下这次会，再记会上定的事。"))
    return held


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
