"""A child process ends when its parent does, however the parent ended."""

from __future__ import annotations

import os
import signal
import threading

ENV = "_SIXIANGHUI_LIFELINE"
#: Set for a process that takes the place of one that still runs.
REPLACES = "_SIXIANGHUI_REPLACES"


def hold() -> None:
    """Watch the pipe that the supervisor keeps open; when it closes, stop as if asked to."""
    number = os.environ.pop(ENV, "")
    if not number:
        return
    descriptor = int(number)

    def watch() -> None:
        os.read(descriptor, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def replaces() -> bool:
    """Whether the process whose place this one takes goes on until this one serves."""
    return os.environ.pop(REPLACES, "") == "1"
