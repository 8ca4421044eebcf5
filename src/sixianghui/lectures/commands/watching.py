"""Writing down who is in the rooms, as fronts report it, and adding it up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from sixianghui.common import seconds, time, wire
from sixianghui.lectures import queries, rules
from sixianghui.lectures.models import Audience, Broadcast, Ending, Lecture, Side, Viewing, WatchSource
from sixianghui.lectures.reports import Report, Span
from sixianghui.lectures.rules import Stay
from sixianghui.ledger import public as ledger
from sixianghui.ui import public as ui

#: While a lecture is on, its numbers are counted again at most so often.
_FRESH = dt.timedelta(seconds=10)
#: Writers of stays wait for each other under this number.
_LOCK = 0x77617463
_SIDES = {wire.WATCHED[0]: Side.LIVE, wire.WATCHED[1]: Side.REPLAY}
_CHUNK = 1000
#: Whoever is overtaken so often leaves it to the others.
_TURNS = 5
_NUMBERS = ("viewings", "viewers", "peak", "watched", "replays")


def record_watching(report: Report) -> Counter[str]:
    """Write down what a front reports; returns how many watch by topic, over all fronts.

    Nobody's permission is asked: there is nobody; only `front` may come here. A report that was written stays so.
    """
    now = int(time.now().timestamp())
    with transaction.atomic():
        _one_at_a_time()
        source = _source(report)
        days = [] if source is None else _write(source, report.spans, now)
    for one in days:
        _count(one)  # after the writers' turn: with a hundred thousand stays it takes a while
    return queries.watching_now()


def count_stays(lecture: Lecture, stays: Sequence[Stay], side: str = Side.LIVE) -> int:
    """Write down stays that nobody reports any more, as a replay of a half-year does, and add them up; returns how many."""
    with transaction.atomic():
        _one_at_a_time()
        source, _made = WatchSource.objects.get_or_create(
            name=f"lecture {lecture.pk}", defaults={"number": 0, "seen_at": time.now()}
        )
        first = source.number
        rows = (
            Viewing(
                lecture=lecture, side=side, viewer=one.viewer, began=one.began, ended=one.ended, source=source,
                span=first + number,
            )
            for number, one in enumerate(stays, 1)
        )  # fmt: skip
        Viewing.objects.bulk_create(rows, batch_size=_CHUNK)
        WatchSource.objects.filter(pk=source.pk).update(number=first + len(stays))
        count_days(lecture)
    return len(stays)


def count_days(lecture: Lecture) -> None:
    """Count every day of a lecture anew from its rows. In the caller's transaction."""
    rows = Viewing.objects.filter(lecture=lecture).values_list("side", "began").order_by().distinct()
    days = {(side, seconds.day_of(began)) for side, began in rows.iterator()}
    for side, day in sorted(days):
        _count(_day_of(lecture, side, day))


def recount() -> int:
    """Count today and the two days before anew, whatever was left open: a front that died has told nobody of its viewers' end."""
    found = queries.watched_lately()
    for one in found:
        _count(one)
    return len(found)


def _source(report: Report) -> WatchSource | None:
    """Note a report's number and how many watch there; None when it, or a later one, was written before."""
    source, made = WatchSource.objects.get_or_create(
        name=report.source, defaults={"number": report.number, "seen_at": time.now(), "now": report.now}
    )
    if made:
        return source
    fresh = WatchSource.objects.filter(pk=source.pk, number__lt=report.number)
    return source if fresh.update(number=report.number, seen_at=time.now(), now=report.now) else None


def _write(source: WatchSource, spans: Iterable[Span], now: int) -> list[Audience]:
    """Write stays; returns the days that are to be counted again."""
    spans = list(spans)
    known = queries.lectures_of(one.ref for one in spans)
    limits = _on_air(known.values())
    rows = []
    for one in spans:
        lecture, side = known.get(one.ref), _SIDES.get(one.kind)
        if lecture is None or side is None:
            continue
        began, ended = now - one.began_ago, None if one.ended_ago is None else now - one.ended_ago
        if side is Side.LIVE:
            first, last = limits.get(lecture.pk, (None, None))
            if (
                first is None
                or (ended is not None and ended <= first)
                or (last is not None and began >= last)
            ):
                continue  # before it began, or after its end: that is no viewing
            began = max(began, first)
            if last is not None:
                ended = last if ended is None else min(ended, last)
        rows.append(
            Viewing(
                lecture=lecture, side=side, viewer=one.viewer, began=began, ended=ended, source=source,
                span=one.number,
            )
        )  # fmt: skip
    Viewing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["source", "span"], update_fields=["ended"]
    )
    stale = time.now() - _FRESH
    touched = {(one.lecture, one.side, seconds.day_of(one.began)) for one in rows}
    return [day for day in (_day_of(*one) for one in touched) if day.counted_at <= stale]


def _on_air(some: Iterable[Lecture]) -> dict[int, tuple[int | None, int | None]]:
    """From when to when each of these was on air, in seconds."""
    keys = [one.pk for one in some]
    began = dict(Broadcast.objects.standing().filter(lecture__in=keys).values_list("lecture", "at"))
    over = dict(Ending.objects.standing().filter(lecture__in=keys).values_list("lecture", "at"))
    return {
        key: (int(at.timestamp()), int(over[key].timestamp()) if key in over else None)
        for key, at in began.items()
    }


def _day_of(lecture: Lecture, side: str, day: dt.date) -> Audience:
    """The row of a day. A new one stands from the first stay on, so that nothing that was written is left uncounted."""
    new = {"unit_id": lecture.activity.unit_id, "counted_at": time.now() - 2 * _FRESH}
    return Audience.objects.get_or_create(lecture=lecture, side=side, day=day, defaults=new)[0]


def _count(found: Audience) -> None:
    """Write what the stays of a day come to; the pages of the numbers that moved are made anew.

    Whoever has read older stays than somebody who has written meanwhile, reads them again.
    """
    begin = seconds.begin_of(found.day)
    for _again in range(_TURNS):
        if found.closed_at is not None:
            return  # its stays are deleted: what it came to stands
        now = time.now()
        stays = queries.stays(found.lecture, found.side, begin, begin + seconds.DAY)
        sums = rules.summed(stays, int(now.timestamp()))
        at = None if sums.peak_at is None else dt.datetime.fromtimestamp(sums.peak_at, tz=time.SHANGHAI)
        counted = {
            "viewings": sums.viewings, "viewers": sums.viewers, "peak": sums.peak, "peak_at": at, "seconds": sums.seconds,
        }  # fmt: skip
        mine = Audience.objects.filter(pk=found.pk, counted_at=found.counted_at, closed_at__isnull=True)
        if mine.update(**counted, counted_at=now):
            if any(getattr(found, name) != value for name, value in counted.items()):
                ui.purge(*(ledger.get(f"lectures.{name}").tag for name in _NUMBERS))
            return
        found.refresh_from_db()


def _one_at_a_time() -> None:
    """SQLite has one writer anyway; a transaction there begins IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
