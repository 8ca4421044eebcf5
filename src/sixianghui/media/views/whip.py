"""WHIP (RFC 9725): an encoder offers a picture by WebRTC and is answered where to send it. The picture itself goes to `ingest`.

The key in its header is the proof; whoever has none learns nothing of what is there.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.common.policy import open_to_all
from sixianghui.ingest import public as ingest
from sixianghui.media import commands, queries
from sixianghui.media.intake import TurnedAway

log = logging.getLogger(__name__)

_OFFER = "application/sdp"
_SENTENCES: Mapping[str, Any] = {
    "wrong": lambda: _("密钥不对。请到“现场直播”再复制一次。"),
    "expired": lambda: _("密钥过期了。请到“现场直播”换一个新的。"),
    "shut": lambda: _("接收还没有打开。请先在“现场直播”打开接收，再推一次。"),
    "busy": lambda: _("已经有一路画面进来了。先停掉那一路，再推。"),
    "malformed": lambda: _("看不懂推来的内容。要一路 H.264 或 VP8 的画面和一路 Opus 的声音，有一样也行。"),
}


@csrf_exempt  # the key in the header is the proof: no browser adds it by itself
@open_to_all
@require_POST
def offer(request: HttpRequest) -> HttpResponse:
    """An encoder says what it would send; it is answered where to."""
    if not ingest.whip_installed():
        return _said(501, _("这里没有装 WHIP 接收。请用 RTMP 或 SRT 推流，或者请管理员装上 aiortc。"))
    key = _key(request)
    if not key:
        return _without_key()
    if request.content_type != _OFFER:
        return _said(415, _("这里只收 application/sdp。"))
    if len(request.body) > ingest.LONGEST_OFFER:
        return _said(413, _("推来的说明太长了。"))
    try:
        queries.door_with(key)
        told = ingest.hand_over(settings.CONFIG.run, key, request.body.decode("utf-8", "replace"))
    except TurnedAway as away:
        return _refused(away.why)
    except (OSError, ValueError):
        log.warning("an offer by WHIP finds nobody who takes it in", exc_info=True)
        told = {}
    if "answer" in told:
        response = _said(201, told["answer"], _OFFER)
        response.headers["Location"] = reverse("whip-feed", args=(told["feed"],))
        return response
    if told.get("why") in _SENTENCES:
        return _refused(told["why"])
    response = _said(503, _("接收画面的程序这会儿没有回答。请过几秒再推。"))
    response.headers["Retry-After"] = "3"
    return response


@csrf_exempt
@open_to_all
@require_http_methods(["DELETE"])
def feed(request: HttpRequest, ref: str) -> HttpResponse:
    """It says that it has sent all it had."""
    key = _key(request)
    if not key:
        return _without_key()
    try:
        ended = commands.end_by_key(key, ref)
    except TurnedAway as away:
        return _refused(away.why)
    if not ended:
        raise Http404
    return _said(200, "")


def _key(request: HttpRequest) -> str:
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""


def _without_key() -> HttpResponse:
    response = _said(401, _("请把推流密钥填在 Bearer Token 里。"))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _refused(why: str) -> HttpResponse:
    return _said(403, _SENTENCES[why]())


def _said(status: int, text: str, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    response = HttpResponse(text, status=status, content_type=kind)
    response.headers["Cache-Control"] = "private, no-store"
    return response
