"""Pages for those who moderate: one remark, silence for whoever wrote it, and, for a reason, who that is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.access.public import may
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.remarks import commands, queries
from sixianghui.remarks.actions import Action
from sixianghui.remarks.forms.desk import Decision, Lookup, Silence
from sixianghui.remarks.views.desk import around, found, judge, judged_rows, words_of
from sixianghui.remarks.wording import READY
from sixianghui.ui import public as ui


@requires(Action.MODERATE)
@require_safe
def remark(request: HttpRequest, ref: str) -> HttpResponse:
    """All of one remark."""
    return _remark(request, ref)


@requires(Action.MODERATE)
@require_POST
@ui.once
def decision(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide on it, or change what was decided."""
    found(request, ref)
    form = Decision(request.POST)
    if not form.is_valid():
        return _remark(request, ref, form=form, status=422)
    if set(form.cleaned_data["seen"]) != {ref}:
        raise Http404
    try:
        done = judge(request, form, judged_rows(request, form))
    except HouseError as error:
        return _remark(request, ref, form=form, trouble=str(error), status=error.status)
    ui.toast(request, words_of(form.outcome, done))
    return redirect("remarks:case", ref=ref)


@requires(Action.MODERATE)
@require_POST
@ui.once
def silence(request: HttpRequest, ref: str) -> HttpResponse:
    """Have whoever wrote it be silent for a while."""
    case = found(request, ref)
    form = Silence(request.POST)
    if not form.is_valid():
        return _remark(request, ref, silence=form, status=422)
    try:
        commands.mute(
            case.row,
            dt.timedelta(hours=form.hours),
            form.cleaned_data["reason"],
            by=request.user,  # type: ignore[arg-type]
        )
    except HouseError as error:
        return _remark(request, ref, silence=form, trouble=str(error), status=error.status)
    ui.toast(request, _("禁言了。对方看得到到什么时候、为什么；你看不到是谁。"))
    return redirect("remarks:case", ref=ref)


@requires(Action.UNMASK)
@require_http_methods(["GET", "HEAD", "POST"])
def writer(request: HttpRequest, ref: str) -> HttpResponse:
    """Say why, and see who wrote it. Shown on the answer itself and nowhere kept; a second person is told."""
    case = found(request, ref)
    person: Any = request.user
    if not may(person, Action.UNMASK, case.row.thread):
        raise Http404
    form = Lookup(request.POST if request.method == "POST" else None)
    account, status = None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                account, status = commands.unmask(case.row, form.cleaned_data["reason"], by=person), 200
            except HouseError as error:
                form.add_error("reason", str(error))
                status = error.status
    told = queries.told_of_unmasking(person)
    context = {"case": case, "form": form, "account": account, "told": told}
    response = render(request, "remarks/desk/writer.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _remark(
    request: HttpRequest,
    ref: str,
    *,
    form: Decision | None = None,
    silence: Silence | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    person: Any = request.user
    story = queries.story(person, ref)
    if story is None:
        raise Http404
    context = {
        "story": story,
        "case": story.case,
        "ready": READY,
        "form": form,
        "silence": silence or Silence(),
        "trouble": trouble,
        "may_unmask": may(person, Action.UNMASK, story.case.row.thread),
        **around(request, "one"),
    }
    return render(request, "remarks/desk/case.html", context, status=status)
