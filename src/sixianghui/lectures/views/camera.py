"""Sending from a browser: the page with the camera, and where it lays down what it records, piece by numbered piece."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.lectures import commands, queries
from sixianghui.lectures.actions import Action
from sixianghui.lectures.forms.live import RecorderForm
from sixianghui.lectures.views.finding import me, own
from sixianghui.lectures.views.live import context_of, sentence_of
from sixianghui.media import public as media
from sixianghui.ui import public as ui

#: The most that one piece may hold: a second of it is a quarter of a megabyte.
MOST_BYTES = 4 * 1024 * 1024


@requires(Action.RUN)
@never_cache
@require_safe
def camera(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose a camera, look at it, send it."""
    one = own(request, ref)
    if queries.camera_of(one) is None:
        return redirect("lectures:live", one.ref)
    ui.films(request)
    context = context_of(request, one, "camera") | {"levels": " ".join(f"{one:g}" for one in media.LEVELS)}
    return render(request, "lectures/live/camera.html", context)


@requires(Action.RUN)
@require_POST
def browser(request: HttpRequest, ref: str) -> HttpResponse:
    """A page begins to send."""
    one = own(request, ref)
    form = RecorderForm(request.POST)
    try:
        told = form.told(_("这个浏览器录不成能播的画面。请换新版的 Chrome、Edge 或 Safari。"))
        feed = commands.send_from_page(one, by=me(request), **told)
    except HouseError as error:
        return sentence_of(error)
    return JsonResponse({"feed": feed.ref, "next": 0})


@requires(Action.RUN)
@never_cache
@require_safe
def browser_feed(request: HttpRequest, ref: str, feed: str) -> HttpResponse:
    """Which piece is wanted next."""
    found = _feed(request, ref, feed)
    return _over(found) or JsonResponse({"next": media.next_piece(found)})


@requires(Action.RUN)
@require_POST
def browser_piece(request: HttpRequest, ref: str, feed: str, number: int) -> HttpResponse:
    """Keep a piece: on disk when answered. The same again is as good; after a gap the answer says which one is wanted."""
    found = _feed(request, ref, feed)
    over = _over(found)
    if over is not None:
        return over
    data = request.read(MOST_BYTES + 1)
    if not data or len(data) > MOST_BYTES:
        return JsonResponse({"next": media.next_piece(found)}, status=413 if data else 400)
    try:
        return JsonResponse({"next": media.lay_down(found, number, data)})
    except media.Gap as gap:
        return JsonResponse({"next": gap.wanted}, status=409)
    except media.TooMany as many:
        return JsonResponse({"next": many.wanted}, status=429)
    except OSError:
        return JsonResponse({"says": _("服务器的磁盘满了，收不下。请马上告诉管理员。")}, status=507)


@requires(Action.RUN)
@require_POST
def browser_end(request: HttpRequest, ref: str, feed: str) -> HttpResponse:
    """That was all."""
    found = _feed(request, ref, feed)
    if found.ended_at is None:
        media.end_browser(found)
    return JsonResponse({})


def _feed(request: HttpRequest, ref: str, feed: str) -> media.Feed:
    """A feed that this person's page has begun in this lecture; another's is not there."""
    one: Any = own(request, ref)
    stream = queries.camera_of(one)
    found = media.feed_of(stream, feed) if stream is not None else None
    if found is None or found.way != media.Feed.Way.BROWSER or found.by_id != me(request).pk:
        raise Http404
    return found


def _over(feed: media.Feed) -> JsonResponse | None:
    """That nothing more of it is taken, and why."""
    return None if feed.ended_at is None else JsonResponse({"why": feed.why or "ended"}, status=410)
