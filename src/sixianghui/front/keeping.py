"""Which answers of `app` may be kept for everybody, and which requests may be answered from there. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sixianghui.common import wire
from sixianghui.front.request import Request

STATUSES = frozenset({200, 301, 302, 404, 410})

DEFAULT_SECONDS = 60
BROWSER_DEFAULT = b"public, max-age=0, must-revalidate"

_STREAMS = wire.STREAMS.encode("ascii")
_TAGS = wire.CACHE_TAGS.lower().encode("ascii")
_SECONDS = wire.CACHE_SECONDS.lower().encode("ascii")


@dataclass(frozen=True, slots=True)
class Permission:
    """An answer may be kept for `seconds` under these tags."""

    tags: frozenset[str]
    seconds: int


def shareable(request: Request, session_cookie: bytes) -> bool:
    """May this request be answered with bytes that everybody gets?

    A cookie header in which the session cookie's name occurs anywhere counts as a session: rather one
    request too many to `app` than a difference between two cookie parsers. Streams are watched by people who are
    signed in and by others; what may be kept of them is the same for all.
    """
    return (
        request.method in (b"GET", b"HEAD")
        and not request.authorization
        and not request.has_body
        and bool(request.host)
        and (session_cookie not in request.cookies or request.target.startswith(_STREAMS))
    )


def permission(status: int, fields: dict[bytes, bytes]) -> Permission | None:
    """What `app` allows for an answer with this status and these headers (lower-case names)."""
    tags = fields.get(_TAGS)
    if tags is None or status not in STATUSES:
        return None
    if b"set-cookie" in fields or fields.get(b"content-encoding", b"identity") != b"identity":
        return None
    if _words(fields.get(b"vary", b"")) - {b"accept-encoding"}:
        return None
    directives = {word.partition(b"=")[0] for word in _words(fields.get(b"cache-control", b""))}
    if directives & {b"private", b"no-store"}:
        return None
    seconds = fields.get(_SECONDS, b"%d" % DEFAULT_SECONDS)
    if not seconds.isdigit() or not 0 < int(seconds) < 10**9:
        return None
    return Permission(frozenset(tags.decode("latin-1").split()), int(seconds))


def _words(value: bytes) -> set[bytes]:
    return {word.strip().lower() for word in value.split(b",") if word.strip()}
