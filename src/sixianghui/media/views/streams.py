"""Sending recordings: playlists as text, pieces and whole files by `front`. What everybody may have, it keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sixianghui.common import time, wire
from sixianghui.common.policy import open_to_all
from sixianghui.ingest.public import Journal
from sixianghui.media import playlists, queries, shelf, taken, tokens
from sixianghui.media.models import Stream
from sixianghui.media.queries import Access
from sixianghui.media.shelf import Shelved
from sixianghui.media.taken import Span
from sixianghui.ui import public as ui

_PLAYLIST = "application/vnd.apple.mpegurl"
_TYPES = {"m4s": "video/iso.segment", "mp4": "video/mp4", "m4a": "audio/mp4"}
_PRIVATE = "private, no-store"
#: How long `front` answers by itself; a change of the lecture takes all of it back at once.
_LIVE_KEPT, _KEPT = 1, 3600
#: A piece never changes. A cache between us and browsers asks again after as long as the longest token lasts: so much
#: later than here, what was withdrawn is gone there too.
_FOR_GOOD = f"public, max-age=31536000, s-maxage={2 * tokens.SECONDS}, immutable"
_NAMES = re.compile(r"[a-z2-9]{20}\.(?:m4s|mp4)(?=$|\")", re.M)


@dataclass(frozen=True)
class _There:
    """A stream, what this reader may have of it, and what lies there: made ready, as it came in live, or both."""

    one: Stream
    access: Access
    shelved: Shelved | None
    journal: Journal | None

    @property
    def span(self) -> Span | None:
        """What of a live one was on the air; None while it was not yet."""
        show = self.access.show
        if show is None or show.began is None:
            return None
        return Span(show.began.timestamp(), show.ended.timestamp() if show.ended is not None else None)


@open_to_all
@require_safe
def piece(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """A few seconds. Whoever knows its name was told it by a playlist; whether they still may is asked all the same."""
    there = _there(request, ref)
    one, access = there.one, there.access
    left = 0
    if not (access.live or access.again or access.prepares):
        left = tokens.seconds_left(ref, request.GET.get(tokens.FIELD, "")) if one.cut_at is None else 0
        if not left:
            raise Http404
    if there.shelved is not None and name in there.shelved.names:
        path = shelf.folder_of(ref) / name
    elif there.journal is not None and taken.is_there(
        there.journal, name, None if access.prepares else there.span
    ):
        if not access.prepares and there.span is None:
            raise Http404
        path = taken.folder_of(ref) / name
    else:
        raise Http404
    response = _file(path)
    if left and not access.everybody:
        response = _kept(_guarded(response), one, access, left, f"public, max-age={left}")
    else:
        response = _marked(response, one, access, _KEPT, _FOR_GOOD)
    return _from_elsewhere(request, response)


@open_to_all
@require_safe
def film(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """All of it in one file, once it may be watched again: to be played where there is no HLS, or to be taken along."""
    there = _there(request, ref)
    if not there.access.again or there.shelved is None or name not in there.shelved.files:
        raise Http404
    response = _file(shelf.folder_of(ref) / name)
    if "download" in request.GET:
        ending = name.rpartition(".")[2]
        shown = quote(f"{there.one.title.strip()[:80]}.{ending}", safe="")
        response.headers["Content-Disposition"] = f"attachment; filename=\"{name}\"; filename*=UTF-8''{shown}"
    return _marked(response, there.one, there.access, _KEPT, "public, max-age=3600")


@open_to_all
@require_safe
def whole(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """The playlists for watching again: the list of what there is, the picture, the sound."""
    there = _there(request, ref)
    if not there.access.again:
        raise Http404
    text: str | None = None
    if there.shelved is not None:
        if name == "master":
            text = _master(there.one, there.shelved, "")
        elif name in there.shelved.renditions:
            text = playlists.whole(there.shelved.renditions[name])
    elif there.journal is not None and there.span is not None and there.span.ended is not None:
        if name == "master":
            text = taken.master(there.journal, there.span, "", running=False)
        else:
            text = taken.whole_playlist(there.journal, name, there.span)
    if text is None:
        raise Http404
    return _marked(_playlist(text, there), there.one, there.access, _KEPT, "public, max-age=60")


@open_to_all
@require_safe
def live(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """The playlists as of now: what an encoder sends, or a recording played as if it were taken at this moment."""
    there = _there(request, ref)
    one, access, show = there.one, there.access, there.access.show
    if one.source == Stream.Source.LIVE and (there.shelved is None or there.journal is not None):
        return _sent(there, name)
    if not access.live or show is None or show.began is None or there.shelved is None:
        raise Http404
    if name == "master":
        text = _master(one, there.shelved, "live-")
        return _marked(_playlist(text, there), one, access, _KEPT, "public, max-age=60")
    if name not in there.shelved.renditions:
        raise Http404
    until = show.ended or time.now()
    elapsed = max(0.0, (until - show.began).total_seconds())
    text = playlists.live(
        there.shelved.renditions[name], elapsed, began=show.began, over=show.ended is not None
    )
    return _marked(_playlist(text, there), one, access, _LIVE_KEPT, "public, max-age=1")


def _sent(there: _There, name: str) -> HttpResponse:
    """What an encoder sends. Whoever holds it sees it before it is on the air, too."""
    access, journal = there.access, there.journal
    if journal is None or not (access.live or access.prepares):
        raise Http404
    span = None if access.prepares and (there.span is None or there.span.ended is None) else there.span
    if span is None and not access.prepares:
        raise Http404
    running = span is None or span.ended is None
    since = queries.seen_since(there.one) if span is not None and running else None
    if since is not None:
        span = Span(since, None)
    if name == "master":
        text: str | None = taken.master(journal, span, "live-", running=running)
        if text is not None and ".m3u8" not in text:
            raise Http404
    else:
        text = taken.live_playlist(journal, name, span)
    if text is None:
        raise Http404
    return _marked(_playlist(text, there), there.one, access, _LIVE_KEPT, "public, max-age=1")


@open_to_all
@require_safe
def transcript(request: HttpRequest, ref: str) -> HttpResponse:
    """What is said in it, for its player, once it may be watched again."""
    there = _there(request, ref)
    found = queries.transcript(there.one)
    if not there.access.again or found is None:
        raise Http404
    response = HttpResponse(found.text, content_type="text/vtt; charset=utf-8")
    return _marked(response, there.one, there.access, _KEPT, "public, max-age=60")


@open_to_all
@require_safe
def token(request: HttpRequest, ref: str) -> HttpResponse:
    """A fresh token for the pieces of what is not for everybody, for a player that has watched longer than one lasts."""
    there = _there(request, ref)
    if not (there.access.live or there.access.again or there.access.prepares):
        raise Http404
    response = JsonResponse({tokens.FIELD: tokens.token_for(ref)})
    response.headers["Cache-Control"] = _PRIVATE
    return response


def _there(request: HttpRequest, ref: str) -> _There:
    """What is asked for, as far as anything lies there. Raises `Http404`."""
    one = queries.stream(ref)
    if one is None:
        raise Http404
    shelved = shelf.shelved(ref) if one.state == Stream.State.READY else None
    journal = taken.journal_of(ref) if one.has_raw else None
    if shelved is None and journal is None:
        raise Http404
    return _There(one, queries.stream_access(request.user, one), shelved, journal)


def _master(one: Stream, shelved: Shelved, prefix: str) -> str:
    order = [name for name in ("picture", "sound") if name in shelved.renditions]
    listed = [(f"{prefix}{name}.m3u8", shelved.renditions[name]) for name in order]
    return playlists.master(listed, (one.width, one.height))


def _playlist(text: str, there: _There) -> HttpResponse:
    before = (
        f"{settings.CONFIG.streams_url}{wire.STREAMS}{there.one.ref}/" if settings.CONFIG.streams_url else ""
    )
    behind = "" if there.access.everybody else f"?{tokens.FIELD}={tokens.token_for(there.one.ref)}"
    if before or behind:
        text = _NAMES.sub(lambda name: f"{before}{name[0]}{behind}", text)
    return HttpResponse(text, content_type=_PLAYLIST)


def _from_elsewhere(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Pages of this site, and no others, may read a piece that is fetched from a CDN or a cache, if one is named."""
    if settings.CONFIG.streams_url:
        own = settings.CONFIG.site_url or f"{request.scheme}://{request.get_host()}"
        response.headers["Access-Control-Allow-Origin"] = own
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _file(path: Path) -> HttpResponse:
    response = HttpResponse(content_type=_TYPES[path.suffix[1:]])
    response.headers[wire.FILE] = quote(str(path))
    return response


def _marked(response: HttpResponse, one: Stream, access: Access, seconds: int, browsers: str) -> HttpResponse:
    _guarded(response)
    if not access.everybody or access.show is None:
        response.headers["Cache-Control"] = _PRIVATE
        return response
    return _kept(response, one, access, seconds, browsers)


def _guarded(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _kept(response: HttpResponse, one: Stream, access: Access, seconds: int, browsers: str) -> HttpResponse:
    response.headers["Cache-Control"] = browsers
    tags = access.show.tags if access.show is not None else ()
    return ui.keep_for_all(response, one.tag, *tags, seconds=seconds)
