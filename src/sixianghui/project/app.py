"""The `app` process: Django as WSGI in a few threads on a Unix socket, and the thread that does the jobs."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sixianghui.project import lifeline

NICENESS = 5
#: Seconds that requests in flight have to be answered after a stop was asked for.
GRACE = 3.0


def run(index: int = 0) -> int:
    """Serve until asked to stop, then finish what is being answered."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    from waitress.server import create_server

    from sixianghui.project.wsgi import application

    lifeline.hold()
    from django.conf import settings

    from sixianghui.realtime import public as realtime
    from sixianghui.tasks import public as tasks
    from sixianghui.ui import public as ui

    config = settings.CONFIG
    path: Path = config.run / f"app-{index}.socket"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    # What the process before this one committed in its last moment may not have been purged or told: start from nothing.
    ui.purge_now()
    realtime.begin_anew()
    server: Any = create_server(
        application,
        unix_socket=str(path),
        unix_socket_perms="600",
        threads=config.app_threads,
        max_request_body_size=config.max_upload_mb * 1024 * 1024,
        channel_timeout=300,
        connection_limit=1000,
        backlog=1024,
        ident=None,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=False,
    )
    stop = threading.Event()
    worker = threading.Thread(target=tasks.run_worker, args=(stop,), name="jobs", daemon=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if index == 0:
        worker.start()
    # Who reads a kept page does not wait for a page that is being made: `front` goes first where both want a core.
    # Not before: a start is what everybody waits for.
    os.nice(NICENESS)
    _turn(server, until=stop.is_set)
    path.unlink(missing_ok=True)
    last = time.monotonic() + GRACE
    _turn(server, until=lambda: time.monotonic() > last or not _busy(server))
    if worker.is_alive():
        worker.join(1)
    return 0


def _turn(server: Any, *, until: Callable[[], bool]) -> None:
    """Turn the server's loop until told to stop. Its own `run` would drop answers that are not yet sent."""
    while not until():
        server.asyncore.loop(timeout=0.2, use_poll=True, map=server._map, count=1)


def _busy(server: Any) -> bool:
    """Whether a request is being answered or an answer is not yet sent."""
    return any(
        channel.requests or channel.total_outbufs_len for channel in list(server.active_channels.values())
    )
