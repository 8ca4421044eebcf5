"""Stand-ins for processes of a site that were started apart, as the units in `deploy/` do: their sockets, no more."""

from __future__ import annotations

import contextlib
import http.server
import socket
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def started_apart(run: Path, *, status: int = 200, fronts: bool = True) -> Iterator[None]:
    """An app that answers so, and a front, in this folder."""

    class App(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Whoever asks over such a socket has no address."""

    run.mkdir(exist_ok=True)
    with (
        socketserver.ThreadingUnixStreamServer(str(run / "app-0.socket"), App) as app,
        socket.socket(socket.AF_UNIX) as front,
    ):
        if fronts:
            front.bind(str(run / "front-0.control"))
            front.listen()
        threading.Thread(target=app.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield
        finally:
            app.shutdown()
