"""A file in an answer, with a name that may be Chinese. The one home of the header that says so."""

from __future__ import annotations

from urllib.parse import quote

from django.http.response import HttpResponseBase


def attached(response: HttpResponseBase, name: str, ending: str, *, plain: str = "file") -> HttpResponseBase:
    """Save as `name`, which may be Chinese (RFC 6266, RFC 5987), or as a plain name in old programs."""
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response
