"""Acts of several people that begin in the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

from sixianghui.common import time
from sixianghui.common.errors import HouseError

T = TypeVar("T")
#: Seconds after which somebody who never came is missed.
PATIENCE = 60


def at_once(*acts: Callable[[], T]) -> list[T | str]:
    """What each act gave, or the sentence with which it was refused. Whatever an act needs is fetched before: what it
    asks for first, it asks for together with the others. Only for tests whose rows are committed (`transaction=True`)."""
    together, clock = threading.Barrier(len(acts)), time.installed()

    def run(act: Callable[[], T]) -> T | str:
        together.wait(PATIENCE)
        try:
            with time.using(clock):
                return act()
        except HouseError as refused:
            return str(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
