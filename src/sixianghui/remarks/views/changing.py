"""Pages about one remark: put one's own right, take it back, appeal; report somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import signed_in
from sixianghui.remarks import commands, limits, places, queries, rules
from sixianghui.remarks.forms.writing import AppealForm, ReportForm, WordingForm
from sixianghui.remarks.models import ReportKind
from sixianghui.ui import public as ui


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def wording(request: HttpRequest, ref: str) -> HttpResponse:
    """Put right what I wrote a moment ago."""
    row = _own(request, ref)
    form = WordingForm(request.POST or None, initial={"text": row.text})

    def act() -> str:
        commands.edit(row, form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
        return _("改好了。")

    return _one(request, "remarks/wording.html", form, row, act)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back what I wrote."""
    row = _own(request, ref)
    if request.method == "POST":
        commands.withdraw(row, by=request.user)  # type: ignore[arg-type]
        ui.toast(request, _("撤回了，别人看不到了。"))
        return redirect("remarks:mine")
    return render(request, "remarks/withdrawal.html", {"row": row})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def appeal(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask that somebody else look again."""
    row = _own(request, ref)
    form = AppealForm(request.POST or None)

    def act() -> str:
        limits.take(request.user, rules.REPORTS)  # type: ignore[arg-type]
        commands.appeal(row, form.cleaned_data["words"], by=request.user)  # type: ignore[arg-type]
        return _("申诉交上去了，由另一个人来看，结果会告诉你。")

    return _one(request, "remarks/appeal.html", form, row, act)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what is wrong with a remark that everybody reads."""
    person: Any = request.user
    row = queries.shown_called(ref)
    if row is None or not places.may_see(person, row.thread):
        raise Http404
    form = ReportForm(request.POST or None)

    def act() -> str:
        limits.take(person, rules.REPORTS)
        kind = ReportKind(form.cleaned_data["kind"])
        commands.report(row, kind, form.cleaned_data["note"], by=person)
        return _("收到了，会有人再看一遍。")

    then = ("remarks:thread", row.thread.ref)
    return _one(request, "remarks/report.html", form, row, act, then=then, kinds=ReportKind.choices)


def _one(
    request: HttpRequest,
    template: str,
    form: Any,
    row: Any,
    act: Callable[[], str],
    *,
    then: tuple[str, ...] = ("remarks:mine",),
    **more: Any,
) -> HttpResponse:
    """A form about one remark: done, it leads on; refused, it keeps what was typed and says why."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = act()
            except HouseError as error:
                form.add_error(None, str(error))
                status = error.status
            else:
                ui.toast(request, done)
                return redirect(*then)
    context = {"form": form, "row": row, **more}
    return render(request, template, context, status=status)


def _own(request: HttpRequest, ref: str) -> Any:
    row = queries.own(request.user, ref)  # type: ignore[arg-type]
    if row is None or row.text is None:
        raise Http404
    return row
