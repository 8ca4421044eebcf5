"""A child process ends when its parent does, however the parent ended."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

ENV = "_SIXIANGHUI_LIFELINE"
#: Set for a process that takes the place of one that still runs. BESIDE: and leaves that one its door until it was seen to
#: answer. Another word is of a parent of an earlier release, which waits to see the door itself change hands.
REPLACES, BESIDE = "_SIXIANGHUI_REPLACES", "beside"


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


def replaces() -> str:
    """Empty where nobody runs whose place this one takes; BESIDE where it answers at a door of its own at first."""
    return os.environ.pop(REPLACES, "")


def door_beside(door: Path) -> Path:
    """The socket where a process answers before it is given `door`."""
    return door.with_name(f"{door.name}.new")
