from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory.public import Guidance
from sixianghui.ledger import gate
from sixianghui.ledger import public as ledger
from sixianghui.wechat.models import AccountBranch
from tests.unit.ledger.book import TURNS, Book


def test_fact_when_struck_then_stays_with_who_when_and_why(book: Book) -> None:
    fact = book.turn()

    struck = book.strike(fact, "登记错了")

    assert (struck.stands, struck.struck_at, struck.struck_by, struck.struck_reason) == (
        False, time.now(), book.clerk, "登记错了",
    )  # fmt: skip
    assert ledger.value_of(TURNS.name) == 0
    assert AccountBranch.objects.count() == 1


def test_fact_when_struck_before_then_keeps_its_first_strike(book: Book) -> None:
    fact = book.turn()
    book.strike(fact)

    with pytest.raises(Conflict):
        book.strike(fact, "又划一次")  # the copy in hand still looks as if it stood
    assert AccountBranch.objects.get().struck_reason == "登记错了"


def test_fact_when_struck_then_the_true_one_can_be_recorded(book: Book) -> None:
    unit = book.branch()
    first = book.turn(unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        book.turn(unit)

    book.strike(first)
    book.turn(unit)

    assert ledger.value_of(TURNS.name) == 1


def test_fact_when_edited_or_deleted_in_code_then_is_refused(book: Book) -> None:
    fact = book.turn()
    fact.at = time.shanghai(2018, 1, 1)

    for wrong in (
        fact.save,
        fact.delete,
        lambda: AccountBranch.objects.update(at=fact.at),
        lambda: AccountBranch.objects.all().delete(),
        lambda: AccountBranch.objects.bulk_update([fact], ["at"]),
        lambda: AccountBranch.objects.fill_in(at=fact.at),
    ):
        with pytest.raises(TypeError):
            wrong()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wechat_accountbranch SET account_id = account_id + 1",
        "UPDATE wechat_accountbranch SET unit_id = NULL",
        "UPDATE wechat_accountbranch SET at = '2018-01-01 00:00:00'",
        "UPDATE wechat_accountbranch SET recorded_at = '2018-01-01 00:00:00'",
        "DELETE FROM wechat_accountbranch",
    ],
)
def test_fact_when_edited_or_deleted_in_the_database_then_is_refused(book: Book, statement: str) -> None:
    book.turn()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "struck_at = NULL",
        "struck_at = '2018-01-01 00:00:00'",
        "struck_reason = '别的'",
        "struck_by_id = NULL",
    ],
)
def test_struck_fact_when_its_strike_is_changed_in_the_database_then_is_refused(
    book: Book, change: str
) -> None:
    book.strike(book.turn())

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE wechat_accountbranch SET {change}")


def test_publication_when_edited_in_the_database_then_is_refused(book: Book) -> None:
    book.publish()

    for statement in ("UPDATE ledger_publication SET value = 9", "DELETE FROM ledger_publication"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_field_that_is_filled_later_when_filled_twice_then_keeps_the_first(book: Book) -> None:
    line = Guidance.objects.get(unit=book.branch())
    lines = Guidance.objects.filter(pk=line.pk)
    first = time.now()

    assert lines.fill_in(ended_at=first) == 1
    assert lines.fill_in(ended_at=time.shanghai(2019, 1, 1)) == 0
    assert lines.get().ended_at == first


def test_moment_of_writing_down_when_taken_before_its_transaction_was_inside_then_is_the_later_one(
    book: Book,
) -> None:
    """Between the two a number may have been published that does not know of it."""
    lines = Guidance.objects.filter(unit=book.branch())
    inside = gate.enter()

    assert lines.fill_in(ended_at=inside, end_recorded_at=inside - dt.timedelta(seconds=2)) == 1
    assert lines.get().end_recorded_at == inside


def test_kinds_of_fact_when_listed_then_each_is_unique_by_constraint() -> None:
    assert ledger.facts_without_uniqueness() == []
    assert AccountBranch in ledger.fact_models()
