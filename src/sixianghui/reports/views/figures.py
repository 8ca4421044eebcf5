"""Evidence pages: every number with its sentence, its method and the rows behind it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.policy import open_to_all
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Reading, Scope, Sees
from sixianghui.reports import exports, pages
from sixianghui.reports.queries import figures as queries
from sixianghui.reports.queries import listing
from sixianghui.reports.queries.figures import QueryError
from sixianghui.reports.views.exports import instead
from sixianghui.ui import public as ui

#: A publication of more rows than this is not computed again for every passer-by.
CHECKED_ON_A_PAGE = 20_000
#: The longest search that is read.
LONGEST_SEARCH = 40
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@open_to_all
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All figures by room, or those that `q` or `room` leave. A few of them are shown with their numbers."""
    words, room = request.GET.get("q", "").strip()[:LONGEST_SEARCH], request.GET.get("room", "")
    chosen = listing.choose(words, room)
    readings = (
        {one.name: ledger.read(one, ledger.WHOLE, _reader(request, one)) for one in chosen.figures}
        if chosen.with_numbers
        else {}
    )
    page = {"chosen": chosen, "groups": listing.groups(chosen, readings), "rooms": listing.rooms(chosen)}
    response = render(request, "reports/figures.html", page)
    return (
        response
        if words
        else ui.keep(request, response, "figures", *(one.figure.tag for one in readings.values()))
    )


@open_to_all
@require_safe
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """One figure: the number, how it is counted, the rows; `?format=json` gives the same as plain values."""
    wanted = request.GET.get("format", "")
    if wanted not in {"", "json"}:
        raise QueryError(_("这一页只有网页和 json 两种格式。"))
    reading = _reading(request, name, over_time=not wanted)
    rows, seal = queries.rows_page(reading, request.GET.dict()), queries.sealed(reading)
    _note(request, reading, "evidence:see", len(rows.cells))
    if wanted:
        plain = queries.as_json(reading, rows, seal, time.now())
        response: HttpResponse = JsonResponse(plain, json_dumps_params={"ensure_ascii": False})
    else:
        page = pages.figure_page(reading, rows, seal, request.GET.get("sort", ""))
        response = render(request, "reports/figure.html", page)
    return ui.keep(request, response, "figures", reading.figure.tag)


@open_to_all
@require_safe
def publication(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One publication, and whether its digest can be computed again from the rows as they stood then."""
    found = queries.publication(name, number)
    holds = ledger.seal_holds(found) if found.value <= CHECKED_ON_A_PAGE else None
    counted = ledger.get(name)
    page = {
        "figure": counted,
        "publication": found,
        "holds": holds,
        "label": Scope.from_json(found.scope).label(),
        "own_url": pages.own_url(counted),
    }
    return ui.keep(request, render(request, "reports/publication.html", page), "figures", counted.tag)


@open_to_all
@require_safe
def rows_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """The rows as CSV, sent while they are read; very many are made by a job."""
    reading = _now(request, name)
    if (away := instead(request, reading, "csv")) is not None:
        return away
    file = _file(request, reading)
    response = StreamingHttpResponse(exports.csv_lines(file), content_type="text/csv; charset=utf-8")
    return ui.attached(response, f"{file.name}.csv", "csv", plain="figure")


@open_to_all
@require_safe
def rows_xlsx(request: HttpRequest, name: str) -> HttpResponseBase:
    """The rows as XLSX; very many are made by a job."""
    reading = _now(request, name)
    if (away := instead(request, reading, "xlsx")) is not None:
        return away
    file = _file(request, reading)
    return ui.attached(
        FileResponse(exports.xlsx(file), content_type=_XLSX), f"{file.name}.xlsx", "xlsx", plain="figure"
    )


def _reader(request: HttpRequest, figure: Figure) -> Any:
    """Who reads; not asked where everybody sees the same, so that the page can be kept for everybody."""
    return request.user if ledger.is_guarded(figure) else None


def _reading(request: HttpRequest, name: str, *, over_time: bool) -> Reading:
    figure = ledger.get(name)
    scope = Scope.parse(request.GET.dict())
    return ledger.read(figure, scope, _reader(request, figure), over_time=over_time)


def _now(request: HttpRequest, name: str) -> Reading:
    figure = ledger.get(name)
    scope = Scope.parse(request.GET.dict()).at(time.now())
    return ledger.read(figure, scope, _reader(request, figure))


def _file(request: HttpRequest, reading: Reading) -> exports.Export:
    _note(request, reading, "evidence:export", reading.rows_seen() if reading.figure.rows_need else 0)
    return exports.export(reading)


def _note(request: HttpRequest, reading: Reading, action: str, rows: int) -> None:
    """Who saw rows that are not for everybody goes into the audit chain, once a page or file."""
    if reading.figure.rows_need is None or reading.sees is Sees.NONE:
        return
    with transaction.atomic():
        audit.record(
            action,
            actor=request.user.pk,
            thing=("ledger.figure", reading.figure.name),
            address=request.META.get("REMOTE_ADDR", ""),
            detail={"rows": rows, **reading.scope.to_json()},
        )
