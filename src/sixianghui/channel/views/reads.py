"""What `front` reports of reads, a batch at a time. Nobody else can: `front` drops the header from what clients send."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sixianghui.channel import commands, counting
from sixianghui.common import time, wire
from sixianghui.common.policy import open_to_all


@csrf_exempt  # no browser comes here
@open_to_all
@require_POST
def reads(request: HttpRequest) -> HttpResponse:
    """Written down, or written down before: both are told alike."""
    if wire.READS_BATCH not in request.headers:
        raise Http404
    now = int(time.now().timestamp())
    batch = counting.batch_of(request.headers[wire.READS_BATCH], request.body, now)
    if batch is None:
        return HttpResponse(status=400)
    commands.record_reads(batch)
    return HttpResponse(status=204)
