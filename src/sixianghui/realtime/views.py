"""May this session listen? `front` asks, holds the stream itself, and asks again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from sixianghui.common import wire
from sixianghui.common.policy import open_to_all
from sixianghui.realtime import keys
from sixianghui.realtime.topics import topics


@open_to_all
def events(request: HttpRequest) -> HttpResponse:
    """Yes to all topics that are asked for, or the page for what does not exist: nobody learns which one it was."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    asked = sorted(set(request.GET.getlist("topic")))
    if not topics.may_listen(request.user, asked):
        raise Http404
    response = HttpResponse(content_type="text/event-stream")
    account = request.user.pk if request.user.is_authenticated else None
    response.headers[wire.STREAM] = (
        f"{keys.account_key(account)} {keys.session_key(request.session.session_key)}"
    )
    response.headers[wire.TOPICS] = " ".join(asked)
    response.headers["Cache-Control"] = "no-store"
    return response
