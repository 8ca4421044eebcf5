"""Who is in the rooms now, and the stays that a lecture's numbers are counted from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from sixianghui.common import time
from sixianghui.lectures import rules
from sixianghui.lectures.models import Audience, Lecture, Side, Viewing, WatchSource
from sixianghui.lectures.rules import Stay

#: Fronts that said nothing for so many seconds are not added up.
_LATELY = dt.timedelta(seconds=10)


def watching_now() -> Counter[str]:
    """How many watch, by topic: what every front said last, those left out that fell silent."""
    found: Counter[str] = Counter()
    moment = time.now()
    heard = WatchSource.objects.filter(seen_at__gt=moment - _LATELY, seen_at__lt=moment + _LATELY)
    for now in heard.values_list("now", flat=True):
        found.update(now)
    return found


def lectures_of(refs: Iterable[str]) -> dict[str, Lecture]:
    """Lectures by their ref."""
    return {one.ref: one for one in Lecture.objects.filter(ref__in=set(refs))}


def stays(lecture: Lecture, side: str, begin: int, end: int) -> Iterator[Stay]:
    """The stays that began in a stretch of seconds, viewer by viewer, each one's by their beginning.

    One that is not over lasts until its front was last heard of.
    """
    silent = time.now() - dt.timedelta(seconds=rules.SILENT)
    rows = Viewing.objects.filter(lecture=lecture, side=side, began__gte=begin, began__lt=end)
    told = rows.order_by("viewer", "began").values_list("viewer", "began", "ended", "source__seen_at")
    for viewer, began, ended, seen_at in told.iterator():
        if ended is None and seen_at < silent:
            ended = max(began, int(seen_at.timestamp()))
        yield Stay(viewer, began, ended)


def watched_lately() -> list[Audience]:
    """Days of lectures that may still change: today and the two before. Older ones have long been counted to their end."""
    since = time.today() - dt.timedelta(days=2)
    return list(Audience.objects.select_related("lecture__activity").filter(day__gte=since))


def audience(lecture: Lecture, side: str = Side.LIVE) -> list[Audience]:
    """What the stays of a lecture came to, by day."""
    return list(Audience.objects.filter(lecture=lecture, side=side).order_by("day"))
