"""When a job is tried again; since when the clock has gone on without a leap. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LONGEST_WAIT = dt.timedelta(hours=1)
#: A clock that was last seen so far from now has leapt, or nobody was at work for so long: the two look the same.
LEAP = dt.timedelta(days=1)
#: How long what cannot be taken back waits after a leap: within a day somebody sees that the date is wrong.
SETTLES = dt.timedelta(days=1)


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


def has_leapt(seen_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether the clock, last seen at `seen_at`, leapt on its way to `now`, either way."""
    return abs(now - seen_at) > LEAP


def held_until(steady_since: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """Until when nothing is erased by rule; None: it may be. `steady_since`: the last leap, None without one.

    A leap that lies ahead of now was written by a clock that was wrong since: it holds nobody up for longer than one of now.
    """
    if steady_since is None or now - steady_since >= SETTLES:
        return None
    return min(steady_since, now) + SETTLES
