"""Writing down who read what, and closing months."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import connection, transaction

from sixianghui.channel import counting, queries
from sixianghui.channel.counting import Batch, Counter, Visit
from sixianghui.channel.models import Read, ReadDay, ReadMonth, ReadSource
from sixianghui.common import seconds, time, wire
from sixianghui.common.errors import Conflict

log = logging.getLogger(__name__)

#: Seconds by which a read may lie ahead: two processes do not look at the clock in the same moment.
_AHEAD = 2
#: Writers of reads wait for each other under this number.
_LOCK = 0x72656164
_SUMS = ("reads", "readers", "readers_in_column", "readers_on_site")


def record_reads(batch: Batch) -> int:
    """Write down the reads among what a front reports; returns how many count. A batch that was written stays so.

    Nobody's permission is asked: there is nobody; only `front` may come here. What counts is decided under a lock, so
    that no two fronts count the same reader twice. The number of queries does not grow with the batch.
    """
    now = int(time.now().timestamp())
    visits = [
        one for one in batch.reported if now - wire.READ_KEPT_SECONDS - _AHEAD <= one.visit.at <= now + _AHEAD
    ]
    editors = queries.sessions_of_editors({one.session for one in visits} - {""})
    with transaction.atomic():
        _one_at_a_time()
        if not _is_new(batch):
            return 0
        return _count([one.visit for one in visits if one.session not in editors])


def count_reads(visits: Sequence[Visit]) -> int:
    """Write down those of these visits that are reads of pieces that are out, with their sums; returns how many."""
    with transaction.atomic():
        _one_at_a_time()
        return _count(visits)


def _count(visits: Sequence[Visit]) -> int:
    if not visits:
        return 0
    places = queries.readable({one.piece for one in visits})
    visits = [one for one in visits if one.piece in places]
    if not visits:
        return 0
    first = min(one.at for one in visits)
    since = min(seconds.begin_of(seconds.day_of(first)), first - counting.AGAIN_SECONDS)
    before = queries.read_before({one.reader for one in visits}, since)
    reads = counting.counted(visits, before)
    known = queries.days_of(
        {one.piece for one in (*reads, *before)}, {seconds.day_of(one.at) for one in (*reads, *before)}
    )
    columns = {key: one.column_id for key, one in known.items()}
    for one in reads:
        columns.setdefault((one.piece, seconds.day_of(one.at)), places[one.piece].column)
    counter = Counter(columns)
    for one in before:
        counter.see(one)
    for one in reads:
        counter.count(one)
    Read.objects.add(reads)
    _add_up(counter, known, places)
    return len(reads)


def _add_up(
    counter: Counter,
    known: dict[tuple[int, dt.date], ReadDay],
    places: dict[int, queries.Readable],
) -> None:
    rows = []
    for (piece, day), sums in counter.sums.items():
        row = known.get((piece, day))
        if row is None:
            column = counter.column_of[piece, day]
            row = ReadDay(
                piece_id=piece,
                day=day,
                column_id=column,
                unit_id=places[piece].unit,
                **dict.fromkeys(_SUMS, 0),
            )
        for name, number in zip(_SUMS, sums.numbers, strict=True):
            setattr(row, name, getattr(row, name) + number)
        row.pk = None
        rows.append(row)
    ReadDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["piece", "day"], update_fields=list(_SUMS)
    )


def _is_new(batch: Batch) -> bool:
    """Note the number of a batch; False when it, or one after it, was written before."""
    source, made = ReadSource.objects.get_or_create(
        name=batch.source, defaults={"number": batch.number, "seen_at": time.now()}
    )
    if made:
        return True
    return bool(
        ReadSource.objects.filter(pk=source.pk, number__lt=batch.number).update(
            number=batch.number, seen_at=time.now()
        )
    )


def _one_at_a_time() -> None:
    """SQLite has one writer anyway; a transaction there begins IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def close_months(today: dt.date | None = None) -> list[ReadMonth]:
    """Close every month whose time has come: keep its total, its digest and its sums by day, let its rows go.

    Raises `Conflict`, and closes nothing more, when the sums of a month are not what its rows say.
    """
    closed = []
    for month in counting.months_to_close(queries.first_open_day(), today or time.today()):
        closed.append(_close(month))
    return closed


def _close(month: dt.date) -> ReadMonth:
    after = counting.next_month(month)
    with transaction.atomic():
        _one_at_a_time()
        fresh = queries.recounted(month, after)
        days = ReadDay.objects.filter(day__gte=month, day__lt=after)
        kept = sum(one.reads for one in days), sum(one.readers_on_site for one in days)
        reads = sum(one.reads for one in fresh.sums.values())
        readers = sum(one.readers_on_site for one in fresh.sums.values())
        if kept != (reads, readers):
            raise Conflict(f"{month:%Y-%m}: {kept} ≠ {(reads, readers)}")
        since, until = seconds.begin_of(month), seconds.begin_of(after)
        made = ReadMonth.objects.create(
            month=month,
            reads=reads,
            readers=readers,
            digest=counting.digest_of(queries.reads_between(since, until)),
            closed_at=time.now(),
        )
        Read.objects.filter(at__gte=since, at__lt=until).go_with_their_month()
    return made


def tend_reads() -> None:
    """Every night: close months, forget fronts that are gone, and hold the last days' sums against their rows."""
    close_months()
    ReadSource.objects.filter(seen_at__lt=time.now() - dt.timedelta(days=2)).delete()
    found = queries.recount(time.today() - dt.timedelta(days=3))
    if found.wrong:
        log.error("reads do not add up: %s", "; ".join(found.wrong[:10]))
