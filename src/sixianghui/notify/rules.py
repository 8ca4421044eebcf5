"""When a message goes out, and when it is tried again. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: How long a message is kept.
KEPT = dt.timedelta(days=183)
#: The waits between tries: about a day in all, longer than a mail server's usual bad night.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
#: How long a try may take. Whoever took it and died is given up after that, and the next try begins.
HOLD = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Hours:
    """A person's hours, in Shanghai: when they want quiet, and when the digest comes."""

    quiet_from: dt.time = dt.time(22)
    quiet_until: dt.time = dt.time(7)
    digest_at: dt.time = dt.time(8)


def end_of_quiet(moment: dt.datetime, hours: Hours) -> dt.datetime:
    """`moment` itself, or the end of the quiet hours in which it lies."""
    local = moment.astimezone(SHANGHAI)
    begin, end, now = hours.quiet_from, hours.quiet_until, local.time()
    if begin == end:
        return moment
    over_midnight = begin > end
    quiet = now >= begin or now < end if over_midnight else begin <= now < end
    if not quiet:
        return moment
    day = local.date() + dt.timedelta(days=1 if over_midnight and now >= begin else 0)
    return dt.datetime.combine(day, end, SHANGHAI).astimezone(dt.UTC)


def due(moment: dt.datetime, hours: Hours, *, urgent: bool, at_once: bool) -> dt.datetime:
    """When a message told at `moment` goes out: now if it is urgent; otherwise never in the quiet hours, and with the
    day's other messages unless the person wants this kind at once."""
    if urgent:
        return moment
    if at_once:
        return end_of_quiet(moment, hours)
    local = moment.astimezone(SHANGHAI)
    digest = dt.datetime.combine(local.date(), hours.digest_at, SHANGHAI)
    if digest <= local:
        digest += dt.timedelta(days=1)
    return end_of_quiet(digest.astimezone(dt.UTC), hours)


def wait_after(tries: int) -> dt.timedelta | None:
    """How long to wait after `tries` tries have failed; None: it is given up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None
