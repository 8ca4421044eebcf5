"""`sixianghui worker`: the jobs in a process of their own."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from sixianghui.project import memory, supervisor
from sixianghui.realtime import public as realtime
from sixianghui.tasks import public as tasks


def run(here: Path) -> int:
    """Do jobs until asked to stop. `here`: the run folder, where others see that somebody works; 3 while it is being moved."""
    try:
        held = supervisor.lock_as_worker(here)
    except supervisor.Taken:
        sys.stderr.write("数据正在搬到别处，这时不做后台任务。\n")
        return 3
    try:
        return _work()
    finally:
        os.close(held)


def _work() -> int:
    memory.share_heaps()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    realtime.begin_anew()
    tasks.run_worker(stop)
    return 0
