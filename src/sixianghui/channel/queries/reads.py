"""Reads of reads: which pieces may be read, what readers have read before, who of them is one of us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Min, Sum
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, accounts_behind
from sixianghui.channel import counting
from sixianghui.channel.counting import Counter, Visit
from sixianghui.channel.models import BasePage, ColumnPage, Read, ReadDay, ReadMonth
from sixianghui.channel.queries.outlets import pieces_out
from sixianghui.common import seconds
from sixianghui.common.errors import NotThere

_ROWS = 20_000


@dataclass(frozen=True)
class Readable:
    """A piece that is out for everybody: the column in which it stands, and whose it is."""

    column: int
    unit: int | None


def readable(pieces: Collection[int]) -> dict[int, Readable]:
    """Those of the pieces that are out for everybody. Three queries."""
    found = (
        pieces_out()
        .public()
        .filter(pk__in=pieces)
        .values_list("pk", "path", "articlepage__unit_id", "guidepage__unit_id", "panoramapage__unit_id")
    )
    columns = dict(ColumnPage.objects.values_list("path", "pk"))
    return {
        pk: Readable(
            columns[path[: -BasePage.steplen]], next((one for one in units if one is not None), None)
        )
        for pk, path, *units in found
        if path[: -BasePage.steplen] in columns
    }


def read_before(readers: Collection[int], since: int) -> list[Visit]:
    """What these readers have read since a moment. One query, answered from an index."""
    rows = Read.objects.filter(reader__in=readers, at__gte=since).values_list("piece", "at", "reader")
    return [Visit(*row) for row in rows]


def days_of(pieces: Collection[int], days: Collection[dt.date]) -> dict[tuple[int, dt.date], ReadDay]:
    """The sums that there are. One query."""
    return {(one.piece_id, one.day): one for one in ReadDay.objects.filter(piece__in=pieces, day__in=days)}


def sessions_of_editors(sessions: Collection[str]) -> frozenset[str]:
    """Those of the sessions in which somebody with a post at the desk is signed in. At most three queries."""
    accounts = accounts_behind(sessions) if sessions else {}
    if not accounts:
        return frozenset()
    editors = set(
        Account.objects.filter(
            pk__in=set(accounts.values()), groups__permissions__codename="access_admin"
        ).values_list("pk", flat=True)
    )
    return frozenset(session for session, account in accounts.items() if account in editors)


def name_of_piece(number: int) -> str:
    """The title of a piece; raises `NotThere`."""
    found = BasePage.objects.filter(pk=number, live=True).values_list("title", flat=True).first()
    if found is None:
        raise NotThere(_("没有这篇稿子。"))
    return f"《{found}》"


def name_of_column(number: int) -> str:
    """The title of a column; raises `NotThere`."""
    found = ColumnPage.objects.filter(pk=number).values_list("title", flat=True).first()
    if found is None:
        raise NotThere(_("没有这个栏目。"))
    return str(found)


def first_open_day() -> dt.date | None:
    """The day of the oldest read whose row is still there. One query."""
    at: int | None = Read.objects.aggregate(first=Min("at"))["first"]
    return None if at is None else seconds.day_of(at)


def reads_between(since: int, until: int | None = None) -> Iterator[Visit]:
    """Rows from one moment up to and without another, in the order of time, read in portions."""
    rows = Read.objects.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    for row in rows.order_by("at", "reader", "piece").values_list("piece", "at", "reader").iterator(_ROWS):
        yield Visit(*row)


def recounted(since: dt.date, until: dt.date | None = None) -> Counter:
    """Count rows afresh, from one day up to and without another, by the columns in which their pieces stood."""
    days = ReadDay.objects.filter(day__gte=since)
    if until is not None:
        days = days.filter(day__lt=until)
    column_of = {(piece, day): column for piece, day, column in days.values_list("piece", "day", "column")}
    counter = Counter(column_of)
    today = None
    end = None if until is None else seconds.begin_of(until)
    for read in reads_between(seconds.begin_of(since), end):
        day = seconds.day_of(read.at)
        if day != today:
            today = day
            counter.forget()
        counter.count(read)
    return counter


@dataclass(frozen=True)
class Recount:
    """What was published, and what the rows say: equal, or something is wrong.

    reads, readers: as published, of open and closed months. counted: the rows, and the totals of closed months.
    wrong: sums that differ, in words.
    """

    reads: int
    readers: int
    counted: int
    wrong: tuple[str, ...]


def recount(since: dt.date | None = None) -> Recount:
    """Hold the sums from a day on (all) against their rows, and those of closed months against their totals."""
    months = list(ReadMonth.objects.all())
    open_from = counting.next_month(months[-1].month) if months else None
    begin = max((one for one in (since, open_from) if one is not None), default=dt.date(1970, 1, 1))
    counter = recounted(begin)
    wrong = list(_differences(counter, begin))
    sums = ReadDay.objects.aggregate(reads=Sum("reads"), readers=Sum("readers_on_site"))
    counted = Read.objects.count() + sum(one.reads for one in months)
    if counted != (sums["reads"] or 0):
        wrong.append(f"{sums['reads']} ≠ {counted}")
    if since is None:
        for month in months:
            wrong += _unlike(month)
    return Recount(sums["reads"] or 0, sums["readers"] or 0, counted, tuple(wrong))


def _differences(counter: Counter, begin: dt.date) -> Iterator[str]:
    """By piece and day reads and readers; by column, and by day, whoever came first where cannot matter."""
    kept: dict[object, list[int]] = {}
    fresh: dict[object, list[int]] = {}
    for one in ReadDay.objects.filter(day__gte=begin).order_by():
        numbers = one.reads, one.readers, one.readers_in_column, one.readers_on_site
        _add(kept, one.piece_id, one.day, one.column_id, numbers)
    for (piece, day), sums in counter.sums.items():
        _add(fresh, piece, day, counter.column_of.get((piece, day), 0), sums.numbers)
    for key in kept.keys() | fresh.keys():
        if kept.get(key) != fresh.get(key):
            yield f"{key}: {kept.get(key)} ≠ {fresh.get(key)}"


def _add(
    to: dict[object, list[int]], piece: int, day: dt.date, column: int, numbers: tuple[int, int, int, int]
) -> None:
    reads, readers, in_column, on_site = numbers
    to["piece", day, piece] = [reads, readers]
    of_column = to.setdefault(("column", day, column), [0])
    of_column[0] += in_column
    of_day = to.setdefault(("site", day), [0])
    of_day[0] += on_site


def _unlike(month: ReadMonth) -> list[str]:
    rows = ReadDay.objects.filter(day__gte=month.month, day__lt=counting.next_month(month.month))
    found = [(one.reads, one.readers_on_site) for one in rows]
    sums = sum(one for one, _other in found), sum(other for _one, other in found)
    return [] if sums == (month.reads, month.readers) else [f"{month.month:%Y-%m}: {sums} ≠ {month}"]
