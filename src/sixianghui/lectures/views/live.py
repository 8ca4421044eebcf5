"""The control desk of a lecture from a camera, for those who hold it: open it, let an encoder in, see what comes, cut it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.common.policy import requires, signed_in
from sixianghui.lectures import commands, queries
from sixianghui.lectures.actions import Action
from sixianghui.lectures.models import Helper
from sixianghui.lectures.rules import EARLY, State
from sixianghui.lectures.signal import signal_of
from sixianghui.lectures.views.finding import me, own
from sixianghui.lectures.views.pressing import mine, press
from sixianghui.media import public as media
from sixianghui.realtime import public as realtime


@requires(Action.RUN)
@never_cache
@require_safe
def desk(request: HttpRequest, ref: str) -> HttpResponse:
    """What to do, in order, and what comes in."""
    return render(request, "lectures/live/desk.html", context_of(request, own(request, ref), "live"))


@requires(Action.RUN)
@require_POST
def use(request: HttpRequest, ref: str) -> HttpResponse:
    """This lecture comes from a camera."""
    one = own(request, ref)

    def act() -> str:
        commands.use_camera(one, by=me(request))
        return _("开通了。")

    return press(request, ref, act)


@requires(Action.RUN)
@require_POST
def door(request: HttpRequest, ref: str) -> HttpResponse:
    """Open or shut it for encoders."""
    one = own(request, ref)

    def act() -> str:
        if request.POST.get("do") == "shut":
            commands.shut_door(one, by=me(request))
            return _("关上了，谁也推不进来。")
        commands.open_door(one, by=me(request))
        return _("打开了。")

    return press(request, ref, act)


@requires(Action.RUN)
@never_cache
@require_POST
def key(request: HttpRequest, ref: str) -> HttpResponse:
    """A new publish key. It is on this answer and nowhere else; asked for again, it is another one."""
    one = own(request, ref)
    if request.POST.get("do") == "void":
        return press(request, ref, lambda: _void(request, one))
    known = queries.camera_of(one)
    if known is not None:
        found = media.incoming(known)
        if found.feed is not None and request.POST.get("seen") != str(found.keys_made):
            raise Conflict(_("密钥只显示一次，这一个已经在用了。要换新的，请回到“现场直播”再点。"))
    made = commands.give_key(one, by=me(request))
    one = own(request, ref)
    media.wait_for_srt(one.stream)
    context = context_of(request, one, "live")
    context |= {"key": made, "passphrase": media.passphrase_of(one.stream)}
    return render(request, "lectures/live/key.html", context)


@signed_in
@require_POST
def cut(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the picture off the air at once, or put it back. Whoever moderates may take it off."""
    one = mine(request, ref, Helper.Part.MODERATOR)

    def act() -> str:
        if request.POST.get("do") == "back":
            commands.put_back(one, by=me(request))
            return _("恢复了。请再推一次：用推流软件的，要换一个新的密钥。")
        commands.cut_picture(one, by=me(request))
        return _("切断了，谁也看不到画面。评论照常。")

    return press(request, ref, act)


@signed_in
@never_cache
@require_safe
def status(request: HttpRequest, ref: str) -> HttpResponse:
    """How the picture stands, for the page that asks again and again."""
    one = mine(request, ref, Helper.Part.MODERATOR)
    camera = queries.camera_of(one)
    if camera is None:
        raise NotThere(_("这堂课没有开通现场直播。"))
    return JsonResponse(signal_of(media.incoming(camera), queries.standing_of(one)).as_json())


def context_of(request: HttpRequest, one: Any, back: str) -> dict[str, Any]:
    """What the pages of this desk show. back: which of them it is."""
    cursor, stands, camera = realtime.cursor(), queries.standing_of(one), queries.camera_of(one)
    context: dict[str, Any] = {
        "one": one,
        "lecture": one,
        "stands": stands,
        "room": queries.room_of(one, me(request)),
        "camera": camera,
        "cursor": cursor,
        "topics": " ".join((one.topic, camera.topic)) if camera is not None else one.topic,
        "open": stands.state in {State.COMING, State.LIVE},
        "early": stands.state is State.COMING and time.now() < one.activity.starts_at - EARLY,
        "back": back,
    }
    if camera is not None:
        found = media.incoming(camera)
        context |= {
            "incoming": found,
            "signal": signal_of(found, stands),
            "player": media.player_of(camera, live=True) if found.flows else None,
            **_addresses(request, media.ports(camera)),
        }
    return context


def _addresses(request: HttpRequest, ports: media.Ports) -> dict[str, str]:
    """Where encoders send to, as far as something is open there."""
    config = settings.CONFIG
    host = urlsplit(config.site_url or f"//{request.get_host()}").hostname or ""
    host = f"[{host}]" if ":" in host else host
    scheme = "rtmps" if config.tls_cert else "rtmp"
    return {
        "rtmp": f"{scheme}://{host}:{ports.rtmp}/live" if ports.rtmp else "",
        "srt": f"srt://{host}:{ports.srt}" if ports.srt else "",
    }


def _void(request: HttpRequest, one: Any) -> str:
    commands.take_key(one, by=me(request))
    return _("作废了，用它推的已经断开。")


def sentence_of(error: HouseError) -> JsonResponse:
    """A refusal for a script."""
    return JsonResponse({"says": str(error)}, status=error.status)
