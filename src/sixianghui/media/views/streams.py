"""Sending recordings: playlists as text, pieces and whole files by `front`. What everybody may have, it keeps."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sixianghui.common import time, wire
from sixianghui.common.policy import open_to_all
from sixianghui.media import playlists, queries, shelf
from sixianghui.media.models import Stream
from sixianghui.media.queries import Access
from sixianghui.media.shelf import Shelved
from sixianghui.ui import public as ui

_PLAYLIST = "application/vnd.apple.mpegurl"
_TYPES = {"m4s": "video/iso.segment", "mp4": "video/mp4", "m4a": "audio/mp4"}
_PRIVATE = "private, no-store"
#: How long `front` answers by itself; a change of the lecture takes all of it back at once.
_LIVE_KEPT, _KEPT = 1, 3600


@open_to_all
@require_safe
def piece(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """A few seconds. Whoever knows its name was told it by a playlist; whether they still may is asked all the same."""
    one, access, shelved = _there(request, ref)
    if not (access.live or access.again) or name not in shelved.names:
        raise Http404
    response = _file(one, name)
    return _marked(response, one, access, _KEPT, "public, max-age=31536000, immutable")


@open_to_all
@require_safe
def film(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """All of it in one file, once it may be watched again: to be played where there is no HLS, or to be taken along."""
    one, access, shelved = _there(request, ref)
    if not access.again or name not in shelved.files:
        raise Http404
    response = _file(one, name)
    if "download" in request.GET:
        ending = name.rpartition(".")[2]
        shown = quote(f"{one.title.strip()[:80]}.{ending}", safe="")
        response.headers["Content-Disposition"] = f"attachment; filename=\"{name}\"; filename*=UTF-8''{shown}"
    return _marked(response, one, access, _KEPT, "public, max-age=3600")


@open_to_all
@require_safe
def whole(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """The playlists for watching again: the list of what there is, the picture, the sound."""
    one, access, shelved = _there(request, ref)
    if not access.again:
        raise Http404
    if name == "master":
        text = _master(one, shelved, "")
    elif name in shelved.renditions:
        text = playlists.whole(shelved.renditions[name])
    else:
        raise Http404
    return _marked(_playlist(text), one, access, _KEPT, "public, max-age=60")


@open_to_all
@require_safe
def live(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """The playlists as of now: a recording is played as if it were taken at this moment."""
    one, access, shelved = _there(request, ref)
    show = access.show
    if not access.live or show is None or show.began is None:
        raise Http404
    if name == "master":
        return _marked(_playlist(_master(one, shelved, "live-")), one, access, _KEPT, "public, max-age=60")
    if name not in shelved.renditions:
        raise Http404
    until = show.ended or time.now()
    elapsed = max(0.0, (until - show.began).total_seconds())
    text = playlists.live(shelved.renditions[name], elapsed, began=show.began, over=show.ended is not None)
    return _marked(_playlist(text), one, access, _LIVE_KEPT, "public, max-age=1")


def _there(request: HttpRequest, ref: str) -> tuple[Stream, Access, Shelved]:
    """The recording, what this reader may have of it, and what lies there. Raises `Http404`."""
    one = queries.stream(ref)
    shelved = shelf.shelved(ref) if one is not None else None
    if one is None or shelved is None:
        raise Http404
    return one, queries.stream_access(request.user, one), shelved


def _master(one: Stream, shelved: Shelved, prefix: str) -> str:
    order = [name for name in ("picture", "sound") if name in shelved.renditions]
    listed = [(f"{prefix}{name}.m3u8", shelved.renditions[name]) for name in order]
    return playlists.master(listed, (one.width, one.height))


def _playlist(text: str) -> HttpResponse:
    return HttpResponse(text, content_type=_PLAYLIST)


def _file(one: Stream, name: str) -> HttpResponse:
    response = HttpResponse(content_type=_TYPES[name.rpartition(".")[2]])
    response.headers[wire.FILE] = quote(str(shelf.folder_of(one.ref) / name))
    return response


def _marked(response: HttpResponse, one: Stream, access: Access, seconds: int, browsers: str) -> HttpResponse:
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if not access.everybody or access.show is None:
        response.headers["Cache-Control"] = _PRIVATE
        return response
    response.headers["Cache-Control"] = browsers
    return ui.keep_for_all(response, one.tag, *access.show.tags, seconds=seconds)
