"""What `front` reports of who is in the rooms. Nobody else can: `front` drops the header from what clients send."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sixianghui.common import wire
from sixianghui.common.policy import open_to_all
from sixianghui.lectures import commands, reports


@csrf_exempt  # no browser comes here
@open_to_all
@require_POST
def watching(request: HttpRequest) -> HttpResponse:
    """Written down, or written down before: both are answered with how many watch over all fronts, by topic."""
    if wire.WATCHING_BATCH not in request.headers:
        raise Http404
    report = reports.report_of(request.headers[wire.WATCHING_BATCH], request.body)
    if report is None:
        return HttpResponse(status=400)
    return JsonResponse(commands.record_watching(report))
