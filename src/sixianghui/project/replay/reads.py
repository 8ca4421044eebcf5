"""Readers: who read what on each day, always the same, told to the channel as a front would tell it.

A reader comes once a day, reads one piece or several, newer ones and the lead sooner than others, and now and then the
same one again within half an hour, which the command leaves out. Nobody behind it is a person.
"""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Iterator
from itertools import accumulate

from sixianghui.channel.public import Visit, count_reads, pieces_out
from sixianghui.common import time
from sixianghui.common.time import shanghai
from sixianghui.project.replay.channel import LEAD
from sixianghui.project.replay.steps import Stage, Step

#: Reads in the half-year, before the days on which nothing was out yet: what the article calls nearly a million.
READS = 972_600
FIRST, LAST = dt.date(2018, 1, 10), dt.date(2018, 6, 5)
ENDS_AT = shanghai(2018, 6, 5, 11, 20)
#: How often somebody looks at the same piece again soon after.
AGAIN = 0.05
_OPENS, _CLOSES = 6.5, 23.0


def steps() -> list[Step]:
    """One step for each day, late in the evening; the last day's before the replay stops."""
    return [
        Step(f"reads:{day}", "channel", min(_evening(day), ENDS_AT), functools.partial(_read, day, many))
        for day, many in _days()
    ]


def _evening(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 45), tzinfo=time.SHANGHAI)


def _days() -> Iterator[tuple[dt.date, int]]:
    """How many reads each day has: more from month to month, fewer on Saturdays and Sundays."""
    days = [FIRST + dt.timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    shares = [
        (1 + 2 * number / len(days)) * (0.7 if day.weekday() > 4 else 1.0) * (0.4 if day == LAST else 1.0)
        for number, day in enumerate(days)
    ]
    for day, share in zip(days, shares, strict=True):
        yield day, round(READS * share / sum(shares))


def _read(day: dt.date, many: int, stage: Stage) -> int:
    until = int(min(_evening(day), ENDS_AT).timestamp())
    out = [
        (pk, int(at.timestamp()), slug)
        for pk, at, slug in pieces_out().order_by("pk").values_list("pk", "first_published_at", "slug")
        if at.timestamp() < until - 3600
    ]
    return count_reads(list(_visits(day, many, until, out))) if out else 0


def _visits(day: dt.date, many: int, until: int, out: list[tuple[int, int, str]]) -> Iterator[Visit]:
    """As many visits that count as there shall be, and some that do not."""
    chance = random.Random(f"reads {day}")
    begin = int(dt.datetime.combine(day, dt.time(), tzinfo=time.SHANGHAI).timestamp())
    pull = list(accumulate(_pull(at, slug, until) for _pk, at, slug in out))
    opens, closes = begin + int(_OPENS * 3600), min(begin + int(_CLOSES * 3600), until - 900)
    made = 0
    while made < many:
        reader = chance.getrandbits(64) - 2**63
        at = opens + int(chance.random() * (closes - opens))
        wanted = chance.choices(out, cum_weights=pull, k=1 + int(chance.expovariate(0.9)))
        for pk, since, _slug in dict.fromkeys(wanted):
            at += 20 + int(chance.random() * 240)
            if not since < at < until or made == many:
                continue
            yield Visit(pk, at, reader)
            made += 1
            if chance.random() < AGAIN:
                yield Visit(pk, min(at + 5 + int(chance.random() * 1700), until), reader)


def _pull(at: int, slug: str, now: int) -> float:
    """How much a piece draws readers, by its age in days."""
    age = max(0.0, (now - at) / 86400)
    return (1 / (1 + age) + 0.01) * (4 if slug == LEAD else 1)
