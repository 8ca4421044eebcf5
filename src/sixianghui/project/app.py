"""The `app` process: Django as WSGI in a few threads on a Unix socket, and the thread that does the jobs."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sixianghui.project import lifeline, memory

NICENESS = 5
#: Seconds that requests in flight have to be answered after a stop was asked for.
GRACE = 3.0
#: As long as that when another app has taken this one's place and nobody waits for it to go.
UNHURRIED = 60.0
#: What a front had sent before it saw that the socket is another's has arrived by then.
LAST_CALL = 0.5


def run(index: int = 0) -> int:
    """Serve until asked to stop, then finish what is being answered."""
    memory.share_heaps()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    from waitress.server import create_server

    from sixianghui.project.wsgi import application

    lifeline.hold()
    from django.conf import settings

    from sixianghui.operations import public as operations
    from sixianghui.realtime import public as realtime
    from sixianghui.tasks import public as tasks
    from sixianghui.ui import public as ui

    config = settings.CONFIG
    path: Path = config.run / f"app-{index}.socket"
    place = lifeline.replaces()
    first = lifeline.door_beside(path) if place == lifeline.BESIDE else path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    first.unlink(missing_ok=True)
    # What the process before this one committed in its last moment may not have been purged or told: start from nothing.
    ui.purge_now()
    if not place:
        realtime.begin_anew()
    server: Any = create_server(
        application,
        unix_socket=str(first),
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
    ours = first.stat().st_ino
    stop, replaced, fell = threading.Event(), threading.Event(), threading.Event()
    worker = threading.Thread(target=tasks.run_worker, args=(stop,), name="jobs", daemon=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())

    def take_leave(_number: int, _frame: object) -> None:
        replaced.set()
        stop.set()

    signal.signal(signal.SIGHUP, take_leave)
    # The process whose place this one took fell before it had told everything.
    signal.signal(signal.SIGUSR1, lambda _number, _frame: fell.set())
    if index == 0:
        operations.forget_work(config.data)
        worker.start()
    # Who reads a kept page does not wait for a page that is being made: `front` goes first where both want a core.
    # Not before: a start is what everybody waits for.
    os.nice(NICENESS)
    while not stop.is_set():
        _turn(server, until=lambda: stop.is_set() or fell.is_set())
        if fell.is_set():
            fell.clear()
            ui.purge_now()
            realtime.begin_anew()
    for door in {path, first}:
        if door.exists() and door.stat().st_ino == ours:
            door.unlink(missing_ok=True)
    asked = time.monotonic()
    last = asked + (UNHURRIED if replaced.is_set() else GRACE)
    _turn(server, until=lambda: _may_go(server, asked, last))
    if worker.is_alive():
        worker.join(1)
    return 0


def _turn(server: Any, *, until: Callable[[], bool]) -> None:
    """Turn the server's loop until told to stop. Its own `run` would drop answers that are not yet sent."""
    while not until():
        server.asyncore.loop(timeout=0.2, use_poll=True, map=server._map, count=1)


def _may_go(server: Any, asked: float, last: float) -> bool:
    now = time.monotonic()
    return now > last or (now > asked + LAST_CALL and not _busy(server))


def _busy(server: Any) -> bool:
    """Whether a request is being answered or an answer is not yet sent."""
    return any(
        channel.requests or channel.total_outbufs_len for channel in list(server.active_channels.values())
    )
