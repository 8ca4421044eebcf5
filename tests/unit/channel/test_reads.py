"""What counts as a read, and what is written of it."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.channel import counting, queries
from sixianghui.channel.commands import close_months, count_reads, record_reads
from sixianghui.channel.counting import AGAIN_SECONDS, Batch, Reported, Visit, batch_of
from sixianghui.channel.models import Read, ReadDay, ReadMonth
from sixianghui.common import seconds
from sixianghui.common.errors import Conflict
from sixianghui.common.time import shanghai
from sixianghui.ledger.public import Scope, value_of
from tests.pages.channel.pieces import put_out
from tests.unit.channel.desk import DeskOfTests, open_desk

NOON = int(shanghai(2018, 6, 5, 12).timestamp())


@pytest.fixture
def desk(db: None) -> DeskOfTests:
    return open_desk()


def batch(*visits: Visit, number: int = 1, source: str = "front") -> Batch:
    return Batch(source, number, [Reported(one) for one in visits])


def test_reads_when_within_half_an_hour_of_one_that_counted_then_are_the_same() -> None:
    ats = [0, 10, AGAIN_SECONDS - 1, AGAIN_SECONDS, AGAIN_SECONDS + 10, 2 * AGAIN_SECONDS]
    found = counting.counted([Visit(1, at, 7) for at in ats], [])
    assert [one.at for one in found] == [0, AGAIN_SECONDS, 2 * AGAIN_SECONDS]
    assert counting.counted([Visit(1, 100, 7), Visit(2, 100, 7), Visit(1, 100, 8)], [Visit(1, 0, 7)]) == [
        Visit(1, 100, 8),
        Visit(2, 100, 7),
    ]


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9000), st.integers(1, 3)), max_size=40), st.data()
)
def test_reads_when_they_come_in_two_parts_then_no_two_of_a_reader_and_piece_are_close(
    raw: list[tuple[int, int, int]], data: Any
) -> None:
    visits = sorted((Visit(*one) for one in raw), key=lambda one: one.at)
    cut = data.draw(st.integers(0, len(visits)))
    first = counting.counted(visits[:cut], [])
    both = [*first, *counting.counted(visits[cut:], first)]
    assert both == counting.counted(visits, []) or {one.at for one in both} == {
        one.at for one in counting.counted(visits, [])
    }
    for one in both:
        for other in both:
            if one is not other and (one.piece, one.reader) == (other.piece, other.reader):
                assert abs(one.at - other.at) >= AGAIN_SECONDS


def test_days_when_they_turn_then_turn_in_shanghai() -> None:
    midnight = int(shanghai(2018, 6, 5).timestamp())
    assert seconds.day_of(midnight - 1) == dt.date(2018, 6, 4)
    assert seconds.day_of(midnight) == dt.date(2018, 6, 5)
    assert seconds.begin_of(dt.date(2018, 6, 5)) == midnight


@pytest.mark.parametrize("body", [b"", b"[", b"{}", b"[1]", b'[["a",0,1,""]]', b"[[1,0,1]]", b"null"])
def test_batch_when_it_cannot_be_read_then_is_none(body: bytes) -> None:
    assert batch_of("front 1", b'[[5,2,-7,""]]', 100) == Batch("front", 1, [Reported(Visit(5, 98, -7))])
    assert batch_of("front 1", body, 100) in (None, Batch("front", 1, []))
    assert batch_of("front x", b"[]", 100) is None


def test_batch_when_it_comes_again_then_is_written_once(desk: DeskOfTests) -> None:
    piece = put_out(desk.column, "一篇")
    one, other = batch(Visit(piece.pk, NOON, 1)), batch(Visit(piece.pk, NOON, 2), number=2)
    assert [record_reads(each) for each in (one, one, other, other, one)] == [1, 0, 1, 0, 0]
    assert record_reads(batch(Visit(piece.pk, NOON, 1), source="another front")) == 0
    assert record_reads(batch(Visit(piece.pk, NOON, 3), source="another front", number=2)) == 1
    assert value_of("channel.reads") == Read.objects.count() == 3


def test_reads_when_of_no_piece_that_is_out_or_of_another_time_then_do_not_count(desk: DeskOfTests) -> None:
    out, draft = put_out(desk.column, "一篇"), put_out(desk.column, "草稿")
    type(draft).objects.filter(pk=draft.pk).update(live=False)
    visits = [
        Visit(draft.pk, NOON, 1),
        Visit(desk.column.pk, NOON, 1),
        Visit(10**9, NOON, 1),
        Visit(out.pk, NOON + 60, 1),
        Visit(out.pk, NOON - 3600, 1),
    ]
    assert record_reads(batch(*visits)) == 0
    assert record_reads(batch(Visit(out.pk, NOON - 300, 1), number=2)) == 1


def test_figures_when_narrowed_then_count_nobody_twice_a_day(desk: DeskOfTests) -> None:
    one, other = put_out(desk.column, "一篇"), put_out(desk.column, "另一篇")
    for number, (piece, at, reader) in enumerate(
        [(one, 0, 1), (other, 10, 1), (one, 20, 2), (one, AGAIN_SECONDS + 30, 1), (one, 24 * 3600, 1)]
    ):
        assert count_reads([Visit(piece.pk, NOON - 3600 + at, reader)]) == 1, number
    whole, column = Scope(), Scope(thing=("column", desk.column.pk))
    of_one, of_other = Scope(thing=("piece", one.pk)), Scope(thing=("piece", other.pk))
    scopes = (whole, column, of_one, of_other, Scope(since=dt.date(2018, 6, 6)))
    assert [value_of("channel.reads", scope) for scope in scopes] == [5, 5, 4, 1, 1]
    assert [value_of("channel.readers", scope) for scope in scopes] == [3, 3, 3, 1, 1]
    assert queries.recount().wrong == ()


def test_recount_when_a_sum_was_touched_then_says_which(desk: DeskOfTests) -> None:
    piece = put_out(desk.column, "一篇")
    count_reads([Visit(piece.pk, NOON, 1)])
    assert queries.recount() == queries.Recount(1, 1, 1, ())
    ReadDay.objects.update(reads=2)
    assert len(queries.recount().wrong) == 2
    ReadDay.objects.all().delete()
    assert len(queries.recount().wrong) == 4


def test_reads_when_somebody_would_edit_or_delete_them_then_are_kept(desk: DeskOfTests) -> None:
    count_reads([Visit(put_out(desk.column, "一篇").pk, NOON, 1)])
    with pytest.raises(TypeError):
        Read.objects.update(at=0)
    with pytest.raises(TypeError):
        Read.objects.all().delete()


def test_month_when_its_time_has_come_then_its_rows_go_and_its_numbers_stay(
    desk: DeskOfTests, clock: Any
) -> None:
    piece = put_out(desk.column, "一篇", at=shanghai(2018, 5, 1))
    may = int(shanghai(2018, 5, 31, 23, 59).timestamp())
    count_reads([Visit(piece.pk, may, 1), Visit(piece.pk, may, 2), Visit(piece.pk, NOON, 3)])
    assert close_months(dt.date(2019, 6, 30)) == []
    closed = close_months(dt.date(2019, 7, 1))
    assert [(one.month, one.reads, one.readers) for one in closed] == [(dt.date(2018, 5, 1), 2, 2)]
    assert closed[0].digest == counting.digest_of([Visit(piece.pk, may, 1), Visit(piece.pk, may, 2)])
    assert (Read.objects.count(), value_of("channel.reads"), value_of("channel.readers")) == (1, 3, 3)
    assert value_of("channel.reads", Scope(since=dt.date(2018, 5, 31), until=dt.date(2018, 5, 31))) == 2
    assert queries.recount() == queries.Recount(3, 3, 3, ())
    assert close_months(dt.date(2019, 7, 1)) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadMonth.objects.update(reads=9)
    ReadDay.objects.filter(day=dt.date(2018, 5, 31)).update(reads=9)
    assert len(queries.recount().wrong) == 2


def test_month_when_its_sums_are_not_its_rows_then_stays_open(desk: DeskOfTests) -> None:
    piece = put_out(desk.column, "一篇", at=shanghai(2018, 5, 1))
    count_reads([Visit(piece.pk, int(shanghai(2018, 5, 31).timestamp()), 1)])
    ReadDay.objects.update(reads=9)
    with pytest.raises(Conflict):
        close_months(dt.date(2019, 7, 1))
    assert (Read.objects.count(), ReadMonth.objects.count()) == (1, 0)


def test_batch_when_larger_then_asks_no_more_queries(desk: DeskOfTests) -> None:
    pieces = [put_out(desk.column, f"第{number}篇") for number in range(20)]

    def cost(many: int, number: int) -> int:
        visits = [Visit(pieces[n % 20].pk, NOON, number * 1000 + n) for n in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert record_reads(batch(*visits, number=number)) == many
        return len(asked)

    cost(1, 1)
    assert cost(1, 2) == cost(60, 3)


def test_visits_when_ten_thousand_with_refreshes_robots_and_editors_then_exactly_the_reads_are_published(
    desk: DeskOfTests, lane: Any
) -> None:
    """T19, from the moment a front has let a report pass: what it drops itself is tested at the front."""
    chance = random.Random(19)
    pieces = [put_out(desk.column, f"第{number}篇") for number in range(12)]
    begin = NOON - 6 * 3600
    visits = sorted(
        (
            Visit(chance.choice(pieces).pk, begin + chance.randrange(6 * 3600), chance.randrange(-400, 400))
            for _ in range(10_000)
        ),
        key=lambda one: one.at,
    )
    last: dict[tuple[int, int], int] = {}
    expected = 0
    for one in visits:  # told once more, in the plainest way
        if one.at - last.get((one.piece, one.reader), -(10**9)) >= 1800:
            last[one.piece, one.reader] = one.at
            expected += 1
    people = {one.reader for one in visits}
    for start in range(0, len(visits), 250):
        count_reads(visits[start : start + 250])
    assert value_of("channel.reads") == expected == Read.objects.count()
    assert value_of("channel.readers") == len(people)
    assert queries.recount() == queries.Recount(expected, len(people), expected, ())
