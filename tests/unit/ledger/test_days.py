"""A number drawn over time: what its days add up to is the number, counted once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db.models.functions import TruncDate

from sixianghui.access.public import Post
from sixianghui.common import time
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import WHOLE, DayInShanghai, Scope, Sees
from sixianghui.wechat.models import AccountBranch
from tests import factories
from tests.unit.ledger.book import GUARDED, TURNS, Book

#: Rows that stand for as many as the number of their account.
WEIGHTED = replace(TURNS, name="wechat.test_weighted", weight=lambda scope: "account_id")


def at(*moments: dt.datetime, book: Book) -> None:
    for moment in moments:
        book.turn(at=moment)


def test_number_when_drawn_over_time_then_is_what_its_days_add_up_to(
    book: Book, django_assert_num_queries: Any
) -> None:
    at(*(time.shanghai(2018, 6, day, 9) for day in (1, 1, 3)), book=book)
    with django_assert_num_queries(1):
        reading = ledger.read(TURNS, WHOLE, None, over_time=True)
        days = reading.by_day().counts
        assert (reading.text, reading.rows_seen()) == ("3", 3)
    assert days == {dt.date(2018, 6, 1): 2, dt.date(2018, 6, 3): 1}
    assert ledger.read(TURNS, WHOLE, None).by_day().counts == days
    assert ledger.read(TURNS, WHOLE, None).disclosure == reading.disclosure


def test_weighted_number_when_drawn_over_time_then_its_rows_are_counted_beside_it(
    book: Book, django_assert_num_queries: Any
) -> None:
    at(*(time.shanghai(2018, 6, day, 9) for day in (1, 1, 3)), book=book)
    with django_assert_num_queries(1):
        reading = ledger.read(WEIGHTED, WHOLE, None, over_time=True)
        assert (reading.disclosure.number, reading.rows_seen()) == (3 * book.official.pk, 3)
    assert ledger.read(WEIGHTED, WHOLE, None).rows_seen() == 3


def test_number_of_nothing_when_drawn_over_time_then_is_nought(book: Book) -> None:
    reading = ledger.read(TURNS, WHOLE, None, over_time=True)
    assert (reading.text, reading.rows_seen(), reading.by_day().counts) == ("0", 0, {})


@pytest.mark.parametrize("narrowed", [False, True])
def test_guarded_number_when_drawn_over_time_then_a_stranger_has_no_days(book: Book, narrowed: bool) -> None:
    unit = book.branch()
    at(*(time.shanghai(2018, 6, day, 9) for day in range(1, 7)), book=book)
    scope = Scope(unit=unit.pk) if narrowed else WHOLE
    one, same = (ledger.read(GUARDED, scope, None, over_time=over_time) for over_time in (True, False))
    assert (one.days, one.sees, one.disclosure) == (None, Sees.NONE, same.disclosure)
    assert one.by_day().counts == {}
    auditor = factories.someone_with(Post.AUDITOR)
    seen = ledger.read(GUARDED, scope, auditor, over_time=True)
    assert seen.days is not None and seen.disclosure == ledger.read(GUARDED, scope, auditor).disclosure


def test_day_when_a_moment_is_near_midnight_then_is_the_day_in_shanghai(book: Book) -> None:
    moments = [
        time.shanghai(2018, 6, 5),
        time.shanghai(2018, 6, 4, 23, 59),
        time.shanghai(2018, 1, 1, 7, 59),
        time.shanghai(2017, 12, 31, 23, 59),
        time.shanghai(2018, 6, 4, 23, 59) + dt.timedelta(seconds=59, microseconds=999_999),
    ]
    at(*moments, book=book)
    slowly = TruncDate("at", tzinfo=time.SHANGHAI)
    found = AccountBranch.objects.annotate(day=DayInShanghai("at"), slow=slowly).order_by("pk")
    assert [one.day for one in found] == [moment.astimezone(time.SHANGHAI).date() for moment in moments]
    assert [one.day for one in found] == [one.slow for one in found]
