"""When a job is tried again. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LONGEST_WAIT = dt.timedelta(hours=1)


@dataclass(frozen=True)
class JobRules:
    """How dependable a job is made.

    retries: how often it is tried again after the first time; a worker that died counts as a try.
    backoff: seconds before the second try, doubled each time, never more than an hour.
    limit: seconds after which a try is given up and the job handed to another worker.
    """

    retries: int = 3
    backoff: float = 30.0
    limit: float = 600.0


def wait_before_next(tries: int, rules: JobRules) -> dt.timedelta | None:
    """How long to wait after `tries` tries have failed; None: it is not tried again."""
    if tries > rules.retries:
        return None
    return dt.timedelta(seconds=min(rules.backoff * 2 ** (tries - 1), LONGEST_WAIT.total_seconds()))
