"""Django as WSGI. Behind `front`, the client's address and scheme come from `front` alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.wsgi import get_wsgi_application

from sixianghui.common import wire
from sixianghui.project import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")

Environ = dict[str, Any]


def _key(header: str) -> str:
    return "HTTP_" + header.upper().replace("-", "_")


def _named(text: str) -> tuple[str, int | None]:
    """Host and port that somebody says are ours, as far as they can be one."""
    try:
        host = urlsplit(f"//{text}")
        return host.hostname or "localhost", host.port
    except ValueError:
        return "localhost", None


def in_our_charset(environ: Environ) -> Environ:
    """The same without a charset of the sender's. Our pages are UTF-8 and so are their forms; some that Python knows read no form at all,
    and Django follows them before any middleware is asked."""
    kind = environ.get("CONTENT_TYPE", "")
    if "charset" in kind.lower():
        first, *rest = kind.split(";")
        environ["CONTENT_TYPE"] = ";".join([first, *(part for part in rest if not _names_charset(part))])
    return environ


def _names_charset(part: str) -> bool:
    """Whether a parameter of a content type is a charset, as far as anybody could read it as one."""
    name, equals, _value = part.partition("=")
    return bool(equals) and "charset" in name.lower()


class BehindFront:
    """Take address and scheme from the headers that only `front` can send (it drops a client's own)."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = environ.pop(_key(wire.CLIENT), "") or "127.0.0.1"
        logs.request_id.set(logs.named(environ.get("HTTP_X_REQUEST_ID", "")))
        scheme = environ["wsgi.url_scheme"] = environ.pop(_key(wire.SCHEME), "") or "http"
        # The server behind us listens on a Unix socket and would give its path for a port.
        name, port = _named(environ.get("HTTP_HOST", ""))
        environ["SERVER_NAME"] = name
        environ["SERVER_PORT"] = str(port or (443 if scheme == "https" else 80))
        return self.application(in_our_charset(environ), start_response)


application = BehindFront(get_wsgi_application())
