from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.ledger.public import WHOLE, Scope, ScopeError
from sixianghui.wechat.models import AccountBranch
from tests import factories
from tests.unit.ledger.book import TURNS, Book

_days = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))


@given(st.none() | st.integers(1, 2**63 - 1), st.none() | _days, st.none() | _days)
def test_scope_when_written_and_read_then_is_the_same(
    unit: int | None, one: dt.date | None, other: dt.date | None
) -> None:
    since, until = (min(one, other), max(one, other)) if one and other else (one, other)
    scope = Scope(unit, since, until)

    assert Scope.from_json(scope.text()) == scope
    assert Scope.from_json(scope.to_json()) == scope


def test_scope_when_empty_then_is_the_whole() -> None:
    assert Scope.parse({"unit": "", "since": "", "until": "", "page": "3"}) == WHOLE
    assert WHOLE.text() == "{}"


@pytest.mark.parametrize(
    "query",
    [
        {"unit": "x"},
        {"unit": "0"},
        {"unit": "-1"},
        {"unit": "1e3"},
        {"unit": "１"},
        {"unit": "9" * 30},
        {"unit": "1\x00"},
        {"since": "2018"},
        {"since": "2018-13-01"},
        {"since": "0001-01-01"},
        {"until": "2018-02-30"},
        {"until": "9999-12-31"},
        {"since": "2018-06-05", "until": "2018-06-04"},
    ],
)
def test_scope_when_it_cannot_be_read_then_is_refused_with_a_sentence(query: dict[str, str]) -> None:
    with pytest.raises(ScopeError) as caught:
        Scope.parse(query)
    assert caught.value.status == 400
    assert str(caught.value).endswith("。")


def test_days_when_narrowed_to_then_both_ends_count_in_shanghai(book: Book) -> None:
    for moment in (
        time.shanghai(2018, 6, 3, 23, 59),
        time.shanghai(2018, 6, 4),
        time.shanghai(2018, 6, 5, 23, 59),
        time.shanghai(2018, 6, 6),
    ):
        book.turn(at=moment)
    two_days = Scope(since=dt.date(2018, 6, 4), until=dt.date(2018, 6, 5))

    found = TURNS.rows(two_days).values_list("at", flat=True)

    assert list(found) == [time.shanghai(2018, 6, 4), time.shanghai(2018, 6, 5, 23, 59)]


def test_unit_when_narrowed_to_then_those_below_count_too(book: Book) -> None:
    above = book.branch()
    below = factories.a_unit(parent=above)
    book.turn(above), book.turn(below), book.turn()

    assert TURNS.rows(Scope(unit=above.pk)).count() == 2
    assert TURNS.rows(Scope(unit=below.pk)).count() == 1


def test_facts_when_read_as_of_a_moment_then_are_those_that_stood_then(
    book: Book, clock: time.ManualClock
) -> None:
    early = book.turn()
    first = time.now()
    clock.set(first + dt.timedelta(hours=1))
    late, second = book.turn(), time.now()
    clock.set(second + dt.timedelta(hours=1))
    book.strike(early)

    def standing(scope: Scope) -> set[int]:
        return set(scope.limit(AccountBranch.objects.all()).values_list("pk", flat=True))

    assert standing(Scope(as_of=first)) == {early.pk}
    assert standing(Scope(as_of=second)) == {early.pk, late.pk}
    assert standing(WHOLE) == {late.pk}


@pytest.mark.parametrize(
    "scope", [Scope(unit=1), Scope(since=dt.date(2018, 6, 5)), Scope(until=dt.date(2018, 6, 5))]
)
def test_rows_without_a_path_when_narrowed_so_then_are_refused(scope: Scope) -> None:
    with pytest.raises(ScopeError):
        scope.limit(AccountBranch.objects.all(), unit="", moment="")
    with pytest.raises(ScopeError):
        replace(TURNS, unit_path="", moment="").rows(scope)


def test_label_when_there_is_no_such_unit_then_says_so(db: None) -> None:
    with pytest.raises(NotThere):
        Scope(unit=404).label()


def test_label_when_narrowed_then_reads_like_a_sentence(book: Book) -> None:
    unit = book.branch(name="样例支部")

    assert WHOLE.label() == "全部"
    assert Scope(unit=unit.pk, since=dt.date(2018, 3, 19)).label() == "样例支部及所属组织 · 2018年3月19日以来"
    assert Scope(until=dt.date(2018, 6, 5)).label() == "截至2018年6月5日"
    days = Scope(None, dt.date(2018, 3, 19), dt.date(2018, 6, 5))
    assert days.label() == "2018年3月19日至2018年6月5日"
    with translation.override("en"):
        assert ("年" in days.label(), "19 March 2018" in days.label()) == (False, True)


def test_invented_units_then_count_only_where_one_is_asked_for_by_itself(book: Book) -> None:
    real, invented = book.branch(), book.branch(is_sample=True)
    book.turn(real), book.turn(invented)

    def counted(scope: Scope) -> int:
        return scope.limit(AccountBranch.objects.filter(scope.real())).count()

    scopes = (WHOLE, Scope(unit=real.pk), Scope(unit=invented.pk))
    assert [counted(scope) for scope in scopes] == [1, 1, 1]
    assert AccountBranch.objects.count() == 2
