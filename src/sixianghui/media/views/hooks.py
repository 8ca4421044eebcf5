"""What foreign servers ask that take encoders in for us: may this one send, and that it has left.

They come from the network, so each shows a token of its own (`HOOK_TOKEN_FILE`); without one there is no such address. It
stands in the query, which is in none of our logs.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sixianghui.common import ids
from sixianghui.common.policy import open_to_all
from sixianghui.media import commands, queries
from sixianghui.media.intake import Admitted, TurnedAway, Why
from sixianghui.media.models import Feed

#: From one address so many wrong keys are looked at within so many seconds.
_MOST_WRONG, _WRONG_SECONDS = 10, 60
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@csrf_exempt  # no browser comes here
@open_to_all
@require_POST
def nginx_rtmp(request: HttpRequest) -> HttpResponse:
    """nginx-rtmp: `on_publish`, `on_update`, `on_publish_done`. The name it is sent to is the key; it becomes the feed's."""
    _vouched(request)
    said = request.POST
    call, name, client = (said.get(word, "") for word in ("call", "name", "clientid"))
    if call == "publish":
        try:
            admitted = _admitted(name, said.get("addr", ""), client)
        except TurnedAway:
            return HttpResponse(status=403)
        return HttpResponse(status=302, headers={"Location": admitted.feed})
    if call == "publish_done":
        commands.end_pull(name, client=client)
        return HttpResponse(status=204)
    # Asked every few seconds of who sends and of us who fetch; who is wanted no more is hung up on.
    wanted = call in {"update_publish", "update_play"} and queries.is_fetched(ref=name, key=name)
    return HttpResponse(status=204 if wanted else 403)


@csrf_exempt
@open_to_all
@require_POST
def srs(request: HttpRequest) -> HttpResponse:
    """SRS: `on_publish`, `on_unpublish`. It cannot give another name, so the key stands behind it: `name?key=…`."""
    _vouched(request)
    said = _json(request)
    name, client = str(said.get("stream", "")), str(said.get("client_id", ""))
    key = parse_qs(str(said.get("param", "")).lstrip("?")).get("key", [""])[0]
    if said.get("action") == "on_unpublish":
        commands.end_pull(key, client=client)
        return JsonResponse({"code": 0})
    if said.get("action") != "on_publish" or not _NAME.fullmatch(name):
        return JsonResponse({"code": 1}, status=403)
    try:
        _admitted(key, str(said.get("ip", "")), client, name=name)
    except TurnedAway:
        return JsonResponse({"code": 1}, status=403)
    return JsonResponse({"code": 0})


def _vouched(request: HttpRequest) -> None:
    """Raises `Http404` unless the token is shown."""
    path = settings.CONFIG.hook_token_file
    token = path.read_text(encoding="utf-8").strip() if path else ""
    if not token or not constant_time_compare(request.GET.get("token", ""), token):
        raise Http404


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except ValueError as error:
        raise Http404 from error
    if not isinstance(said, dict):
        raise Http404
    return said


def _admitted(key: str, address: str, client: str, **about: str) -> Admitted:
    """client: what the server calls its connection. Raises `TurnedAway`, also for whoever has tried too many keys, each
    within a minute of the last.
    """
    tried = f"hook-wrong-{ids.digest_of(address)}"
    before = cache.get(tried, 0)
    if before >= _MOST_WRONG:
        raise TurnedAway(Why.WRONG)
    try:
        return commands.admit_by_key(
            key, way=Feed.Way.PULL, about={"client": client[:64].replace("\0", " "), **about}
        )
    except TurnedAway as away:
        if away.why == Why.WRONG:
            cache.set(tried, before + 1, _WRONG_SECONDS)  # `incr` would keep it for five minutes
        raise
