"""Files that take long: asking for one, seeing how far it is, fetching it. What is somebody else's does not exist."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import signed_in
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Reading, Scope, Sees
from sixianghui.realtime import public as realtime
from sixianghui.reports import commands
from sixianghui.reports.queries import exports as queries
from sixianghui.reports.rules.exports import KINDS, ROWS_AT_ONCE
from sixianghui.ui import public as ui

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@signed_in
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """One's own files: what is being made, and what is there."""
    cursor = realtime.cursor()
    found = [(one, *queries.label_of(one)) for one in queries.exports_of(request.user)[:20]]  # type: ignore[arg-type]
    making = next((one for one in found if one[0].ready_at is None), None)
    context = {"ready": [one for one in found if one[0].ready_at], "making": making, "cursor": cursor}
    return render(request, "reports/exports.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def new(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Have all rows behind a number made as a file: what it will be, and the button."""
    figure, scope = ledger.get(name), Scope.parse(request.GET.dict())
    if kind not in KINDS:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            commands.ask_for_rows(name, scope, kind, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            problem = str(error)
        else:
            return redirect("reports:exports")
    reading = ledger.read(figure, scope.at(time.now()), request.user)
    context = {
        "figure": figure,
        "label": scope.label(),
        "kind": kind,
        "rows": 0 if reading.sees is Sees.NONE else reading.rows.count(),
        "problem": problem,
    }
    return render(request, "reports/export_new.html", context, status=409 if problem else 200)


@signed_in
@require_safe
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far a file is."""
    found = queries.export_of(request.user, ref)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    state = {"done": found.done, "total": found.total, "stage": "", "finished": found.ready_at is not None}
    return JsonResponse(state)


@signed_in
@require_safe
def file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file, for who asked for it alone."""
    found = queries.export_of(request.user, ref)  # type: ignore[arg-type]
    made = None
    if found is not None and found.ready_at is not None:
        made = commands.fetch_export(found, by=request.user)  # type: ignore[arg-type]
    if found is None or made is None:
        raise Http404
    response: Any = FileResponse(made, content_type=_TYPES[found.kind])
    return ui.attached(response, found.name, found.kind, plain="figure")


def instead(request: HttpRequest, reading: Reading, kind: str) -> HttpResponse | None:
    """Where somebody goes for a file that is not made at once; None for one that is."""
    if reading.sees is Sees.NONE or reading.rows_seen() <= ROWS_AT_ONCE:
        return None
    query = urlencode(reading.scope.to_json())
    address = reverse("reports:export-new", args=[reading.figure.name, kind])
    return redirect(f"{address}?{query}" if query else address)
