"""Jobs for the tests of jobs. Processes that a test starts import them from here."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection

from sixianghui.tasks.public import job


@job(retries=2, backoff=10, limit=60)
def write(path: str, line: str) -> str:
    """Add a line to a file."""
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    return line


@job(retries=2, backoff=10, limit=60)
def fail(path: str) -> None:
    """Add a line to a file, then fail."""
    write.call(path, "tried")
    raise RuntimeError("this job always fails")


@job(retries=1, backoff=10, limit=60)
def wait_for_go(path: str) -> None:
    """Say that it began, wait until the file `….go` is there, say that it is done."""
    write.call(path, "began")
    while not Path(f"{path}.go").exists():
        time.sleep(0.01)
    write.call(path, "done")


@job(retries=5, backoff=1, limit=60)
def note_worker(path: str, number: int) -> None:
    """Take a while, then say which process did it."""
    time.sleep(0.05)
    write.call(path, f"{number} {os.getpid()}")


@job(retries=0, limit=0.3)
def hang(path: str) -> None:
    """Like `wait_for_go`, and should have ended at once."""
    wait_for_go.call(path)


@job(retries=1, limit=0.3)
def hang_again(path: str) -> None:
    """Like `hang`, and is tried once more."""
    wait_for_go.call(path)


@job(retries=0, limit=60, long=True)
def take_long(path: str) -> None:
    """Like `wait_for_go`, and may take its time."""
    wait_for_go.call(path)


@job(retries=0, limit=60, lost=lambda _name: None)
def note_loss(name: str) -> None:
    """Somebody waits for it, and is told when no try remains."""


@job(retries=2, backoff=60, limit=60)
def lose_the_database(path: str, times: int) -> None:
    """Say that it began; the first time, the end of a job cannot be noted so many times over."""
    write.call(path, "began")
    if Path(path).read_text(encoding="utf-8") == "began\n":
        _lose_the_database(times)


def _lose_the_database(times: int) -> None:
    left = [None] * times

    def away(execute: Any, sql: str, *rest: Any) -> Any:
        if left and sql.startswith("DELETE") and "tasks_lease" in sql:
            left.pop()
            raise OperationalError("the database is away")
        return execute(sql, *rest)

    connection.execute_wrappers.append(away)
