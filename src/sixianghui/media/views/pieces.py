"""Sending bytes: what may be sent to whom, as what, and never as a page of ours."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from sixianghui.common import wire
from sixianghui.common.policy import open_to_all
from sixianghui.media import queries
from sixianghui.media.models import File, Hotspot
from sixianghui.media.rules import ending_of
from sixianghui.media.uploads import TYPES

#: Whatever it is, a browser that opens it runs nothing, frames nothing, and asks nobody.
_SHUT = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
_PUBLIC, _PRIVATE = "public, max-age=3600", "private, no-store"


@open_to_all
@require_safe
def piece(request: HttpRequest, name: str) -> HttpResponse:
    """A size of a picture or of a panorama. Originals, and what is not for this reader, are the same 404 as nothing."""
    found = queries.piece_named(name)
    if found is None or not queries.may_see(request.user, found):
        raise Http404
    file = found.still if isinstance(found, Hotspot) else found.file
    response = _sent(file, name)
    public = queries.is_public(queries.behind(found))
    response.headers["Cache-Control"] = _PUBLIC if public else _PRIVATE
    return response


def paper(request: HttpRequest, document: File) -> HttpResponse:
    """A file for download. While it waits for the scanner there is nothing; also for editors."""
    if not document.may_be_sent:
        raise Http404
    response = _sent(document.file, document.file.name)
    ending = ending_of(document.file.name)
    shown = quote(f"{document.title.strip().removesuffix('.' + ending)[:80]}.{ending}", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"file.{ending}\"; filename*=UTF-8''{shown}"
    )
    response.headers["Cache-Control"] = _PRIVATE
    return response


def _sent(file: Any, name: str) -> HttpResponse:
    """An answer whose bytes `front` adds. Raises `Http404` for an ending that is never sent and for a missing file."""
    kind = TYPES.get(ending_of(name))
    if kind is None:
        raise Http404
    response = _from_store(file, kind) if hasattr(file.storage, "parts") else _from_disk(file, kind)
    response.headers["Content-Security-Policy"] = _SHUT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _from_disk(file: Any, kind: str) -> HttpResponse:
    """`front` adds the bytes."""
    if not file.storage.exists(file.name):
        raise Http404
    response = HttpResponse(content_type=kind)
    response.headers[wire.FILE] = quote(file.path)
    return response


def _from_store(file: Any, kind: str) -> HttpResponse:
    """Passed on as they come, so that memory holds a part at a time and the store stays unknown to readers."""
    try:
        size, parts = file.storage.parts(file.name)
    except FileNotFoundError as error:
        raise Http404 from error
    response = StreamingHttpResponse(parts, content_type=kind)
    response.headers["Content-Length"] = str(size)
    return cast(HttpResponse, response)
