"""A number that is the middle of what its rows say: how long something took."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sixianghui.common import time
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.directory.public import Unit
from sixianghui.ledger import public as ledger
from sixianghui.ledger.figures import Registry
from sixianghui.ledger.public import Group, Scope, Sees
from sixianghui.ledger.rules import Showing
from sixianghui.reports.queries import figures as pages
from sixianghui.wechat.models import OfficialAccount
from tests.factories import an_account
from tests.unit.ledger.book import GUARDED, TURNS, Book, fresh, registered

_number = itertools.count(1)
DAYS = replace(TURNS, name="wechat.test_days", label="轮了几天", measure="个", median=lambda row: row.at.day)
FEW = replace(
    GUARDED, name="wechat.test_few", label="轮了几天，人少时不说", measure="个", median=lambda row: row.at.day
)


@pytest.fixture
def days(book: Book) -> Iterator[Book]:
    with registered(DAYS, FEW):
        yield book


def on(book: Book, *days: int, unit: Unit | None = None) -> Unit:
    """Turns that began on these days of May 2018."""
    unit = unit or book.branch()
    for day in days:
        number = next(_number)
        account = OfficialAccount.objects.create(name=f"样例{number}", slug=f"median-{number}")
        book.turn(unit, account=account, at=time.shanghai(2018, 5, day, 12))
    return unit


@pytest.mark.parametrize(
    ("said", "middle"),
    [((9,), 9), ((9, 2, 4), 4), ((9, 2), 9), ((1, 2, 3, 30), 3), ((5, 5, 5, 6), 5)],
)
def test_median_when_counted_then_is_the_middle_row_the_larger_of_two(
    days: Book, said: tuple[int, ...], middle: int
) -> None:
    on(days, *said)
    assert ledger.value_of(DAYS.name) == middle


def test_median_when_there_are_no_rows_then_is_no_number_and_no_nought(days: Book) -> None:
    reading = ledger.read(DAYS, ledger.WHOLE, None)
    assert (ledger.value_of(DAYS.name), reading.text, reading.is_number) == (None, "还没有", False)
    assert reading.disclosure.showing is Showing.NONE
    with pytest.raises(Conflict, match="一条记录也没有"):
        days.publish(DAYS.name)


def test_median_when_published_then_is_frozen_and_counted_again_from_the_rows_as_they_stood(
    days: Book, clock: time.ManualClock
) -> None:
    on(days, 3, 4, 8)
    clock.set(clock.at + dt.timedelta(hours=1))
    made = days.publish(DAYS.name)
    clock.set(clock.at + dt.timedelta(hours=1))
    unit = on(days, 9, 9, 9)
    assert (made.value, ledger.value_of(DAYS.name)) == (4, 9)
    assert ledger.seal_holds(made) is True
    assert ledger.since(made) == ledger.Since(gone=0, come=3)
    assert DAYS.value(DAYS.rows(ledger.WHOLE.at(made.as_of)), ledger.WHOLE) == 4
    assert ledger.value_of(DAYS.name, Scope(unit=unit.pk)) == 9


def test_median_when_its_page_is_made_then_counts_its_rows_and_draws_nothing(days: Book) -> None:
    on(days, 9, 9, 9)
    reading = ledger.read(DAYS, ledger.WHOLE, None)
    rows = pages.rows_page(reading, {})
    assert (reading.text, rows.count, len(rows.cells)) == ("9", 3, 3)
    assert pages.chart(reading) is None
    plain = pages.as_json(reading, rows, pages.sealed(reading), time.now())
    assert (plain["value"], plain["shown"], plain["groups"]) == (9, "9", [])


def test_median_of_a_unit_when_it_is_of_fewer_than_five_then_a_stranger_learns_nothing(days: Book) -> None:
    """The first of a family is never told of: the committee, which stands first here."""
    few, many = on(days, 2, 2, 2, 30), on(days, 2, 2, 7, 7, 7)
    stranger = an_account()

    def shown(unit: Unit) -> tuple[Showing, int | None]:
        said = ledger.read(FEW, Scope(unit=unit.pk), stranger).disclosure
        return said.showing, said.number

    assert (shown(few), shown(many)) == ((Showing.WITHHELD, None), (Showing.EXACT, 7))
    whole = ledger.read(FEW, ledger.WHOLE, stranger)
    assert (whole.disclosure.number, whole.sees) == (2, Sees.NONE)
    with pytest.raises(Conflict):
        days.publish(FEW.name, Scope(unit=few.pk))
    assert days.publish(FEW.name, Scope(unit=many.pk)).value == 7
    assert ledger.read(FEW, Scope(unit=few.pk), fresh(days.clerk)).disclosure.number == 2


def test_median_when_it_would_have_parts_then_is_not_registered() -> None:
    for more in ({"groups": (Group("account", "公众号", "account__name"),)}, {"weight": lambda _scope: "pk"}):
        with pytest.raises(ValueError, match="neither weights nor parts"):
            Registry().register(replace(DAYS, **more))
    with pytest.raises(NotThere):
        DAYS.group("account")
