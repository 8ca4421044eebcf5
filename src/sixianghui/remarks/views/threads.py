"""Pages for those who moderate: threads, how each is run, its file, and the switch of the whole site."""

from __future__ import annotations

from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.remarks import commands, exports, queries
from sixianghui.remarks.actions import Action
from sixianghui.remarks.forms.desk import Reason, Running
from sixianghui.remarks.models import Moderation
from sixianghui.remarks.views.desk import around
from sixianghui.ui import public as ui


@requires(Action.MODERATE)
@require_safe
def threads(request: HttpRequest) -> HttpResponse:
    """Where something waits, or was lately written."""
    context = {"threads": queries.desked(request.user), **around(request, "threads")}
    return render(request, "remarks/desk/threads.html", context)


@requires(Action.MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """One thread: what was said lately, and how it is run."""
    found = _found(request, ref)
    if request.method != "POST":
        return _thread(request, found)
    form = Running(request.POST)
    if not form.is_valid():
        return _thread(request, found, form=form, status=422)
    commands.set_thread(
        found.thread,
        by=request.user,  # type: ignore[arg-type]
        moderation=Moderation(form.cleaned_data["moderation"]),
        slow=form.cleaned_data["slow"],
        closed=form.cleaned_data["closed"],
    )
    ui.toast(request, _("存好了，马上管用。"))
    return redirect("remarks:desk-thread", ref=ref)


@requires(Action.MODERATE)
@require_POST
@ui.once
def thread_switch(request: HttpRequest, ref: str) -> HttpResponse:
    """Turn a thread off, or on again."""
    found = _found(request, ref)
    person: Any = request.user
    if found.off is not None:
        commands.switch_on(found.off, by=person)
        ui.toast(request, _("打开了，原来放出来的又看得到了。"))
        return redirect("remarks:desk-thread", ref=ref)
    form = Reason(request.POST, auto_id="off_%s")
    if not form.is_valid():
        return _thread(request, found, off=form, status=422)
    commands.switch_off(found.thread, form.cleaned_data["reason"], by=person)
    ui.toast(request, _("关掉了：谁也看不到，谁也不能写。"))
    return redirect("remarks:desk-thread", ref=ref)


@requires(Action.MODERATE)
@require_POST
def export(request: HttpRequest, ref: str, kind: str) -> HttpResponseBase:
    """The whole thread as a file; that somebody took it stands in the chain."""
    found = _found(request, ref)
    made: HttpResponseBase
    if kind == "csv":
        made = StreamingHttpResponse(exports.csv_lines(found.thread), content_type="text/csv; charset=utf-8")
    else:
        made = FileResponse(exports.workbook(found.thread), content_type=exports.WORKBOOK)
    commands.note_export(found.thread, kind, by=request.user)  # type: ignore[arg-type]
    made.headers["Content-Disposition"] = f'attachment; filename="remarks-{ref}.{kind}"'
    made.headers["Cache-Control"] = "no-store"
    return made


@requires(Action.SWITCH)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def switch(request: HttpRequest) -> HttpResponse:
    """One button for remarks of the whole site: off, or on again."""
    person: Any = request.user
    off = queries.switched_off_everywhere()
    form = Reason(request.POST if request.method == "POST" and off is None else None)
    if request.method == "POST" and off is not None and request.POST.get("to") == "on":
        commands.switch_on(off, by=person)
        ui.toast(request, _("打开了，原来放出来的又看得到了。"))
        return redirect("remarks:switch")
    if request.method == "POST" and off is None and request.POST.get("to") == "on":
        return redirect("remarks:switch")
    if form.is_bound and form.is_valid():
        try:
            commands.switch_off(None, form.cleaned_data["reason"], by=person)
        except HouseError as error:
            form.add_error("reason", str(error))
        else:
            ui.toast(request, _("全站的评论关掉了。"))
            return redirect("remarks:switch")
    if off is not None and request.method == "POST":
        return redirect("remarks:switch")  # somebody pressed it a moment before
    context = {"form": form, **around(request, "switch")}
    return render(request, "remarks/desk/switch.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, ref: str) -> queries.Desked:
    found = queries.desked_one(request.user, ref)
    if found is None:
        raise Http404
    return found


def _thread(
    request: HttpRequest,
    found: queries.Desked,
    *,
    form: Running | None = None,
    off: Reason | None = None,
    status: int = 200,
) -> HttpResponse:
    one = found.thread
    initial = {"moderation": one.moderation, "slow": one.slow, "closed": one.closed}
    context = {
        "one": found,
        "cases": queries.latest_in(request.user, one),
        "form": form or Running(initial=initial),
        "off_form": off or Reason(auto_id="off_%s"),
        **around(request, "thread"),
    }
    return render(request, "remarks/desk/thread.html", context, status=status)
