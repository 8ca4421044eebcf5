"""`sixianghui worker`: the jobs in a process of their own."""

from __future__ import annotations

import signal
import threading

from sixianghui.project import memory
from sixianghui.realtime import public as realtime
from sixianghui.tasks import public as tasks


def run() -> int:
    """Do jobs until asked to stop."""
    memory.share_heaps()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    realtime.begin_anew()
    tasks.run_worker(stop)
    return 0
