"""What `ingest` asks: what holds, and whether an encoder may send. Nobody else can: `front` drops the header."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sixianghui.common import time, wire
from sixianghui.common.policy import open_to_all
from sixianghui.media import commands, queries
from sixianghui.media.intake import TurnedAway, passphrase
from sixianghui.media.models import Feed, Intake


@csrf_exempt  # no browser comes here
@open_to_all
@require_POST
def round_(request: HttpRequest) -> HttpResponse:
    """What is armed now, and which feeds are to end."""
    house, said = _said(request)
    over = commands.record_round(
        house, said.get("feeds", []), said.get("ended", {}), flowing=said.get("flowing", [])
    )
    doors = queries.armed()
    return JsonResponse(
        {
            "now": time.now().timestamp(),
            "armed": {one.stream.ref: _about(one, house) for one in doors},
            "end": over,
        }
    )


@csrf_exempt
@open_to_all
@require_POST
def feeds(request: HttpRequest) -> HttpResponse:
    """May this encoder send? It shows its key, or has shown its passphrase."""
    house, said = _said(request)
    try:
        if said.get("way") == Feed.Way.SRT:
            admitted = commands.admit_by_passphrase(str(said.get("stream", "")), house=house)
        else:
            way = Feed.Way.WHIP if said.get("way") == Feed.Way.WHIP else Feed.Way.RTMP
            admitted = commands.admit_by_key(str(said.get("key", "")), way=way, house=house)
    except TurnedAway as away:
        return JsonResponse({"why": away.why, "feed": away.feed}, status=403)
    return JsonResponse(admitted.__dict__)


def _about(door: Intake, house: str) -> dict[str, Any]:
    running = queries.running_feed(door.stream)
    browser, pull = [], []
    if running is not None and running.way == Feed.Way.BROWSER:
        browser.append({"feed": running.ref, **running.about})
    if running is not None and running.way == Feed.Way.PULL and running.house == house:
        pull.append({"feed": running.ref, "name": running.about.get("name", running.ref)})
    return {
        "air": queries.on_air_since(door.stream),
        "srt": passphrase(door.stream.ref, door.generation) if door.key_hash else "",
        "browser": browser,
        "pull": pull,
    }


def _said(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    house = request.headers.get(wire.INGEST)
    if not house or len(house) > 40:
        raise Http404
    said = json.loads(request.body)
    if not isinstance(said, dict):
        raise Http404
    return house, said
