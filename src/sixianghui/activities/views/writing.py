"""Announcing, recording, putting right, calling off, taking oneself out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.activities import commands, queries
from sixianghui.activities.actions import Action
from sixianghui.activities.elsewhere import pages_of
from sixianghui.activities.forms import ReasonForm
from sixianghui.activities.models import Activity
from sixianghui.activities.recording import ActivityForm, PlanForm, RecordForm, save
from sixianghui.activities.views.finding import found, me, own
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui

_METHODS = ["GET", "HEAD", "POST"]
#: What an address may bring into an empty form.
_BROUGHT = ("unit", "kind", "title", "place", "starts_at")


@requires(Action.RECORD)
@require_http_methods(_METHODS)
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Record an activity that took place."""
    form = RecordForm(request.POST or None, asker=me(request), initial=_brought(request))
    return _answer(request, form, "activities/record.html", _("记好了。"))


@requires(Action.RECORD)
@require_http_methods(_METHODS)
@ui.once
def announce(request: HttpRequest) -> HttpResponse:
    """Announce a coming one."""
    form = PlanForm(request.POST or None, asker=me(request), initial=_brought(request))
    return _answer(request, form, "activities/announce.html", _("预告好了。办完以后，点一下就能记。"))


@requires(Action.RECORD)
@require_http_methods(_METHODS)
@ui.once
def record(request: HttpRequest, ref: str) -> HttpResponse:
    """An announced activity took place: what was announced stands in the form already."""
    one = own(request, ref, Action.RECORD)
    # Of what was typed meanwhile the form says so itself, and keeps it.
    if request.method != "POST" and queries.standing_held(one) is not None:
        raise Conflict(_("这个活动已经记过了。记错了可以更正。"))
    form = RecordForm(request.POST or None, asker=me(request), activity=one)
    return _answer(request, form, "activities/record.html", _("记好了。"))


@requires(Action.RECORD)
@require_http_methods(_METHODS)
@ui.once
def changes(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what was announced; what another room has announced is changed there, where it is known who has to be told."""
    one = own(request, ref, Action.RECORD)
    elsewhere = pages_of([one.pk]).get(one.pk)
    if elsewhere is not None:
        return redirect(elsewhere.changes)
    form = PlanForm(request.POST or None, asker=me(request), activity=one)
    return _answer(request, form, "activities/announce.html", _("改好了。"))


@requires(Action.CORRECT)
@require_http_methods(_METHODS)
@ui.once
def correction(request: HttpRequest, ref: str) -> HttpResponse:
    """Put right what was recorded."""
    one = own(request, ref, Action.CORRECT)
    held = queries.standing_held(one)
    if held is None and request.method == "POST":
        held = queries.struck_last(one)  # while this was typed: the form says so, and keeps it
    if held is None:
        raise Conflict(_("这个活动还没有记，不用更正。"))
    form = RecordForm(request.POST or None, asker=me(request), activity=one, held=held)
    return _answer(request, form, "activities/record.html", _("更正好了。原来记的划掉了，还看得到。"))


@requires(Action.RECORD)
@require_http_methods(_METHODS)
@ui.once
def calling_off(request: HttpRequest, ref: str) -> HttpResponse:
    """Call off what was announced."""
    one = own(request, ref, Action.RECORD)
    words = {
        "title": _("取消这个活动"),
        "lede": _("预告会留在这里，写明取消了。不用说理由，想说可以说一句。"),
        "verb": _("取消活动"),
        "done": _("取消了。"),
    }
    return _reasoned(
        request,
        one,
        ReasonForm(request.POST or None),
        words,
        lambda why: commands.call_off(one, by=me(request), reason=why),
    )


@requires(Action.CORRECT)
@require_http_methods(_METHODS)
@ui.once
def striking(request: HttpRequest, ref: str) -> HttpResponse:
    """Strike what was recorded, because it never took place."""
    one = own(request, ref, Action.CORRECT)
    elsewhere = pages_of([one.pk]).get(one.pk)
    lede = _("没有办过、重复记了、记到别处去了，就划掉。划掉以后不再算数，谁划的、为什么划，都留着。")
    words = {
        "title": _("划掉这条记录"),
        "lede": lede,
        "besides": elsewhere.struck if elsewhere is not None else "",
        "verb": _("划掉"),
        "done": _("划掉了，不再算数。"),
    }
    form = ReasonForm(request.POST or None, must=True)
    return _reasoned(
        request, one, form, words, lambda why: commands.strike_activity(one, by=me(request), reason=why)
    )


@requires(Action.RECORD)
@require_POST
def leaving(request: HttpRequest, ref: str) -> HttpResponse:
    """Take one's units out of an activity of others."""
    one = found(request, ref)
    units = queries.page_of(one, me(request)).leaving
    if not units:
        raise NotThere(_("这个组织没有参加合办，或者已经退出了。"))
    with transaction.atomic():
        for unit in units:
            commands.leave(one, unit, by=me(request))
    names = "、".join(unit.short_name for unit in units)
    ui.toast(request, _("退出来了，不再算%(unit)s办的。") % {"unit": names})
    return redirect("activities:activities")


def _brought(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name][:200] for name in _BROUGHT if request.GET.get(name)}


def _answer(request: HttpRequest, form: ActivityForm, template: str, done: str) -> HttpResponse:
    made = save(form, by=me(request)) if request.method == "POST" else None
    if made is not None:
        ui.toast(request, done)
        return redirect("activities:activity", made.ref)
    context = {"form": form, "one": form.activity}
    return render(request, template, context, status=422 if form.errors else 200)


def _reasoned(
    request: HttpRequest, one: Activity, form: ReasonForm, words: dict[str, str], act: Any
) -> HttpResponse:
    """A page that asks why, and does it."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, words["done"])
            return redirect("activities:activity", one.ref)
    context = {"form": form, "one": one, **words}
    return render(request, "activities/reason.html", context, status=422 if form.errors else 200)
