"""Reports on the desk: what is being written, beginning one, writing it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.access.public import may
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import requires
from sixianghui.reports import commands
from sixianghui.reports.actions import Action
from sixianghui.reports.forms import blocks
from sixianghui.reports.forms.reports import NewForm
from sixianghui.reports.models import Audience, Span
from sixianghui.reports.queries import desk as queries
from sixianghui.reports.queries import picking
from sixianghui.reports.queries import templates as template_queries
from sixianghui.reports.rules.reports import State
from sixianghui.reports.views import desk
from sixianghui.ui import public as ui

#: More than this is not composed for a preview, in bytes.
LARGEST_PREVIEW = 1_000_000


@requires(Action.SEE)
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """What is being written, by where it stands: what waits for me first."""
    found = queries.on_desk(request.user)
    context = {"desk": found, "may_write": may(request.user, Action.WRITE)}
    return render(request, "reports/drafts.html", context)


@requires(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Choose a template, then what the numbers are taken over; the draft stands with them counted."""
    ref = request.GET.get("template", "")
    if not ref:
        found = list(template_queries.in_use(request.user))
        return render(request, "reports/draft_new.html", {"templates": found})
    template = None if ref == "none" else template_queries.one_of(request.user, ref)
    if template is None and ref != "none":
        raise Http404
    units = list(queries.units_of(request.user))
    form = NewForm(
        request.POST or None,
        span=template.span if template is not None else Span.FREE,
        units=[(str(unit.pk), unit.name) for unit in units],
        campaigns=queries.campaigns(),
        today=time.today(),
        initial={"audience": template.audience if template is not None else Audience.EVERYBODY},
    )
    if request.method == "POST" and form.is_valid():
        unit = next(unit for unit in units if str(unit.pk) == form.cleaned_data["unit"])
        words = commands.Words(
            title=form.title_for(template, unit.short_name),
            scope=form.scope(queries.scope_unit(unit)),
            audience=form.cleaned_data["audience"],
        )
        try:
            made = commands.begin(words, unit=unit, by=request.user, template=template)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            return redirect("reports:draft", made.ref)
    context = {"form": form, "template": template, "units": units}
    return render(request, "reports/draft_begin.html", context, status=422 if form.errors else 200)


@requires(Action.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def draft(request: HttpRequest, ref: str) -> HttpResponse:
    """One report: to whoever writes, with its controls; while it waits, and to whoever checks, as it reads."""
    report = desk.report_of(request, ref)
    state, writes = queries.state_of(report), may(request.user, Action.WRITE, report)
    if request.method == "POST":
        return _written(request, report)
    open_again = state is State.APPROVED and "write" in request.GET
    if writes and (state in {State.WRITING, State.RETURNED} or open_again):
        return desk.editor(request, report, desk.saved(report))
    return desk.reading(request, report)


def _written(request: HttpRequest, report: Any) -> HttpResponse:
    """What was typed: a button moves a block or shows the numbers, or all of it is saved."""
    act = request.POST.get("act", "save")
    written = desk.typed(request, report)
    if act.split(":")[0] in {"add", "up", "down", "drop", "preview"}:
        return desk.editor(request, report, written)
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        saved = desk.save(request, report, written)
    except Conflict as error:
        if wants_json:
            return JsonResponse({"message": str(error)}, status=error.status)
        return desk.editor(request, report, written, conflict=str(error), status=error.status)
    if saved is None:
        if wants_json:
            return JsonResponse({"faults": written.faults}, status=422)
        return desk.editor(request, report, written, status=422)
    if wants_json:
        return JsonResponse({"version": saved.version, "at": f"{time.now().astimezone(time.SHANGHAI):%H:%M}"})
    ui.toast(request, _("存好了。"))
    if act == "publish":
        return redirect("reports:draft-editions", report.ref)
    return redirect(reverse("reports:draft", args=[report.ref]) + _again(report))


def _again(report: Any) -> str:
    return "?write=1" if queries.state_of(report) is State.APPROVED else ""


@requires(Action.WRITE)
@require_POST
def preview(request: HttpRequest, ref: str) -> HttpResponse:
    """How it reads with the numbers as they are now, from what was typed; nothing is saved."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_PREVIEW:
        return JsonResponse({"message": _("太长了，预览不了。请先存好，再分成两份。")}, status=413)
    report = desk.report_of(request, ref)
    if not may(request.user, Action.WRITE, report):
        raise Http404
    written = desk.typed(request, report)
    html = render_to_string("reports/parts/content.html", desk.preview_of(request, report, written), request)
    return JsonResponse({"html": html, "faults": written.faults, "ways": written.ways})


@requires(Action.WRITE)
@require_safe
def figures(request: HttpRequest, ref: str) -> HttpResponse:
    """Numbers by what they are called, with what each is worth in this report's scope."""
    report = desk.report_of(request, ref)
    words, whole = request.GET.get("q", ""), request.GET.get("whole", "") == "1"
    raw = request.GET.get("page", "1")
    page = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 5 else 1
    found = picking.find(words, desk.scope_of(request.GET, report), whole=whole, page=page)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(picking.as_json(found, blocks.ways_of))
    context = {"report": report, "found": found, "q": words, "whole": whole}
    return render(request, "reports/draft_figures.html", context)
