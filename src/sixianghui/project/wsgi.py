"""Django as WSGI. Behind `front`, the client's address and scheme come from `front` alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.wsgi import get_wsgi_application

from sixianghui.common import wire

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")

Environ = dict[str, Any]


def _key(header: str) -> str:
    return "HTTP_" + header.upper().replace("-", "_")


def _port(host: SplitResult) -> int | None:
    try:
        return host.port
    except ValueError:
        return None


class BehindFront:
    """Take address and scheme from the headers that only `front` can send (it drops a client's own)."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = environ.pop(_key(wire.CLIENT), "") or "127.0.0.1"
        scheme = environ["wsgi.url_scheme"] = environ.pop(_key(wire.SCHEME), "") or "http"
        # The server behind us listens on a Unix socket and would give its path for a port.
        host = urlsplit(f"//{environ.get('HTTP_HOST', '')}")
        environ["SERVER_NAME"] = host.hostname or "localhost"
        environ["SERVER_PORT"] = str(_port(host) or (443 if scheme == "https" else 80))
        return self.application(environ, start_response)


application = BehindFront(get_wsgi_application())
